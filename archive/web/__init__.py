"""The archive in a web browser: a plugin of Datasette with pages made for reading."""
