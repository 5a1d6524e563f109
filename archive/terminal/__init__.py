"""What commands print: safe text, tables, JSON, and how far a long command is."""

from archive.terminal.command_progress import Progress, duration, progress, rate
from archive.terminal.live_lines import live_lines
from archive.terminal.printing import (
    counted,
    echo_json,
    echo_long,
    is_plain,
    on_terminal,
    safe,
    table,
    wrap,
)

__all__ = [
    "Progress",
    "counted",
    "duration",
    "echo_json",
    "echo_long",
    "is_plain",
    "live_lines",
    "on_terminal",
    "progress",
    "rate",
    "safe",
    "table",
    "wrap",
]
