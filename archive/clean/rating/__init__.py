"""The critic's own rating: printed, drawn or in metadata, on any scale."""
