"""Single facts of a page: title, canonical URL, language, rights, completeness, spoilers."""
