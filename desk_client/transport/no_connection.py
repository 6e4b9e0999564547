"""Why a server could not be reached, for every way out alike."""

import ssl

from desk_client.transport.outgoing import NotTaken


def no_connection(fault: Exception) -> NotTaken:
    """What an OSError from connecting or from TLS means; nothing had been handed over."""
    match fault:
        case ssl.SSLCertVerificationError():
            return NotTaken("tls", detail=fault.verify_message)
        case ssl.SSLError():
            return NotTaken("tls", detail=fault.reason or "")
        case TimeoutError():
            return NotTaken("no_answer")
        case ConnectionResetError() | BrokenPipeError() | EOFError():
            return NotTaken("connection_lost")
        case _:
            return NotTaken("unreachable")
