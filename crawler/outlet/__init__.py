"""An outlet: its TOML file loaded and validated."""
