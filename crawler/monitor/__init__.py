"""The health of outlets, and notifications about it."""
