"""Lines and elements of a page that are no part of its article."""
