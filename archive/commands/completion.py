"""`matinee completion`: what a shell needs to complete commands, options and names."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_SHELLS = ("bash", "zsh", "fish")

# A zsh without a start-up file of its own completes nothing yet, and would not know the script's `compdef`.
_ZSH_COMPLETES = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }"


@click.command("completion")
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion_(ctx: click.Context, shell: str) -> None:
    """Print a script that completes Matinee's commands in a SHELL.

    Names are those of outlets, of saved searches, and of what --facets counts.

    Put its line into the shell's start-up file (~/.bashrc, ~/.zshrc, ~/.config/fish/config.fish):

    \b
    eval "$(matinee completion bash)"
    eval "$(matinee completion zsh)"
    matinee completion fish | source
    """
    made = get_completion_class(shell)
    assert made is not None, shell
    root = ctx.find_root()
    name = root.info_name or "matinee"
    script = made(root.command, {}, name, f"_{name.replace('-', '_').upper()}_COMPLETE").source()
    if shell == "zsh":
        head, _, rest = script.partition("\n")  # `#compdef`, which zsh looks for in the first line of a file
        script = "\n".join((head, _ZSH_COMPLETES, rest))
    click.echo(script)
