"""Read a page from the places in its outlet's template that its last pages were read from."""
