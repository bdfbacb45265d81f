"""`python -m kgraph`: the command line where the script is not on the path."""

from kgraph.cli import main

main()
