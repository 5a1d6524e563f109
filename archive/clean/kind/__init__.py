"""The kind of coverage: review, interview, news and so on."""
