"""How this desk is set up: where central is, which line it calls on, to whose keys recordings are
sealed. Written as YAML by whoever installs the desk (`settings.yaml` in the data folder), read
strictly, each setting declared once here with its type, default and meaning. A rehearsal clock
goes only with the simulated trunk: what could reach a real person runs on real time."""

import ipaddress
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from desk_client.errors import BadInput
from desk_client.yaml_file import load_yaml


class Setting(BaseModel):
    """A part of a settings file: frozen, strict, unknown keys refused."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class ColleagueSettings(Setting):
    """Somebody of the house whom a debtor may be put through to, and who is asked for help."""

    name: Annotated[str, Field(min_length=1, max_length=40, description="as the agent knows them")]
    address: Annotated[str, Field(min_length=1, description="extension or SIP address")]
    role: Annotated[
        Literal["lead", "specialist", "agent"], Field(description="leads are asked for help")
    ] = "specialist"


class LineSettings(Setting):
    """The SIP account of this desk."""

    domain: Annotated[str, Field(description="host[:port] that calls are sent to")]
    registrar: Annotated[str | None, Field(description="SIP URI to register at")] = None
    user: Annotated[str, Field(description="account name")]
    password: Annotated[str, Field(repr=False, description="account password")] = ""
    transport: Annotated[Literal["udp", "tcp", "tls"], Field(description="SIP transport")] = "tls"
    ca_file: Annotated[str | None, Field(description="CA that signed the server")] = None
    bind: Annotated[str, Field(description="local address, empty = all")] = ""
    client_cert: Annotated[str | None, Field(description="PEM of our certificate and key")] = None
    proxy: Annotated[str | None, Field(description="SIP URI of an outbound proxy")] = None
    failover: Annotated[
        tuple[str, ...], Field(description="further registrars, tried in this order")
    ] = ()
    nameservers: Annotated[
        tuple[str, ...], Field(description="asked for SRV records of the registrar")
    ] = ()
    srtp: Annotated[
        Literal["off", "optional", "mandatory"], Field(description="encrypted speech")
    ] = "off"
    codecs: Annotated[
        tuple[str, ...], Field(description="most wanted first; empty = PCMA, PCMU, G722")
    ] = ()
    callers: Annotated[
        Literal["anyone", "registrar"], Field(description="whose calls may ring here")
    ] = "registrar"
    trusted: Annotated[
        tuple[str, ...], Field(description="hosts that may have a call answered by itself")
    ] = ()
    monitor_keys: Annotated[
        tuple[str, ...], Field(description="ed25519 public keys, hex, of those who may listen in")
    ] = ()
    colleagues: Annotated[
        tuple[ColleagueSettings, ...], Field(description="whom a debtor may be put through to")
    ] = ()
    must_record: Annotated[bool, Field(description="no call without a recording")] = True
    capture: Annotated[str, Field(description="default, device:<name>, silence or file:<path>")] = (
        "default"
    )
    playback: Annotated[
        str, Field(description="default, device:<name>, silence or file:<path>")
    ] = "default"
    ring: Annotated[str, Field(description="default, device:<name> or silence")] = "default"
    ring_timeout_s: Annotated[float, Field(gt=0, description="give up ringing after")] = 30.0
    simulated: Annotated[bool, Field(description="the line is the simulated trunk")] = False

    @property
    def on_this_machine(self) -> bool:
        """Whether every SIP peer named is on the loopback interface."""
        named = [self.domain, self.registrar or self.domain, *self.failover]
        return all(loops_back(each) for each in (*named, self.proxy or self.domain))


class LawSettings(Setting):
    """Who collects, and which rules hold for it."""

    packs: Annotated[
        tuple[str, ...],
        Field(description="rule packs in force; empty = by the debtor's place"),
    ] = ("cn-bank-card", "house-default")
    folder: Annotated[str | None, Field(description="a folder with packs of the bank's own")] = None
    role: Annotated[
        Literal["first_party", "third_party", "debt_buyer"],
        Field(description="whose debts"),
    ] = "first_party"
    lender: Annotated[
        Literal["bank", "consumer_finance", "other"], Field(description="who lent the money")
    ] = "bank"
    entity: Annotated[str, Field(min_length=1, description="whose contacts add up")] = "bank"


class Settings(Setting):
    """One desk."""

    central: Annotated[str, Field(description="PostgreSQL address without a login")]
    line: LineSettings
    law: LawSettings = LawSettings()
    recipients: Annotated[
        tuple[str, ...], Field(min_length=1, description="age public keys recordings are sealed to")
    ]
    language: Annotated[Literal["zh", "en"], Field(description="language of the screen")] = "zh"
    theme: Annotated[Literal["system", "light", "dark"], Field(description="look")] = "system"
    rehearsal_offset_s: Annotated[
        int, Field(description="moves the clock; simulated trunk only")
    ] = 0

    @model_validator(mode="after")
    def _rehearse_only_on_the_trunk(self) -> Self:
        if self.line.simulated and not self.line.on_this_machine:
            raise ValueError("line.simulated is only for a trunk on this machine (127.0.0.1)")
        if self.rehearsal_offset_s and not self.line.simulated:
            raise ValueError("rehearsal_offset_s is only possible with the simulated trunk")
        return self


def load_settings(file: Path) -> Settings:
    """BadInput with file:line where the settings cannot be used."""
    if not file.exists():
        raise BadInput(
            where=str(file),
            found="there is no settings file",
            allowed="write one, or try the program with `desk-client demo`",
        )
    return load_yaml(file, Settings)


def loops_back(address: str) -> bool:
    """127.0.0.1:5060, sip:user@localhost, ...; `maddr` would send the call to another host than the
    one named."""
    if "maddr" in address.lower():
        return False
    host = address.removeprefix("sip:").rpartition("@")[2].partition(";")[0]
    host = host.rpartition(":")[0] if host.count(":") == 1 else host.strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
