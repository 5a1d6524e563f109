"""The article's text: trafilatura, typed parts, plain text and Markdown."""
