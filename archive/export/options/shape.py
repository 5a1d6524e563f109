"""What is written of each article of an export, and how the articles are divided."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import MatineeError
from archive.export.columns import SPLIT, TEXT_SHA256, ColumnError, Columns, read_columns
from archive.export.options.split import Split, read_split
from archive.export.options.text_mode import FULL, TextMode, read_text_mode
from archive.query.records import REVISION


class ShapeError(MatineeError):
    """Options of an export do not go together."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Shape:
    """Attributes:
    chosen: the columns that a person named; None for all that the form has.
    text: how much of each text to write.
    markdown: give each text in Markdown.
    split: None for an export that is not divided.
    """

    chosen: Columns | None = None
    text: TextMode = FULL
    markdown: bool = False
    split: Split | None = None

    def columns(self, usual: Columns, *, split_column: bool = False, revisions: bool = False) -> Columns:
        """The columns to write.

        Args:
            usual: if none were chosen.
            split_column: the form has no other place for the parts of a split.
            revisions: the records are of all texts that the articles had.
        """
        columns = self.chosen or usual
        if self.text != FULL:
            columns = columns.with_field(TEXT_SHA256)
        for field in REVISION if revisions else ():
            columns = columns.with_field(field)
        return columns.with_field(SPLIT) if self.split and split_column else columns


def read_shape(
    *, columns: str | None, text: str, markdown: bool, split: str | None, all_revisions: bool = False
) -> Shape:
    """The shape that the options of a command ask for; None for an option that was not given.

    Raises:
        ColumnError: a column is unknown, or goes with an option that is not given.
        TextModeError, SplitError: an option cannot be read.
        ShapeError: options do not go together.
    """
    shape = Shape(
        read_columns(columns) if columns is not None else None,
        read_text_mode(text),
        markdown,
        read_split(split) if split is not None else None,
    )
    if markdown and shape.text != FULL:
        raise ShapeError("--markdown writes whole texts", "leave out --markdown or --text")
    if shape.chosen and shape.split is None and SPLIT in shape.chosen.names:
        raise ColumnError("--columns: `split` is a column of an export that is divided", "add --split")
    of_revisions = [name for name in REVISION if shape.chosen and name in shape.chosen.names]
    if of_revisions and not all_revisions:
        problem = f"--columns: `{of_revisions[0]}` is a column of an export of all revisions"
        raise ColumnError(problem, "add --all-revisions")
    return shape
