"""Helpers on the parsed tree: blocks, inline marks, element text. Knows nothing of `Page`."""
