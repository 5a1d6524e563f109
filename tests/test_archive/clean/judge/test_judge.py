"""The judge of blocks: its trees, its weights, how it grows from sure blocks, and what it says of a page."""

# Markup is easier to read in long lines.
# ruff: noqa: E501

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from lxml import html as lxml_html

from archive.clean.dom.blocks import Block
from archive.clean.dom.read_blocks import flat_layout, read_blocks
from archive.clean.judge.block_traits import Head, block_traits
from archive.clean.judge.element_words import element_names, element_words
from archive.clean.judge.features import block_features, feature_names, with_extracted
from archive.clean.judge.judge import (
    SURE,
    Judged,
    doubt,
    grow,
    judge_again,
    judge_blocks,
    reasons,
    sure_from,
)
from archive.clean.judge.trees import Trees
from archive.clean.judge.weights import load_weights, pack, unpack

PROSE = "The film opens on a lake of ice, and it takes its time before the first blade is drawn. "

PAGE = f"""<html><body><nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/f">Film</a></li></ul></nav>
<main><article class="post"><h1>Ice</h1><div class="entry-content">{"<p>" + PROSE * 3 + "</p>"}
<p>{PROSE.upper()}</p><p>{PROSE * 4}</p><h2>The duels</h2><p>{PROSE * 2}</p></div></article></main>
<footer class="site-footer"><p>All of this is ours, and none of it may be copied without a word to us.</p></footer></body></html>"""


def blocks_of(html: str) -> list[Block]:
    return read_blocks(lxml_html.document_fromstring(html))[0]


def judge(html: str, title: str = "Ice - The Lantern") -> tuple[list[Block], Judged]:
    blocks = blocks_of(html)
    return blocks, judge_blocks(blocks, Head(title))


def test_prose_of_the_article_is_kept_and_the_frame_is_not() -> None:
    blocks, judged = judge(PAGE)
    kept = {block.text for block, keep in zip(blocks, judged.kept, strict=True) if keep}
    assert sum(PROSE.strip()[:20].lower() in text.lower() for text in kept) == 4
    assert "The duels" in kept
    assert not kept & {"Home", "Film"}
    assert not any("without a word to us" in text for text in kept)


def test_every_feature_has_one_column_and_one_name() -> None:
    blocks = blocks_of(PAGE)
    rows = block_features(blocks, Head("Ice"), load_weights().score)
    opinion = with_extracted(rows, blocks, np.ones(len(blocks), np.bool_))
    assert opinion.shape == (len(blocks), len(feature_names()))
    assert len(set(feature_names())) == len(feature_names())
    assert rows.dtype == opinion.dtype == np.float32
    assert np.isfinite(rows).all()


@pytest.mark.parametrize(
    "html", ["<p>x</p>", "<div>a<br>b</div>", "<h1>Only a title</h1>", "<p>" + "ice " * 5000]
)
def test_features_are_finite_on_pages_with_next_to_nothing(html: str) -> None:
    blocks = blocks_of(html)
    for head in (Head(), Head("a", "b"), Head("Only a title", "Only a title")):
        assert np.isfinite(block_features(blocks, head, load_weights().score)).all()


def test_features_know_no_word_of_any_language() -> None:
    """Every letter replaced by another, and the judge says the same: it sees structure and not vocabulary."""
    turned = str.maketrans("abcdefghijklmnopqrstuvwxyz", "bcdefghijklmnopqrstuvwxyza")
    _, judged = judge(PAGE, title="")
    others = blocks_of(PAGE)
    for block in others:
        block.text = block.text.translate(turned)
    again = judge_blocks(others, Head())
    assert np.allclose(judged.likely, again.likely)


def test_growing_takes_less_sure_prose_beside_sure_prose_in_the_same_element() -> None:
    html = (
        f"<div><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p><p>Short one</p></div><aside><p>{PROSE}</p></aside>"
    )
    blocks = blocks_of(html)
    kept = grow(np.array([0.1, 0.9, 0.1, 0.1, 0.1], np.float32), blocks)
    assert kept.tolist() == [True, True, True, False, False]
    assert not grow(np.full(5, 0.3, np.float32), blocks).any()


def test_growing_takes_a_few_words_that_are_likelier_but_no_link_and_no_label() -> None:
    links = "<p><a href=/n>Next page</a></p>"
    ends = f"<p>She won.</p><p>{PROSE}</p><p>Go and see it.</p>{links}", f"<p>{PROSE}</p><div>Watch it</div>"
    blocks = blocks_of("".join(f"<section>{text}</section>" for text in ends))
    kept = grow(np.array([0.1, 0.9, 0.25, 0.25, 0.9, 0.25], np.float32), blocks)
    assert kept.tolist() == [False, True, True, False, True, False]


def test_a_heading_goes_with_what_it_heads() -> None:
    """One of a box between the paragraphs looks like the author's, and what it heads does not."""
    box = f"<div><h3>Sign up</h3><p>{PROSE}</p></div>"
    own = f"<section><h3>The duels</h3><p>{PROSE}</p></section>"
    blocks = blocks_of(f"<main><section><p>{PROSE}</p></section>{box}{own}</main>")
    chances = np.array([0.9, 0.7, 0.2, 0.7, 0.9], np.float32)
    assert grow(chances, blocks).tolist() == [True, False, False, True, True]


def test_a_sure_heading_is_a_beginning_where_what_it_heads_may_be_the_author_s() -> None:
    blocks = blocks_of(f"<main><p>{PROSE}</p><h2>8 - a dungeon game</h2><p>{PROSE}</p></main>")
    assert grow(np.array([1, 0.8, 0.5], np.float32), blocks).all()


def test_growing_takes_prose_below_columns_in_the_element_around_them_and_none_above() -> None:
    columns = f"<div><div><p>{PROSE}</p></div><div><p>{PROSE}</p></div></div>"
    blocks = blocks_of(f"<main><p>{PROSE}</p>{columns}<p>{PROSE}</p></main><footer><p>{PROSE}</p></footer>")
    kept = grow(np.array([0.2, 0.9, 0.9, 0.2, 0.2], np.float32), blocks)
    assert kept.tolist() == [False, True, True, True, False]


def test_growing_takes_what_is_left_of_the_element_or_nothing() -> None:
    end = f"<article><p>{PROSE}</p><h3>Verdict</h3><div>A drab film of the hours between two ferries</div></article>"
    blocks = blocks_of(f"<main>{end}<section><p>{PROSE}</p></section></main>")
    chances = np.array([0.9, 0.35, 0.4, 0.1], np.float32)
    assert grow(chances, blocks).tolist() == [True, True, True, False]
    chances[2] = 0.05
    assert not grow(chances, blocks)[1:3].any()
    few = blocks_of(
        f"<main><article><p>{PROSE}</p><div>3 comments</div></article><section><p>{PROSE}</p></section></main>"
    )
    assert grow(np.array([0.9, 0.35, 0.1], np.float32), few).tolist() == [True, False, False]


def test_growing_takes_no_cell_below() -> None:
    rows = f"<tr><td><p>{PROSE}</p><p>{PROSE}</p></td></tr><tr><td>{PROSE}</td></tr>"
    blocks = blocks_of(f"<table>{rows}</table>")
    assert grow(np.array([0.9, 0.9, 0.3], np.float32), blocks).tolist() == [True, True, False]


def test_growing_takes_no_few_words_where_all_stands_in_one_element() -> None:
    """As in plain text: there a label stands beside the last paragraph as any paragraph does."""
    blocks, _ = flat_layout([PROSE, PROSE, "About her"])
    assert grow(np.array([0.9, 0.9, 0.25], np.float32), blocks).tolist() == [True, True, False]


def test_growing_takes_the_element_s_own_words_beside_its_paragraphs() -> None:
    html = f"<section>{PROSE}<p>{PROSE}</p>{PROSE}</section><footer><p>{PROSE}</p></footer>"
    kept = grow(np.array([0.1, 0.9, 0.1, 0.1], np.float32), blocks_of(html))
    assert kept.tolist() == [True, True, True, False]


@pytest.mark.parametrize(
    ("likely", "threshold"),
    [
        ([0.85, 0.85, 0.01, 0.01], pytest.approx(0.46, abs=0.01)),
        ([0.93, 0.93, 0.01, 0.01], pytest.approx(0.6, abs=0.01)),  # half a clear page
        ([1, 1, 0, 0], pytest.approx(0.7)),  # as clear as can be
        ([0.9, 0.4, 0.4, 0.4], pytest.approx(0.34, abs=0.01)),  # all four: 2 * 2.1 of 4 + 2.1 words
        ([0.5, 0.2, 0.2, 0.2], 0.3),  # little can be expected: 2 * 0.5 of 1 + 1.1 words
        ([0.4, 0.4, 0.4, 0.4], SURE),  # nothing is likelier than not
        ([0, 0, 0, 0], SURE),
    ],
)
def test_a_page_s_threshold_is_half_of_the_best_f1_that_it_can_expect_and_higher_where_it_is_clear(
    likely: list[float], threshold: float
) -> None:
    blocks = blocks_of(f"<p>{PROSE}</p>" * 4)
    assert sure_from(np.array(likely, np.float32), blocks) == threshold


def test_where_much_is_in_doubt_a_block_is_taken_that_a_clear_page_leaves() -> None:
    blocks = blocks_of(f"<section><p>{PROSE}</p></section>" * 4)  # none beside another in one element
    clear, doubtful = (np.array(likely, np.float32) for likely in ([1, 1, 1, 0.4], [0.9, 0.4, 0.4, 0.4]))
    assert grow(clear, blocks).tolist() == [True, True, True, False]
    assert grow(doubtful, blocks).all()


def test_doubt_counts_the_words_that_are_neither_kept_nor_dropped_for_sure() -> None:
    blocks = blocks_of(f"<p>{PROSE}</p><p>{PROSE}</p>")
    rows = np.zeros((2, len(feature_names())), np.float32)
    sure = Judged(rows, np.array([0.99, 0.01], np.float32), np.array([True, False]))
    unsure = Judged(rows, np.array([0.6, 0.4], np.float32), np.array([True, False]))
    assert doubt(sure, blocks) == 0
    assert doubt(unsure, blocks) == 2


def test_trafilatura_s_opinion_changes_only_its_own_columns_and_can_turn_a_block() -> None:
    blocks, judged = judge(PAGE)
    nothing, everything = np.zeros(len(blocks), np.bool_), np.ones(len(blocks), np.bool_)
    rows = with_extracted(judged.rows, blocks, everything)
    known = judged.rows.shape[1]
    assert (rows[:, :known] == judged.rows).all()
    assert all("trafilatura" in name for name in feature_names()[known:])
    less, more = (judge_again(judged, blocks, opinion).likely for opinion in (nothing, everything))
    assert (less <= more + 1e-6).mean() > 0.9
    assert less.sum() < more.sum()


def stump() -> Trees:
    """Two trees: `x0 > 1` gives 2, else -1; `x1 > 0` gives 3, else 0."""
    return Trees(
        feature=np.array([0, 0, 0, 1, 0, 0], np.intp),
        threshold=np.array([1, np.inf, np.inf, 0, np.inf, np.inf], np.float32),
        children=np.array([1, 2, 1, 1, 2, 2, 4, 5, 4, 4, 5, 5], np.intp),
        value=np.array([0.5, -1, 2, 1, 0, 3], np.float32),
        roots=np.array([0, 3], np.intp),
        depth=1,
    )


def test_trees_add_up_what_their_leaves_say() -> None:
    rows = np.array([[0, 0], [2, 0], [0, 1], [2, 1], [1, 0]], np.float32)
    assert stump().sums(rows).tolist() == [-1, 2, 2, 5, -1]
    assert stump().sums(rows, slice(0, 1)).tolist() == [-1, 2, -1, 2, -1]


def test_contributions_are_what_each_feature_moved() -> None:
    assert stump().contributions(np.array([2, 1], np.float32)).tolist() == [1.5, 2.0]
    assert stump().contributions(np.array([0, 0], np.float32)).tolist() == [-1.5, -1.0]


def test_contributions_of_the_shipped_trees_add_up_to_what_they_say() -> None:
    _, judged = judge(PAGE)
    trees = load_weights().trees
    start = float(trees.value[trees.roots].sum())
    for row, total in zip(judged.rows, trees.sums(judged.rows), strict=True):
        assert start + float(trees.contributions(row).sum()) == pytest.approx(float(total), abs=0.02)
    assert [name in feature_names() for name, _ in reasons(judged.rows[0])] == [True] * 3


def test_weights_come_back_as_they_were_packed_and_are_no_pickle() -> None:
    weights = load_weights()
    stream = BytesIO()
    np.savez_compressed(stream, **pack(weights))
    stream.seek(0)
    with np.load(stream, allow_pickle=False) as arrays:
        again = unpack(arrays)
    assert again.names == weights.names
    assert (again.trees.value == weights.trees.value).all()
    assert (again.second.children == weights.second.children).all()


def test_shipped_trees_fit_the_features() -> None:
    weights = load_weights()
    assert int(weights.trees.feature.max()) < len(feature_names())
    assert int(weights.second.feature.max()) < len(feature_names())
    blind = [index for index, name in enumerate(feature_names()) if "trafilatura" in name]
    used = set(weights.trees.feature[np.isfinite(weights.trees.threshold)].tolist())
    assert not used & set(blind)


def test_words_that_name_an_element() -> None:
    element = lxml_html.fragment_fromstring(
        '<div class="postBody post-17 x" id="a1" role="main" data-testid="bodyText">'
    )
    assert element_words(element_names("div", dict(element.items()))) == (
        "<div>", "post-body", "post", "body", "post-0", "x", "a0", "r:main", "body-text", "text",
    )  # fmt: skip


def test_traits_of_a_block() -> None:
    block, title = blocks_of("<p>Is this, then, <a href='x'>the film</a>?</p><h2>Ice and fire</h2>")
    traits, _ = block_traits([block, title], Head("Ice and fire | The Lantern"))
    assert traits["share in links"][0] == pytest.approx(8 / 24)
    assert traits["share of capitals"][0] == pytest.approx(1 / 24)
    assert traits["ends as a sentence"][0] == 1
    assert traits["is the title"].tolist() == [0, 1]


def test_a_long_heading_heads_nothing() -> None:
    """Where questions and answers are all set as headings, the last stands over the signature."""
    answer = " ".join(["We had the songs and then we had the boat."] * 3)
    blocks = blocks_of(f"<main><h2>{answer}</h2><h2>{answer}</h2><p>By Ann Lee</p></main>")
    assert grow(np.array([0.9, 0.9, 0.1], np.float32), blocks).tolist() == [True, True, False]
