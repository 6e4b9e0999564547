"""`desk-client phone`: the phone process on standard input and output, as the desk starts it."""

from desk_client.phone.__main__ import main


def phone() -> None:
    """Run the phone process: one JSON object a line."""
    main()
