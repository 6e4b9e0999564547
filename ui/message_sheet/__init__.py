"""What can be written in a case, its words, and what became of earlier ones."""
