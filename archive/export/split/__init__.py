"""Splits of an export into train, validation and test, which no story straddles."""
