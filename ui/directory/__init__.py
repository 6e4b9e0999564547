"""Whom the debtor can be put through to."""
