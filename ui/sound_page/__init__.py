"""Microphone, earphone and ring: which, how loud, and whether they work."""
