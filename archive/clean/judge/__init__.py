"""A learned judge of blocks: how likely each block of a page is the author's text."""
