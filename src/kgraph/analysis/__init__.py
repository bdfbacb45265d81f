"""What can be read off the claims of a world: networks."""
