"""To whom a case is handed over, and with which words."""
