"""Asterisk 22 as the office's PBX, out of the folder that packaging/asterisk/box.sh made. Its whole
configuration is written here; it listens on 127.0.0.1 only, because no module is loaded but those
named."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import peers
from tests.phone.kamailio import Authority, free_port
from tests.phone.lines import until

PASSWORD = "geheim"
PLAIN, SECURE = ("201", "202", "203"), ("301", "302", "303")
_PLACE = "etc/desk-client"
_MODULES = """
res_pjproject res_sorcery_config res_sorcery_memory res_sorcery_astdb res_timing_timerfd res_crypto
res_rtp_asterisk res_srtp res_security_log func_channel func_callerid
res_pjsip res_pjsip_acl res_pjsip_authenticator_digest res_pjsip_outbound_authenticator_digest
res_pjsip_caller_id res_pjsip_dtmf_info res_pjsip_endpoint_identifier_user res_pjsip_header_funcs
res_pjsip_messaging res_pjsip_nat res_pjsip_pubsub res_pjsip_refer res_pjsip_registrar
res_pjsip_rfc3326 res_pjsip_sdp_rtp res_pjsip_session chan_pjsip
bridge_simple bridge_softmix bridge_native_rtp bridge_builtin_features
codec_alaw codec_ulaw codec_a_mu codec_g722 codec_resample
pbx_config app_dial app_verbose
"""
_EMPTY = """acl amd ccss cdr cel cli cli_aliases cli_permissions features indications musiconhold
pjproject res_parking sorcery stasis udptl websocket_client"""
_LIBRARY = "/usr/lib/{}/asterisk/modules"


@dataclass(frozen=True, slots=True)
class Pbx:
    """A running Asterisk."""

    box: Path
    port: int
    tls_port: int
    ca_file: Path
    log: Path

    def line(self, number: str) -> dict[str, object]:
        """How a phone of ours gets the line of this number."""
        secure = number in SECURE
        where = f"127.0.0.1:{self.tls_port};transport=tls" if secure else f"127.0.0.1:{self.port}"
        settings: dict[str, object] = {
            "password": PASSWORD,
            "domain": "127.0.0.1",
            "registrar": f"sip:{where}",
            "proxy": f"sip:{where}",
            "register": True,
        }
        if secure:
            settings |= {"transport": "tls", "ca_file": str(self.ca_file), "srtp": "mandatory"}
        return settings

    def carried(self, number: str) -> str:
        """How the last call of this number to 100 came in, as the dial plan saw it."""
        lines = [line for line in self.log.read_text().splitlines() if f"{number}: tls" in line]
        return lines[-1].rpartition(": ")[2]

    def says(self, command: str) -> str:
        """The answer to a command of its console."""
        done = subprocess.run(
            ("chroot", str(self.box), "asterisk", "-C", f"/{_PLACE}/asterisk.conf", "-rx", command),
            check=False,
            capture_output=True,
            text=True,
            timeout=10,
        )
        return done.stdout


@contextmanager
def pbx(box: Path, folder: Path) -> Iterator[Pbx]:
    """From its start to its end."""
    certificate = (authority := Authority(folder / "authority")).right()
    port, tls_port = free_port(), free_port()
    place = box / _PLACE
    place.mkdir(parents=True, exist_ok=True)
    (place / "cert.pem").write_bytes(certificate.certificate.read_bytes())
    (place / "key.pem").write_bytes(certificate.key.read_bytes())
    for name, text in _files(box, port, tls_port).items():
        (place / f"{name}.conf").write_text(text)
    office = Pbx(box, port, tls_port, authority.ca_file, folder / "asterisk.log")
    process = peers.start(
        "chroot",
        *(str(box), "asterisk", "-f", "-n", "-C", f"/{_PLACE}/asterisk.conf"),
        folder=folder,
        log="asterisk.log",
    )
    try:
        until(lambda: "fully booted" in office.says("core waitfullybooted"))
        yield office
    finally:
        office.says("core stop now")
        peers.end(process)


def _files(box: Path, port: int, tls_port: int) -> dict[str, str]:
    library = next(box.glob("usr/lib/*/asterisk/modules")).parts[-3]
    files = dict.fromkeys(_EMPTY.split(), "[general]\n")
    files["asterisk"] = f"""[directories]
astetcdir => /{_PLACE}
astmoddir => {_LIBRARY.format(library)}
astvarlibdir => /var/lib/asterisk
astdbdir => /var/lib/asterisk
astkeydir => /var/lib/asterisk
astdatadir => /usr/share/asterisk
astspooldir => /var/spool/asterisk
astrundir => /var/run/asterisk
astlogdir => /var/log/asterisk
"""
    files["modules"] = "[modules]\nautoload=no\n" + "".join(
        f"load = {name}.so\n" for name in _MODULES.split()
    )
    files["logger"] = "[general]\n[logfiles]\nconsole => notice,warning,error\n"
    files["manager"] = files["http"] = "[general]\nenabled=no\n"
    files["rtp"] = "[general]\nrtpstart=30000\nrtpend=31998\n"
    files["extensions"] = """[office]
exten => _X!,1,Dial(PJSIP/${EXTEN},30)
exten => 100,1,Answer()
 same => n,Log(NOTICE,${CALLERID(num)}: tls ${CHANNEL(pjsip,secure)} srtp ${CHANNEL(rtp,secure)})
[texts]
exten => _X!,1,MessageSend(pjsip:${EXTEN},${MESSAGE(from)})
"""
    files["pjsip"] = _pjsip(port, tls_port)
    return files


def _pjsip(port: int, tls_port: int) -> str:
    text = f"""[udp]
type=transport
protocol=udp
bind=127.0.0.1:{port}
[tls]
type=transport
protocol=tls
bind=127.0.0.1:{tls_port}
cert_file=/{_PLACE}/cert.pem
priv_key_file=/{_PLACE}/key.pem
method=sslv23
[desk](!)
type=endpoint
context=office
message_context=texts
disallow=all
allow=alaw,ulaw,g722
direct_media=no
media_address=127.0.0.1
bind_rtp_to_media_address=yes
dtmf_mode=auto
"""
    for number in (*PLAIN, *SECURE):
        more = "transport=tls\nmedia_encryption=sdes\n" if number in SECURE else "transport=udp\n"
        text += f"""[{number}](desk)
auth={number}
aors={number}
{more}[{number}]
type=auth
auth_type=digest
username={number}
password={PASSWORD}
[{number}]
type=aor
max_contacts=1
remove_existing=yes
"""
    return text
