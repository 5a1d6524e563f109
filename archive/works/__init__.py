"""Works across outlets: which articles are about one work. See docs/works-and-people.md."""
