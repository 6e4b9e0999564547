"""The ledger of a debtor's numbers."""
