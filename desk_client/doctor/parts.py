"""Looks at what the program brings: the SIP library, the embedded PostgreSQL, packs, callscripts,
outcomes and scenarios, where the store's key would lie, and this desk's own settings."""

import tempfile
import threading
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from desk_client.callscript.load import examine, shipped_ids
from desk_client.central import admin
from desk_client.central.embedded import EmbeddedServer
from desk_client.compliance.examples import try_examples
from desk_client.compliance.load import shipped_packs
from desk_client.data_folder import DataFolder, resource
from desk_client.doctor.finding import Finding, note, right, wrong
from desk_client.doctor.machine import shorten
from desk_client.errors import BadInput, DeskError, StoreUnreadable
from desk_client.outcome import table
from desk_client.phone.abilities import Abilities, ask_library
from desk_client.phone.client import PhoneClient
from desk_client.phone.messages import Configure, Event, Ready
from desk_client.settings import load_settings
from desk_client.store.key import FindKeyring, read_sidecar, sidecar_of
from desk_client.store.keyring_probe import usable_keyring
from desk_client.trunk.scenario import load_scenarios

SETTINGS = "settings.yaml"
_REINSTALL = "run make setup again"
_SUPPORTED_OPENSSL = 3  # 1.x gets no fixes any more


def phone() -> Finding:
    """Starts the phone process, and asks the library what it is."""
    told: list[Ready] = []
    heard = threading.Event()

    def hear(event: Event) -> None:
        if isinstance(event, Ready):
            told.append(event)
            heard.set()

    line = Configure(user="doctor", domain="127.0.0.1", bind="127.0.0.1")
    client = PhoneClient(configure=line, on_event=hear)
    try:
        client.start()
        client.stop()
    except DeskError as fault:
        return wrong("phone", str(fault), _REINSTALL)
    if not told:
        return wrong("phone", "the phone process says nothing", _REINSTALL)
    try:
        library = ask_library()
    except DeskError as fault:
        return wrong("phone", str(fault), _REINSTALL)
    return _phone_of(told[0].max_calls, library, metadata.version("pjsua2-python"))


def _phone_of(calls: int, library: Abilities, wheel: str) -> Finding:
    """What is said of a phone that starts: which build of the library it is, and its OpenSSL."""
    build = "our own build" if library.own_build else "the public wheel"
    found = (
        f"pjsua2 {library.version}, {build} {wheel}: {calls} calls in a process, "
        f"OpenSSL {library.openssl or '?'}, {', '.join(library.tls)}"
    )
    if library.openssl and int(library.openssl.partition(".")[0]) < _SUPPORTED_OPENSSL:
        do = "its OpenSSL gets no fixes any more: run make wheel before TLS to a carrier"
        return note("phone", found, do)
    return right("phone", found)


def store_key(folder: DataFolder, find_keyring: FindKeyring = usable_keyring) -> Finding:
    """Where the key of this folder's store lies, or would lie."""
    if sidecar_of(folder.store).exists():
        try:
            sidecar = read_sidecar(folder.store)
        except StoreUnreadable as fault:
            return wrong("store_key", str(fault), "put back a copy of store.json")
        if sidecar.source == "passphrase":
            return right("store_key", "this desk's store is opened by a passphrase")
    backend = find_keyring()
    if backend is not None:
        return right("store_key", f"the keyring answers ({type(backend).__module__})")
    if sidecar_of(folder.store).exists():
        found = "this desk's key lies in the keyring, and no keyring answers"
        return wrong("store_key", found, "unlock the keyring and start again")
    do = "give a passphrase when asked, or in DESK_CLIENT_PASSPHRASE"
    return note("store_key", "no keyring answers on this machine", do)


def postgres() -> Finding:
    """Makes an embedded central in a folder that is thrown away, and asks it."""
    try:
        with (
            tempfile.TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True) as folder,
            EmbeddedServer(Path(folder), durable=False) as server,
        ):
            admin.init(server.admin_dsn)
            status = admin.status(server.admin_dsn)
    except DeskError as fault:
        return wrong("postgres", str(fault), _REINSTALL)
    return right("postgres", f"embedded {status.server} starts, schema {status.revision}")


def packs() -> Finding:
    """Every pack, by its own examples."""
    try:
        shipped = shipped_packs()
    except BadInput as fault:
        return wrong("packs", str(fault), _REINSTALL)
    tried = [one for pack in shipped for one in try_examples(pack)]
    faults = [one for one in tried if one.fault]
    if faults:
        first = faults[0]
        found = f"{len(faults)} examples are not as expected, first {first.pack} {first.rule}"
        return wrong("packs", found, "run desk-client compliance test")
    names = ", ".join(f"{pack.id} {pack.file.version}" for pack in shipped)
    return right("packs", f"{names}; {len(tried)} examples as expected")


def callscripts() -> Finding:
    """Every callscript, by its own examples."""
    names = []
    for script_id in shipped_ids():
        try:
            examined = examine(resource("callscripts", f"{script_id}.yaml"))
        except BadInput as fault:
            return wrong("callscripts", str(fault), _REINSTALL)
        if examined.faults:
            return wrong("callscripts", str(examined.faults[0]), _REINSTALL)
        names.append(f"{script_id} {examined.script.version}")
    return right("callscripts", f"{', '.join(names)} can be followed to the end")


def tables() -> Iterator[Finding]:
    """The outcome table and the trunk's scenarios."""
    try:
        yield right("outcomes", f"{len(table().outcomes)} outcomes, each on a key of its level")
    except BadInput as fault:
        yield wrong("outcomes", str(fault), _REINSTALL)
    try:
        yield right("scenarios", f"{len(load_scenarios().scenarios)} kinds of simulated debtors")
    except BadInput as fault:
        yield wrong("scenarios", str(fault), _REINSTALL)


def settings(folder: DataFolder) -> Finding:
    """This desk's settings, where it has any."""
    file = folder.root / SETTINGS
    if not file.exists():
        do = f"write {shorten(file)} to open a desk; desk-client demo needs none"
        return note("settings", "no settings file", do)
    try:
        read = load_settings(file)
    except BadInput as fault:
        return wrong("settings", str(fault).replace(str(file), shorten(file)), "mend that line")
    line = "the simulated trunk" if read.line.simulated else f"{read.line.transport} to a carrier"
    return right("settings", f"read; {line}, {len(read.recipients)} keys for recordings")
