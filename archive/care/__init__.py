"""Keep an archive sound: check and repair it, back it up, remove pages from it for good."""
