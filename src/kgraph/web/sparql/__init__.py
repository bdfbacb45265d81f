"""The SPARQL endpoint: requests as values, answers in the wanted format, what the endpoint says of itself."""
