"""Options and errors that several of the crawler's commands share."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from archive.errors import did_you_mean


def complete_outlets(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """Names of outlet files, for a shell that completes a NAME."""
    from crawler.outlet.load import outlet_files, outlet_folders  # noqa: PLC0415

    group = ctx.parent.params if ctx.parent else {}  # `matinee outlets --outlets DIR check`
    files, _ = outlet_files(outlet_folders(ctx.params.get("folders") or group.get("folders")))
    return sorted(name for name in files if name.startswith(begun))


outlets_option = click.option(
    "--outlets",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Search this folder of outlet files first. May be given more than once.",
)

own_outlets_option = click.option(
    "--outlets",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Your folder of outlet files; created if it does not exist.  [default: the first of MATINEE_OUTLETS,"
    " or outlets]",
)

settings_option = click.option(
    "-s",
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="A setting of Scrapy or Matinee, such as CONTACT_URL. May be given more than once.",
)


def no_such_outlet(name: str, known: Iterable[str]) -> click.BadParameter:
    """The usage error for a NAME that no outlet has."""
    hint = did_you_mean(name, known, "`matinee outlets` lists them, `matinee add URL` adds one")
    return click.BadParameter(f"no outlet is named {name}; {hint}", param_hint="NAME")


def as_pairs(settings: Iterable[str]) -> dict[str, str]:
    """The values of `-s` by name. Raises a usage error."""
    pairs = [setting.partition("=") for setting in settings]
    for name, sign, _ in pairs:
        if not name.isidentifier() or not sign:
            raise click.BadParameter(f"{name}: write NAME=VALUE", param_hint="-s")
    return {name: value for name, _, value in pairs}
