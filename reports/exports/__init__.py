"""Files to take along: a table is made of typed cells, and each format has one writer."""
