"""Answers in JSON and CSV at addresses of their own, for programs that do not speak SPARQL."""
