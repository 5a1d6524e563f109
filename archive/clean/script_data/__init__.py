"""Article bodies that a page carries in its scripts."""
