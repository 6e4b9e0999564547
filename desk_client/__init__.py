"""Desk Client without its window: everything a collections desk does, free of Qt."""

__version__ = "0.1.0"
