"""Politeness towards hosts: robots.txt, throttling, backoff, opt-out signals, public addresses only."""
