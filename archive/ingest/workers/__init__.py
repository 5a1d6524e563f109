"""The processes that clean pages, and what goes to them and back."""
