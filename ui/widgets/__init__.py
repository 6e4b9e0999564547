"""The kit: small widgets that every pane is made of. They paint from the token table."""
