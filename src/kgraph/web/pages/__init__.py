"""Pages for people, and the documents of things."""
