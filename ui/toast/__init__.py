"""What was undone or done, in words."""
