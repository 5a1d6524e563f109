"""The commands that need only an archive. `crawler.cli.main` adds them to `matinee`."""

from __future__ import annotations

import click

from archive.commands.authors import author, authors
from archive.commands.backup import backup_
from archive.commands.check import check_
from archive.commands.compact import compact_
from archive.commands.completion import completion_
from archive.commands.export import export_
from archive.commands.exports import exports_
from archive.commands.feed import feed_
from archive.commands.furniture import furniture
from archive.commands.import_ import import_
from archive.commands.merge import merge_
from archive.commands.options import MatineeGroup, db_option
from archive.commands.publish import publish_
from archive.commands.remove import remove_
from archive.commands.rescore import rescore_
from archive.commands.rules import rules
from archive.commands.save import save_
from archive.commands.search import search
from archive.commands.serve import serve_
from archive.commands.show import show
from archive.commands.stats import stats_
from archive.commands.stories import stories_
from archive.commands.upgrade import upgrade
from archive.commands.work import work
from archive.commands.works import works

__all__ = ["MatineeGroup", "commands", "db_option"]

_ALL = (
    *(import_, rescore_, search, show, serve_, stories_, works, work, authors, author),
    *(export_, exports_, publish_, feed_, save_, stats_, furniture, rules),
    *(check_, compact_, backup_, merge_, remove_, upgrade, completion_),
)

# By name, in the order of `matinee --help`.
commands: dict[str, click.Command] = {command.name or "": command for command in _ALL}
