"""The query language: text that a person types -> a tree -> conditions in SQL. Pure; nothing here runs a query."""
