"""What an outlet is, and how its TOML file is loaded and checked."""
