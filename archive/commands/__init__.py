"""Commands of `matinee` that need only an archive, a file each."""
