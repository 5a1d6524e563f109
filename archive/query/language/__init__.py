"""The query language: text -> tree -> conditions in SQL. Pure: nothing here runs a query."""
