"""Converting between claims in a spreadsheet and claims as values: the columns, and the forms in which people fill
cells."""
