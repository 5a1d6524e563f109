"""Whether a page shows another text than before, and writing the text that it shows."""
