"""The health of outlets, and notifications when it changes."""
