"""The form in which two persons lift a rule of the house."""
