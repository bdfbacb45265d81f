"""The whole dataset: files of it, its description, and the list of all its pages."""
