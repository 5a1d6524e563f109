"""Manners towards hosts: robots.txt, pace, back-off, opt-out signals, public addresses only."""
