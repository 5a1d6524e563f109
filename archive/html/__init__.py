"""A source of HTML becomes a tree, whatever stands in it."""
