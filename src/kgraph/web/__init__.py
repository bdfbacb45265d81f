"""Serving a workspace over HTTP: SPARQL and pages, each answered by a process that can be killed."""

from kgraph.web.app import create_app
from kgraph.web.settings import Settings

__all__ = ["Settings", "create_app"]
