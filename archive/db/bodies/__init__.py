"""The bytes of captures: how they are compressed, and the dictionaries of an outlet's pages."""
