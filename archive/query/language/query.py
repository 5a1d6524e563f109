"""A query as it was understood, with notes on what was read otherwise than typed, and its mistakes."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import MatineeError
from archive.query.language.nodes import Node
from archive.query.language.to_text import to_text


@dataclass(frozen=True, slots=True)
class Mistake:
    """A condition that could not be read.

    Attributes:
        typed: such as `score:high`.
    """

    typed: str
    problem: str
    remedy: str


class QueryError(MatineeError, ValueError):
    """A query has a condition that could not be read. The error says what was understood."""

    exit_code = 2

    def __init__(self, mistake: Mistake, understood: str) -> None:
        rest = f"; the rest was understood as: {understood}" if understood else ""
        super().__init__(f"{mistake.typed}: {mistake.problem}", f"{mistake.remedy}{rest}")
        self.mistake = mistake
        self.understood = understood


@dataclass(frozen=True, slots=True)
class Query:
    """What a text means.

    Attributes:
        node: None for a blank text, which matches every article.
        notes: sentences about parts that were read otherwise than they look.
        mistakes: conditions that could not be read, and are not in `node`.
    """

    node: Node | None
    notes: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    def __str__(self) -> str:
        """The query in its own language, as it was understood."""
        return to_text(self.node)

    def sound(self) -> Query:
        """This query. Raises QueryError for its first mistake."""
        for mistake in self.mistakes:
            raise QueryError(mistake, str(self))
        return self
