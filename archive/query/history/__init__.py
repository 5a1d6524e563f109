"""What happened to an article: its captures and moves, and what a reader sees changed in its texts."""
