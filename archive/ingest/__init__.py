"""Take captures into the archive: one writer thread, cleaning in worker processes."""
