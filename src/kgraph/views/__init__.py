"""Text, tables, pages and files for people and for other programs."""
