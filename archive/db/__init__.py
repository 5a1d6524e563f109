"""The SQLite file: schema, migrations, opening and rows."""
