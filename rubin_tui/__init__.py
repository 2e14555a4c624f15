"""Rubin: a terminal IDE for automation engineers."""

__version__ = "0.1.0"
