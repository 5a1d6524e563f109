"""The commands that need an archive and nothing else; `crawler.cli.main` mounts them in `matinee`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.commands.furniture import furniture
from archive.commands.import_ import import_
from archive.commands.options import MatineeGroup, db_option
from archive.commands.reclean import reclean_
from archive.commands.rules import rules as rules_command

if TYPE_CHECKING:
    pass
from archive.commands.export import export_
from archive.commands.search import search
from archive.commands.show import show

__all__ = ["MatineeGroup", "commands", "db_option"]

commands: dict[str, click.Command] = {
    command.name or "": command
    for command in (import_, reclean_, search, show, export_, furniture, rules_command)
}
