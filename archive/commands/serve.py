"""`matinee serve`: the archive in a web browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from archive.commands.options import Number, db_option


@click.command("serve")
@db_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=Number(0, 65535),
    default=8001,
    show_default=True,
    metavar="N",
    help="The port; 0 takes any that is free.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the front page in your web browser.")
def serve_(*, db: Path, host: str, port: int, open_browser: bool) -> None:
    """Show the archive in a web browser until you press Ctrl-C.

    The pages only read. They are for people on this computer, unless you give another --host: then everybody
    who reaches this computer can read all texts.

    \b
    matinee serve --open
    matinee serve --db coverage/archive.db --port 8080
    """
    from archive.web.serve import serve  # noqa: PLC0415

    def say(url: str) -> None:
        click.echo(f"{db} is at {url}  (stop with Ctrl-C)")
        if open_browser:
            webbrowser.open(url)

    serve(db, host, port, say)
