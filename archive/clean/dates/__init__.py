"""Dates of an article: published and updated."""
