"""A trial of the rules: what the verdict would be, were something otherwise."""
