"""Which names are one person's."""

from __future__ import annotations

import random

import pytest

from archive.people.group_people import full_name, group_people
from archive.people.names import AuthorName, name_parts, role_in


def grouped(*names: AuthorName, seed: int = 0) -> set[str]:
    """The names of each person with their outlets, as "Ann@a; Ann@b"."""
    shuffled = random.Random(seed).sample(names, len(names))
    groups = group_people(dict(enumerate(shuffled)))
    return {"; ".join(sorted(f"{shuffled[n].name}@{shuffled[n].outlet}" for n in group)) for group in groups}


A, B = "reel", "noise"


NAMES = [
    # Case, accents and credentials.
    (
        [("Zoë Ortega", A), ("ZOE ORTEGA", A), ("Zoe Ortega, PhD", B)],
        {"ZOE ORTEGA@reel; Zoe Ortega, PhD@noise; Zoë Ortega@reel"},
    ),
    # A shorter form in the same outlet, and the longer one elsewhere.
    (
        [("Jane Q. Doe", A), ("Jane Doe", A), ("Jane Q. Doe", B)],
        {"Jane Doe@reel; Jane Q. Doe@noise; Jane Q. Doe@reel"},
    ),
    ([("Jane Q. Doe", A), ("Jane Doe", B)], {"Jane Q. Doe@reel", "Jane Doe@noise"}),
    (
        [("Jane Quinn Doe", A), ("Jane Q. Doe", A), ("J. Doe", A)],
        {"J. Doe@reel; Jane Q. Doe@reel; Jane Quinn Doe@reel"},
    ),
    # Somebody else could be meant.
    (
        [("Jane Q. Doe", A), ("Jane R. Doe", A), ("Jane Doe", A)],
        {"Jane Q. Doe@reel", "Jane R. Doe@reel", "Jane Doe@reel"},
    ),
    (
        [("Jane Doe", A), ("John Doe", A), ("J. Doe", A)],
        {"Jane Doe@reel", "John Doe@reel", "J. Doe@reel"},
    ),
    (
        [("John Doe", A), ("John Doe Jr.", A), ("John Doe, Jr.", A)],
        {"John Doe@reel", "John Doe Jr.@reel; John Doe, Jr.@reel"},
    ),
    # A single name is known in its outlet only; one in a script without spaces is a full one.
    ([("Ann", A), ("ann", A), ("Ann", B)], {"Ann@reel; ann@reel", "Ann@noise"}),
    ([("山田太郎", A), ("山田太郎", B)], {"山田太郎@noise; 山田太郎@reel"}),
]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("names", "people"), NAMES)
def test_names_of_people(names: list[tuple[str, str]], people: set[str], seed: int) -> None:
    assert grouped(*(AuthorName(*name) for name in names), seed=seed) == people


def test_a_staff_is_its_outlet_s_and_an_agency_is_one() -> None:
    def collective(name: str, outlet: str) -> AuthorName:
        return AuthorName(name, outlet, collective=True)

    assert grouped(collective("Staff", A), collective("staff", A), collective("Staff", B)) == {
        "Staff@reel; staff@reel",
        "Staff@noise",
    }
    assert grouped(collective("Reuters", A), collective("Reuters", B)) == {"Reuters@noise; Reuters@reel"}
    assert grouped(collective("Decider TV", A), AuthorName("Decider TV", A)) == {
        "Decider TV@reel; Decider TV@reel"
    }


def test_the_fullest_name_is_listed() -> None:
    names = [AuthorName(name) for name in ("J. Doe", "JANE Q. DOE", "Jane Doe", "Jane Q. Doe")]
    assert full_name(names) == "Jane Q. Doe"


def test_names_by_hand_are_joined_and_set_apart() -> None:
    names = {
        0: AuthorName("Ann Lee", A),
        1: AuthorName("Anna Stone", B),
        2: AuthorName("Ann Lee", B, apart="x"),
    }
    assert group_people(names, [frozenset((0, 1))]) == [frozenset((0, 1)), frozenset((2,))]


@pytest.mark.parametrize(
    ("byline", "role"),
    [
        ("By Ann Lee, senior film critic", "senior film critic"),
        ("Ann Lee | Staff Writer | May 3", "Staff Writer"),
        ("By Ann Lee, Chief Critic, and Bob Stone", "Chief Critic"),
        ("Von Ann Lee, Redakteurin", "Redakteurin"),
        ("By Ann Lee, Bob Stone", None),
        ("By Ann Lee in Cannes", None),
        (None, None),
    ],
)
def test_the_role_is_read_from_the_byline(byline: str | None, role: str | None) -> None:
    assert role_in(byline, "Ann Lee") == role


def test_an_empty_name_is_no_fault() -> None:
    assert name_parts("").key == "" and name_parts("...").key == "..."
