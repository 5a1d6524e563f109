"""`matinee rehydrate`: fetch the texts of a dataset that was made without them."""
