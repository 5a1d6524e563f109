"""A parsed capture as `Page`, and what several readers need: meta tags, site names, headline lines."""
