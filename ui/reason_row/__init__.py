"""Why help is asked for, or why the agent rests: one row of choices."""
