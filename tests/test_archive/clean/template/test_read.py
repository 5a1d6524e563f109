"""A page is read by its outlet's template where it is like the pages before, and else is a misfit."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from archive.clean.article import clean
from archive.clean.template.learn import learn_template
from archive.clean.template.read import CHECKED_EVERY, is_checked
from archive.model import Article, Capture
from archive.places import Template
from archive.rules.model import SiteRule
from archive.scores.scoring import Scoring, ScoringRule
from tests.test_archive.proven_pages import OUTLETS, capture, numbers


def template_of(outlet: str) -> Template:
    """What the first nine pages of an outlet teach."""
    places = [clean(capture(outlet, number), places=True).trace.places for number in range(9)]
    template = learn_template([page for page in reversed(places) if page])
    assert template is not None
    return template


@pytest.fixture(scope="module")
def ghost() -> Template:
    return template_of("ghost")


def changed(old: str, new: str) -> Capture:
    """The next page of the outlet with a piece of its HTML replaced."""
    (number,) = numbers("ghost", 20, 1)
    page = capture("ghost", number)
    assert old.encode() in page.body
    return replace(page, body=page.body.replace(old.encode(), new.encode()))


def misfit(article: Article) -> str:
    assert article.trace.use is not None
    assert article.trace.use.outcome == "misfit"
    return article.trace.use.reason or ""


@pytest.mark.parametrize("outlet", OUTLETS)
def test_a_page_that_fits_is_read_as_by_the_whole_road(outlet: str) -> None:
    template = template_of(outlet)
    for number in numbers(outlet, 20, 4):
        article = clean(capture(outlet, number), template=template)
        assert article.trace.use is not None
        assert article.trace.use.outcome == "read"
        assert article == clean(capture(outlet, number))


def test_prose_in_a_new_place_is_a_misfit_and_read_the_whole_road(ghost: Template) -> None:
    prose = "<p>Before all that, a word on the town, which has no cinema and has never missed one.</p>"
    page = changed('<div class="body markup"', f'<div class="foreword">{prose}</div><div class="body markup"')
    assert "prose in a place that is new: 'Before all that" in misfit(clean(page, template=ghost))
    assert clean(page, template=ghost) == clean(page)


def test_a_label_in_a_new_place_between_paragraphs_is_no_misfit(ghost: Template) -> None:
    heading = "and other debts</h2>"
    page = changed(heading, f'{heading}<h4 class="kicker">A short word</h4>')
    article = clean(page, template=ghost)
    assert article.trace.use is not None
    assert article.trace.use.outcome == "read"
    assert "\nA short word\n" in article.text


def test_a_page_without_an_author_where_the_outlet_has_them_is_a_misfit(ghost: Template) -> None:
    page = changed('class="gh-article-author-name"', 'class="elsewhere"')
    assert misfit(clean(page, template=ghost)) == "no author where the outlet has them"


def without_author(page: Capture) -> Capture:
    """The same page, of an outlet that names nobody."""
    body = re.sub(rb'<h4 class="gh-article-author-name.*?</h4>', b"", page.body, flags=re.S)
    for author in (b"Mara Quill", b"Tobias Wren", b"Ines Barlow"):
        body = body.replace(author, b"")
    return replace(page, body=body)


def test_an_outlet_that_names_no_author_is_proven_and_a_page_that_names_one_a_misfit() -> None:
    nameless = [without_author(capture("ghost", number)) for number in range(9)]
    places = [clean(page, places=True).trace.places for page in nameless]
    template = learn_template([page for page in places if page])
    assert template is not None
    assert template.facts["authors"] == "nowhere"
    page = changed("<h2>", "<h2>")
    article = clean(without_author(page), template=template)
    assert article.trace.use is not None
    assert article.trace.use.outcome == "read"
    assert article.authors is None
    named = clean(page, template=template)
    assert misfit(named) == "an author where the outlet names none"
    assert named.authors is not None


def test_a_text_much_shorter_than_usual_is_a_misfit(ghost: Template) -> None:
    strict = replace(ghost, fewest_words=2000, most_words=9000)
    assert "words, where 2000 to 9000 are usual" in misfit(clean(changed("<h2>", "<h2>"), template=strict))


def test_a_page_with_a_site_rule_is_read_by_the_rule(ghost: Template) -> None:
    rule = SiteRule()
    assert clean(changed("<h2>", "<h2>"), rules=rule, template=ghost).trace.use is None
    scores_alone = SiteRule(score=ScoringRule(Scoring(best=10)))  # reads nothing of the page
    use = clean(changed("<h2>", "<h2>"), template=ghost).trace.use
    assert use is not None
    assert clean(changed("<h2>", "<h2>"), rules=scores_alone, template=ghost).trace.use == use


def test_about_every_twentieth_page_is_checked() -> None:
    checked = sum(is_checked(f"https://a.example/{number}") for number in range(4000))
    assert 150 < checked < 250
    assert CHECKED_EVERY == 20


def test_a_checked_page_says_what_the_template_reads_otherwise(ghost: Template) -> None:
    (number,) = numbers("ghost", 20, 1, checked=True)
    page = capture("ghost", number)
    same = clean(page, template=ghost)
    assert same.trace.use is not None
    assert same.trace.use.outcome == "same"
    wrong = replace(ghost, facts={**ghost.facts, "title": "meta|og:site_name"})
    article = clean(page, template=wrong)
    assert article.trace.use is not None
    assert article.trace.use.outcome in ("different", "misfit")
    assert article == clean(page)
