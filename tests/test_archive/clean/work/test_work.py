"""The work of a page, by its headline, its text and its outlet's habits; none where that is in doubt."""
# ruff: noqa: E501 - prose and markup are easier to read in long lines

from __future__ import annotations

from collections.abc import Mapping

import pytest

from archive.clean.subject import read_subject
from archive.clean.work.name_text import in_small_letters
from archive.clean.work.named_page import read_names
from archive.clean.work.places import place_shares
from archive.clean.work.work import year_labelled, year_of
from archive.model import Reading, Work
from tests.test_archive.clean.pages import html_page

TIDE = "The Long Tide"
TEXT = (
    "{0} opens quietly. The film has a director who knows what a movie is for, and he is never in a hurry.\n"
    "Nothing in {0} is loud, and the cinema of rain has seldom been so wet. The cast is good, the ending better.\n"
    "By the end {0} has earned its gulls, which few films do. I liked its patience and its bad jokes."
)

GERMAN = (
    "{0} beginnt leise. Der Film hat eine Regisseurin, die weiß, wozu Kino da ist, und sie hat es nie eilig.\n"
    "Nichts in {0} ist laut, und selten war Regen im Kino so nass. Die Besetzung ist gut, das Ende besser.\n"
    "Am Schluss hat sich {0} die Möwen verdient. Mir gefielen die Geduld und die schlechten Witze."
)
FRENCH = (
    "{0} s’ouvre en silence. Le film a une réalisatrice qui sait à quoi sert le cinéma, et rien ne la presse.\n"
    "Rien dans {0} n’est bruyant, et la pluie a rarement été si mouillée. Les acteurs sont bons, la fin meilleure.\n"
    "À la fin, {0} a mérité ses mouettes. J’ai aimé sa patience et ses mauvaises blagues."
)
SPANISH = (
    "{0} empieza en silencio. La película tiene una directora que sabe para qué sirve el cine y no tiene prisa.\n"
    "Nada en {0} es ruidoso, y pocas veces la lluvia mojó tanto. El reparto es bueno, el final mejor.\n"
    "Al terminar, {0} se ha ganado sus gaviotas. Me gustaron su paciencia y sus chistes malos."
)
ITALIAN = (
    "{0} si apre in silenzio. Il film ha una regista che sa a che cosa serve il cinema, e non ha mai fretta.\n"
    "Niente in {0} è rumoroso, e di rado la pioggia è stata così bagnata. Il cast è buono, il finale migliore.\n"
    "Alla fine {0} si è guadagnato i suoi gabbiani. Mi sono piaciute la pazienza e le battute brutte."
)
JAPANESE = (
    "映画『{0}』は静かに始まる。監督は映画が何のためにあるかを知っていて、決して急がない。\n"
    "『{0}』に騒がしいものは何もなく、雨がこれほど濡れて見えた作品も少ない。俳優は良く、結末はさらに良い。\n"
    "最後に『{0}』はカモメにふさわしい作品になる。その忍耐と下手な冗談が好きだ。"
)
KOREAN = (
    "{0} 은 조용히 시작한다. 드라마의 감독은 이야기가 무엇을 위한 것인지 알고 결코 서두르지 않는다.\n"
    "{0} 에는 시끄러운 것이 없고, 비가 이렇게 젖어 보인 적도 드물다. 배우들은 좋고 결말은 더 좋다.\n"
    "마지막에 {0} 은 갈매기를 얻을 자격이 있다. 그 인내와 서툰 농담이 마음에 들었다."
)

# Everyday headlines, and the name of the work in each, by the language of the text.
HEADLINES = {
    TEXT: (
        ("The Long Tide review", TIDE),
        ("The Long Tide (2025) review", TIDE),
        ("‘The Long Tide’ Review: Ships in the Night", TIDE),
        ("The Long Tide review: ships in the night", TIDE),
        ("Review: The Long Tide", TIDE),
        ("In Review: The Long Tide", TIDE),
        ("Movie Review: 'The Long Tide'", TIDE),
        ("Film review: The Long Tide – patient and grey", TIDE),
        ("The Long Tide movie review & film summary (2025)", TIDE),
        ("The Long Tide", TIDE),
        ("The Long Tide (2024)", TIDE),
    ),
    GERMAN: (
        ("Kritik zu Die lange Flut", "Die lange Flut"),
        ("Die lange Flut: Kritik", "Die lange Flut"),
        ("Rezension: Die lange Flut von Ana Horn", "Die lange Flut"),
    ),
    FRENCH: (("Critique : La Longue Marée", "La Longue Marée"),),
    SPANISH: (("Crítica de La marea larga", "La marea larga"),),
    ITALIAN: (
        ("La lunga marea, la recensione", "La lunga marea"),
        ("Recensione film La lunga marea", "La lunga marea"),
    ),
    JAPANESE: (("『長い潮』", "長い潮"),),
    KOREAN: (("드라마 긴 밀물 리뷰", "긴 밀물"),),
}


def read(
    title: str, text: str, html: str | None = None, places: Mapping[str, float] | None = None
) -> Reading[Work] | None:
    html = html or f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    page = html_page(html)
    return read_subject(page, read_names(page, text, title), places).work


def test_everyday_headlines() -> None:
    found = {
        (title, name): read(title, text.format(name))
        for text, headlines in HEADLINES.items()
        for title, name in headlines
    }
    titles = {key: work.value.title if work else None for key, work in found.items()}
    wrong = {key: title for key, title in titles.items() if title not in (None, key[1])}
    right = [key for key, title in titles.items() if title == key[1]]
    assert wrong == {}
    assert len(right) >= 0.85 * len(found), titles  # the shipped weights leave three in doubt


def test_the_year_medium_and_source() -> None:
    found = read("The Long Tide (2025) review", TEXT.format(TIDE))
    assert found is not None
    assert (found.value, found.source) == (Work(TIDE, 2025, "film"), "title")


def test_italics_tell_the_work_of_a_witty_headline() -> None:
    title = "Gulls all the way down"
    paragraphs = TEXT.format("<em>The Long Tide</em>").replace("\n", "</p><p>")
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{paragraphs}</p></body></html>"
    found = read(title, TEXT.format(TIDE), html)
    assert found is not None and (found.value.title, found.source) == (TIDE, "text")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Ten ways to cook a gull",
            "First, catch it.\nThen do not cook it.\nThe law is clear on this point.",
        ),
        (
            "Cinema closes after a century",
            "The council said on Monday that the doors would shut in May.\nIt rained.",
        ),
        ("", "It rained on the town for a week.\nThen it stopped, and nobody said a word about it."),
    ],
)
def test_pages_about_no_work(title: str, text: str) -> None:
    assert read(title, text) is None


def test_where_the_outlets_other_headlines_name_the_work_decides() -> None:
    title = "Grey Harbour – Salt Roads"
    text = "Grey Harbour and Salt Roads are heard twice here.\nSalt Roads and Grey Harbour: both are good. I like it."
    second = place_shares([("Ann – Tide", "Tide")] * 30)
    first = place_shares([("Tide – Ann", "Tide")] * 30)
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><a href='/reviews/'>Reviews</a></body></html>"
    totals = {}
    for name, places in (("second", second), ("first", first)):
        work = read(title, text, html, places)
        totals[name] = work.value.title if work else None
    assert totals["second"] in ("Salt Roads", None) and totals["first"] in ("Grey Harbour", None)
    assert set(totals.values()) != {None}


def test_what_a_review_declares_comes_first() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "Review", "itemReviewed":'
        ' {"@type": "Movie", "name": "Salt Roads"}}</script>'
    )
    html = f"<html><head>{head}</head><body><h1>The Long Tide review</h1></body></html>"
    found = read("The Long Tide review", TEXT.format(TIDE), html)
    assert found is not None and (found.value.title, found.source) == ("Salt Roads", "json-ld")


def test_years_stand_in_brackets_and_in_data() -> None:
    assert year_of("雨の庭", "『雨の庭』(2020年、監督:森)を観た。") == 2020
    assert year_of("Salt Roads", "Salt Roads by Ada Moore (Quay Press, 2019)") == 2019
    assert year_labelled("Director: Ada Moore\nYear: 2018") == 2018
    assert year_labelled("Year: 2018\nReleased: May 2020") is None


def test_a_declared_work_is_cut_before_its_maker() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "Review", "itemReviewed":'
        ' {"@type": "Book", "name": "The Long Tide by Ada Moore"}}</script>'
    )
    title = "The Long Tide by Ada Moore"
    html = f"<html><head>{head}</head><body><h1>{title}</h1></body></html>"
    found = read(title, TEXT.format(TIDE), html)
    assert found is not None and found.value.title == TIDE


def test_a_headline_in_capitals() -> None:
    found = read("THE LONG TIDE BY ADA MOORE", TEXT.format(TIDE))
    assert found is not None and found.value.title == TIDE
    text = "Aquarium est un roman de David Vann. Je pense à WALL-E."
    assert in_small_letters("AQUARIUM DE DAVID VANN", text) == "Aquarium de David Vann"
    assert in_small_letters("WALL-E: THE REVIEW", text) == "WALL-E: the Review"
    assert in_small_letters("Heat", text) == "Heat"
