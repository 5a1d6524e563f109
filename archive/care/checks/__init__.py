"""What `matinee check` looks at: the file, the rows of its tables, stories, pages that stand there twice."""
