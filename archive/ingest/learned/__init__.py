"""What is known of an outlet from its last pages: lines that recur, and its template."""
