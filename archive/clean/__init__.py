"""Cleaning: HTML, URL and time in; Article out. Pure, picklable, and no network."""
