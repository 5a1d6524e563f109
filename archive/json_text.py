"""JSON as the archive stores it: letters as they are, keys in order."""

from __future__ import annotations

import json
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)  # `json.dumps` makes one at each call


def to_json(value: Any) -> str:
    """A value as JSON; equal values as equal texts."""
    if not value and isinstance(value, (dict, list, tuple)):  # most facts of most pages
        return "{}" if isinstance(value, dict) else "[]"
    return _ENCODER.encode(value)
