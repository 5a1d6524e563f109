"""The catalogue of works that the user imports: its files are read and written into the archive."""
