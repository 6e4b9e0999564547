"""The store's 256-bit key. It is random and lies in the system's keyring where one can be trusted,
else it is wrapped by a passphrase and lies in the sidecar `store.json` beside the database. The
sidecar never holds a key in clear; without it the database cannot be told from noise, so one
without the other is refused and both are left as they are."""

import base64
import os
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from keyring.backend import KeyringBackend
from pydantic import BaseModel, ConfigDict, ValidationError

from desk_client.errors import StoreUnreadable
from desk_client.store.keyring_probe import SERVICE, KeyringSilent, usable_keyring, within

Source = Literal["keyring", "passphrase"]
AskPassphrase = Callable[[], str]
FindKeyring = Callable[[], KeyringBackend | None]

_NONCE = 12


class Sidecar(BaseModel):
    """store.json. Format 1 means Argon2id (t=3, 64 MiB, p=2) over `salt` giving the key that
    wraps the store's key by AES-256-GCM; `wrapped` is nonce and ciphertext, bound to `key_id`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    key_id: str
    source: Source
    salt: str | None  # base64; null where the keyring has the key
    wrapped: str | None
    store_epoch: str
    demo: bool


@dataclass(frozen=True, slots=True, repr=False)
class StoreKey:
    """The key as SQLCipher takes it, 64 hexadecimal digits, and where it came from."""

    hex: str
    source: Source

    def __repr__(self) -> str:
        return f"StoreKey(source={self.source!r})"


def sidecar_of(database: Path) -> Path:
    """Where the sidecar of this database lies."""
    return database.with_name("store.json")


def make_key(
    database: Path,
    *,
    passphrase: AskPassphrase | None,
    demo: bool,
    find_keyring: FindKeyring = usable_keyring,
) -> tuple[StoreKey, Sidecar]:
    """A new key and its sidecar, on the disk when this returns; for a folder without a store."""
    key, key_id = secrets.token_bytes(32), str(uuid.uuid4())
    salt = wrapped = None
    if _kept_in_keyring(key, key_id, find_keyring):
        source: Source = "keyring"
    else:
        source, word = "passphrase", _ask(database, passphrase)
        fresh = os.urandom(16)
        salt = base64.b64encode(fresh).decode()
        wrapped = base64.b64encode(_wrap(key, word, fresh, key_id)).decode()
    sidecar = Sidecar(
        key_id=key_id,
        source=source,
        salt=salt,
        wrapped=wrapped,
        store_epoch=str(uuid.uuid4()),
        demo=demo,
    )
    _write(sidecar_of(database), sidecar.model_dump_json(indent=1))
    return StoreKey(key.hex(), source), sidecar


def find_key(
    database: Path,
    *,
    passphrase: AskPassphrase | None,
    find_keyring: FindKeyring = usable_keyring,
) -> tuple[StoreKey, Sidecar]:
    """The key of a store that exists; StoreUnreadable where it cannot be had."""
    sidecar = read_sidecar(database)
    if sidecar.source == "keyring":
        key = _from_keyring(database, sidecar, find_keyring)
    else:
        key = _unwrap(database, sidecar, _ask(database, passphrase))
    return StoreKey(key.hex(), sidecar.source), sidecar


def read_sidecar(database: Path) -> Sidecar:
    """store.json as written; StoreUnreadable where it is missing, damaged or holds no key."""
    path = sidecar_of(database)
    try:
        sidecar = Sidecar.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise StoreUnreadable(
            f"{database} has no {path.name} beside it, so its key is unknown; put the file back "
            "(the database was left as it is)."
        ) from None
    except (OSError, ValidationError):
        raise StoreUnreadable(
            f"{path} cannot be read or is damaged; put back a copy of it (nothing was changed)."
        ) from None
    if sidecar.source == "passphrase" and not (sidecar.salt and sidecar.wrapped):
        raise StoreUnreadable(f"{path} holds no key; put back a copy of it (nothing was changed).")
    return sidecar


def _kept_in_keyring(key: bytes, key_id: str, find_keyring: FindKeyring) -> bool:
    backend = find_keyring()
    if backend is None:
        return False
    try:
        within(lambda: backend.set_password(SERVICE, key_id, key.hex()))
        return within(lambda: backend.get_password(SERVICE, key_id)) == key.hex()
    except KeyringSilent:
        return False


def _from_keyring(database: Path, sidecar: Sidecar, find_keyring: FindKeyring) -> bytes:
    backend = find_keyring()
    if backend is None:
        raise StoreUnreadable(
            f"The key of {database} lies in the system's keyring, which does not answer; unlock "
            "it and start again (the database was left as it is)."
        )
    try:
        text = within(lambda: backend.get_password(SERVICE, sidecar.key_id))
    except KeyringSilent:
        text = None
    try:
        return bytes.fromhex(text or "-")
    except ValueError:
        raise StoreUnreadable(
            f"The system's keyring has no key for {database}; let the administrator restore it "
            "(the database was left as it is)."
        ) from None


def _ask(database: Path, passphrase: AskPassphrase | None) -> str:
    word = passphrase() if passphrase is not None else ""
    if not word:
        raise StoreUnreadable(
            f"No keyring answers on this machine and no passphrase was given for {database}; set "
            "DESK_CLIENT_PASSPHRASE or unlock the keyring."
        )
    return word


def _wrapping_key(word: str, salt: bytes) -> AESGCM:
    kdf = Argon2id(salt=salt, length=32, iterations=3, lanes=2, memory_cost=64 * 1024)
    return AESGCM(kdf.derive(word.encode()))


def _wrap(key: bytes, word: str, salt: bytes, key_id: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + _wrapping_key(word, salt).encrypt(nonce, key, key_id.encode())


def _unwrap(database: Path, sidecar: Sidecar, word: str) -> bytes:
    try:
        salt = base64.b64decode(sidecar.salt or "", validate=True)
        wrapped = base64.b64decode(sidecar.wrapped or "", validate=True)
        return _wrapping_key(word, salt).decrypt(
            wrapped[:_NONCE], wrapped[_NONCE:], sidecar.key_id.encode()
        )
    except InvalidTag:
        raise StoreUnreadable(
            f"The passphrase does not open {database}; try again (the database was left as it is)."
        ) from None
    except ValueError:
        raise StoreUnreadable(
            f"{sidecar_of(database)} is damaged; put back a copy of it (nothing was changed)."
        ) from None


def _write(path: Path, text: str) -> None:
    """Whole or not at all, and never over another key."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)
    if os.name == "posix":
        _sync_folder(path.parent)


def _put_in_place(part: Path, path: Path) -> None:
    try:
        os.link(part, path)  # unlike a rename, this fails where the file is there already
    except FileExistsError:
        raise StoreUnreadable(
            f"Another program is making {path} at this moment; start again."
        ) from None
    except OSError:  # a file system without hard links
        part.rename(path)


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
