"""What the desk told, as the SIP library wants it: the transport and its security, and one account.
The library trusts everybody unless told otherwise, and reads a quote in a name as its end."""

import pjsua2 as pj

from desk_client.phone import messages as m
from desk_client.phone.route import Written
from desk_client.phone.sip.abilities import tls_flags

_REGISTRATION_S = 300
_KEEP_ALIVE_S = 15  # CR LF over UDP; routers forget after 30 s
_TRANSPORTS = {
    "udp": pj.PJSIP_TRANSPORT_UDP,
    "tcp": pj.PJSIP_TRANSPORT_TCP,
    "tls": pj.PJSIP_TRANSPORT_TLS,
}
_SRTP = {
    "off": pj.PJMEDIA_SRTP_DISABLED,
    "optional": pj.PJMEDIA_SRTP_OPTIONAL,
    "mandatory": pj.PJMEDIA_SRTP_MANDATORY,
}


def kind_of(wanted: m.Configure) -> int:
    return _TRANSPORTS[wanted.transport]


def transport_of(wanted: m.Configure) -> pj.TransportConfig:
    transport = pj.TransportConfig()
    transport.port = wanted.port
    transport.boundAddress = wanted.bind
    if wanted.transport == "tls":
        security = transport.tlsConfig
        security.verifyServer = True
        security.CaListFile = wanted.ca_file or ""
        security.certFile = security.privKeyFile = wanted.client_cert or ""
        security.proto = tls_flags()
    return transport


def account_of(wanted: m.Configure, own: m.Account, port: int) -> pj.AccountConfig:
    """`port`: where we listen."""
    config = pj.AccountConfig()
    name = own.display_name.replace("\\", "\\\\").replace('"', '\\"')
    address = f"sip:{own.user}@{own.domain}"
    config.idUri = f'"{name}" <{address}>' if name else address
    registering = config.regConfig
    registering.registerOnAdd = False
    registering.retryIntervalSec = 0
    registering.timeoutSec = _REGISTRATION_S
    if own.password:
        secret = pj.AuthCredInfo("digest", "*", own.user, 0, own.password)
        config.sipConfig.authCreds.append(secret)
    if own.proxy:
        config.sipConfig.proxies.append(loose(own.proxy))
    reaching = config.natConfig
    reaching.sipOutboundUse = 0
    reaching.udpKaIntervalSec = _KEEP_ALIVE_S
    media = config.mediaConfig
    media.transportConfig.boundAddress = wanted.bind
    # Ports apart for each process on a machine, below those the system gives out itself.
    media.transportConfig.port = 16_384 + 2 * (port * 97 % 7_000)
    media.srtpUse = _SRTP[wanted.srtp]
    media.srtpSecureSignaling = 1 if wanted.srtp == "mandatory" else 0
    return config


def loose(uri: str) -> str:
    """The address of a proxy as a loose route."""
    return uri if ";lr" in uri else f"{uri};lr"


def library_uri(written: Written) -> str:
    """A registrar's address that says its transport."""
    said = written.transport == "udp" or ";transport=" in written.uri.lower()
    if said or written.uri.lower().startswith("sips:"):
        return written.uri
    return f"{written.uri};transport={written.transport}"
