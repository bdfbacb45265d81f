"""Pages and files for people and for other programs: the network page."""
