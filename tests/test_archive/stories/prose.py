"""Made-up prose of any length: the same for the same seed, and different for another."""

from __future__ import annotations

import random

KANJI = "夜電車駅員雨音楽映画館海町人手紙冬声光影古新道空花風山川心時間友家族旅窓灯星"

_SYLLABLES = [first + second for first in "bdfgklmnprstv" for second in "aeiou"]


def word(pick: random.Random) -> str:
    """A word of two or three syllables."""
    return "".join(pick.choices(_SYLLABLES, k=pick.randint(2, 3)))


def sentences(seed: str, count: int = 30) -> list[str]:
    """Sentences of sixteen words, with a year and a name in each."""
    pick = random.Random(seed)
    made = []
    for _ in range(count):
        words = [word(pick) for _ in range(12)]
        made.append(
            f"In {pick.randint(1901, 2026)} {' '.join(words)} {word(pick).title()} {word(pick).title()}."
        )
    return made


def prose(seed: str, count: int = 30) -> str:
    """A text of `count` sentences, three in a paragraph."""
    made = sentences(seed, count)
    return "\n".join(" ".join(made[start : start + 3]) for start in range(0, count, 3))


def kanji(seed: str, count: int = 20) -> str:
    """A text without spaces."""
    pick = random.Random(seed)
    return "\n".join("".join(pick.choices(KANJI, k=30)) + "。" for _ in range(count))
