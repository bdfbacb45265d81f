"""Tools for assistants (Model Context Protocol): who claims what, and what is in question; no bare fact."""
