"""The settings page: what the agent chooses, what IT set up, and which act lies on which key."""
