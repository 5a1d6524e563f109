"""A dataset folder: Parquet files, a card, Croissant, checksums and a citation."""
