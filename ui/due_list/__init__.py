"""The due list, and the forms of what is done on it."""
