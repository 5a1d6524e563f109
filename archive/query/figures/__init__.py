"""Figures of an archive: totals and what is new, how critics score, when articles were published."""
