"""Site rules: how to read the pages of one host where generic reading fails.

A folder of rules holds one TOML file a host, or files in the format of ftr-site-config, or both.
"""
