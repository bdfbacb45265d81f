"""Pages for browsing: what things and documents there are, and what a word finds."""
