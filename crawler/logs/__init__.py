"""Log formatting: each record is one line."""
