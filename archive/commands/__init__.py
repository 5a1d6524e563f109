"""The commands of `matinee` that need only an archive, one file each."""
