"""Offline or line lost; pushes the panes down and covers nothing."""
