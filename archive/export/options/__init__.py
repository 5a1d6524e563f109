"""What a person writes behind the options of `matinee export`: --text, --split, rights, and all together."""
