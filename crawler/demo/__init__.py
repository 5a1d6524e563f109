"""A small fictional press on this machine, and the demo that crawls it. The end-to-end tests use it too."""
