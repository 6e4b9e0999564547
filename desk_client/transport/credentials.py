"""Where a password comes from: the settings file, or the machine's keyring. The contexts for TLS
are made here too: certificates are always checked."""

import ssl

from desk_client.errors import BadInput, DeskError
from desk_client.store.keyring_probe import KeyringSilent, usable_keyring, within
from desk_client.transport.settings import LoginSettings

SERVICE = "desk-client-messenger"


def password_of(login: LoginSettings) -> str:
    """The password, "" where none is set up; DeskError where the keyring has none."""
    if login.password is not None:
        return login.password.get_secret_value()
    if login.password_in_keyring is None:
        return ""
    entry = login.password_in_keyring
    keyring = usable_keyring()
    if keyring is None:
        raise DeskError(
            f"the password {entry!r} lies in the keyring, and no keyring answers: unlock it and"
            " start again"
        )
    try:
        found = within(lambda: keyring.get_password(SERVICE, entry))
    except KeyringSilent:
        found = None
    if found is None:
        raise DeskError(
            f"the keyring has no password {entry!r} of {SERVICE!r}: put it there and start again"
        )
    return found


def checked_tls(ca_file: str | None) -> ssl.SSLContext:
    """TLS 1.2 or later; the certificate must fit the host and come from `ca_file`, or from the
    system's authorities where none is named."""
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except (OSError, ssl.SSLError):
        raise BadInput(
            where=str(ca_file), found="no certificate can be read there", allowed="name a PEM file"
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
