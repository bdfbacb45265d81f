"""Analyses of a world's claims: networks, comparisons, command structures, origins, measures, differences."""
