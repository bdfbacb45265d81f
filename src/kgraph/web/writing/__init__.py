"""Writing over HTTP: SPARQL Update and the Graph Store Protocol, for who has the token."""
