"""Changed copies of training pages: the article's text stays known, and nothing else is taken for it."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from lxml import html as lxml_html

from archive.clean.dom.blocks import read_blocks
from archive.clean.judge.block_traits import Head
from tests.training import reshapes
from tests.training.article_element import article_classes
from tests.training.composed import Composer
from tests.training.inserts import Donor, Maker
from tests.training.page_copy import PageCopy
from tests.training.pages import TrainingPage

FOREIGN = "Another page altogether says this here, at some length, and then it says it again."
END = "is long enough to be read as prose by anybody who likes to read of ice, and of those who cross it."
PROSE = [f"Sentence number {n} of the article {END}" for n in range(8)]
HTML = f"""<html><body><nav><a href="/">Home</a></nav><main><h1>Ice</h1><div class="body">
{"".join(f"<p>{text}</p>" for text in PROSE)}</div></main>
<footer><p>All of this is ours.</p></footer></body></html>"""

CHANGES = [name for name in vars(PageCopy) if name.startswith("add_")]


def page(host: str = "site.example", words: str = "") -> TrainingPage:
    blocks, boxes = read_blocks(lxml_html.document_fromstring(HTML.replace("Sentence", words or "Sentence")))
    content = np.array([block.text.endswith("cross it.") for block in blocks])
    truth = {"url": f"https://{host}/ice", "title": "Ice"}
    nothing = np.zeros(len(blocks), np.bool_)
    return TrainingPage("articles", host, truth, blocks, boxes, Head("Ice"), nothing, content)


def changed(name: str, seed: int) -> TrainingPage:
    article = lxml_html.fragment_fromstring(f"<div><h2>Elsewhere</h2><p>{FOREIGN}</p><p>{FOREIGN}</p></div>")
    donor = Donor("Elsewhere", (FOREIGN, FOREIGN), article)
    own = page()
    copy = PageCopy(own, Maker(Random(seed), [donor], article_classes(own)))
    (getattr(reshapes, name, None) or getattr(PageCopy, name))(copy)
    return copy.read()


def content(read: TrainingPage) -> list[str]:
    assert read.content is not None
    return [block.text for block, own in zip(read.blocks, read.content.tolist(), strict=True) if own]


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("seed", range(5))
def test_what_is_put_into_a_page_is_not_its_text(name: str, seed: int) -> None:
    read = changed(name, seed)
    assert content(read) == PROSE
    assert len(read.blocks) > len(page().blocks)


@pytest.mark.parametrize("seed", range(5))
def test_a_page_that_is_cut_short_keeps_its_beginning_alone(seed: int) -> None:
    kept = content(changed("cut_short", seed))
    assert kept == PROSE[: len(kept)]
    assert 1 <= len(kept) <= 3


@pytest.mark.parametrize("name", ["split", "as_preformatted"])
@pytest.mark.parametrize("seed", range(5))
def test_the_text_in_other_elements_is_the_same_text(name: str, seed: int) -> None:
    assert " ".join(content(changed(name, seed))) == " ".join(PROSE)


@pytest.mark.parametrize("seed", range(5))
def test_the_headings_of_a_roundup_s_entries_are_text(seed: int) -> None:
    kept = content(changed("as_roundup", seed))
    assert [text for text in kept if text in PROSE] == PROSE
    assert len(kept) > len(PROSE)


def test_copies_are_the_same_each_time_and_leave_the_page_as_it_is() -> None:
    pages = [page(f"site{number}.example", f"Word{number}") for number in range(40)]
    before = [[block.text for block in one.blocks] for one in pages]
    texts = []
    for _ in range(2):
        composer = Composer(pages)
        copies = [composer.compose(one) for one in pages]
        texts.append([[block.text for block in copy.blocks] for copy in copies if copy is not None])
    assert texts[0] == texts[1]
    assert len(texts[0]) == 40
    assert [[block.text for block in one.blocks] for one in pages] == before
