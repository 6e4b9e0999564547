"""The sheet of a debtor's wishes."""
