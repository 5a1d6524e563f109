"""Articles whose pages moved, went or came back."""
