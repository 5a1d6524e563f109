"""Site rules: how to read the pages of one host where generic reading fails.

A folder of rules has one file per host: a TOML file, or a file in the format of ftr-site-config.
"""
