"""docs/pictures/architecture.svg is what the Mermaid text of ARCHITECTURE.md says."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from tests import architecture_picture as picture


def test_the_picture_is_what_the_page_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["architecture_picture", "--check"])
    assert (picture.main(), capsys.readouterr().err) == (0, "")


def test_every_room_and_arrow_is_drawn_apart() -> None:
    text = picture.flowchart()
    root, arrows = picture.read(text)
    picture.place(root, arrows)
    tree = etree.fromstring(picture.draw(text).encode())
    shown = " ".join(tree.itertext("{*}text"))
    assert all(label in shown for label in re.findall(r'(?<=\[")\w+', text))
    assert len(tree.findall(".//{*}path[@class='line']")) == len(arrows) == text.count("-->")
    for group in [root, *root.items.values()]:
        boxes = list(group.items.values())
        for place, box in enumerate(boxes):
            assert 0 <= box.x <= group.width - box.width and 0 <= box.y <= group.height - box.height
            assert not any(overlap(box, other) for other in boxes[place + 1 :]), box.name


def overlap(box: picture.Item, other: picture.Item) -> bool:
    return (
        box.x < other.x + other.width
        and other.x < box.x + box.width
        and box.y < other.y + other.height
        and other.y < box.y + box.height
    )


def test_what_is_not_understood_is_an_error() -> None:
    with pytest.raises(ValueError, match="write a name"):
        picture.read("flowchart TB\n  a -.-> b")
    with pytest.raises(ValueError, match="in a circle: a, b"):
        picture.place(*picture.read("a --> b --> a"))
