"""Run crawls: many outlets in one process, dry runs, single pages."""
