"""People: which bylines are one person's. See docs/works-and-people.md."""
