"""A small fictional press on loopback, and the demo that crawls it. The end-to-end tests use it too."""
