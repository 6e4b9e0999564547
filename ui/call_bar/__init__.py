"""The call in hand, and the thread under it."""
