"""The packs of rules: what each says, how sure we are of it, and what changed."""
