"""Scores from 0 to 100: named conversions of ratings, and how an outlet's site rule changes them. Pure."""
