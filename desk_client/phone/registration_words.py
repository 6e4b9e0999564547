"""Why a registrar does not know us, as one cause and one sentence for each. The library tells the
same code for three faults of a certificate; which it was stands in what the connection found."""

from collections.abc import Set
from typing import Literal, get_args

from desk_client.text import Text

Cause = Literal[
    "wrong_password",
    "unknown_user",
    "forbidden",
    "no_answer",
    "not_there",
    "name_not_found",
    "no_network",
    "certificate_expired",
    "certificate_of_another_host",
    "certificate_from_unknown_authority",
    "certificate_refused",
    "tls_too_old",
    "busy",
    "other",
]
CertificateFault = Literal["expired", "host", "authority", "other"]

_OF_CODE: dict[int, Cause] = {
    401: "wrong_password",
    407: "wrong_password",
    403: "forbidden",
    404: "unknown_user",
    408: "no_answer",
    503: "busy",
}
_IN_REASON: tuple[tuple[str, Cause], ...] = (
    ("ECERTVERIF", "certificate_refused"),
    ("certificate verif", "certificate_refused"),
    ("ERESOLVE", "name_not_found"),
    ("gethostbyname", "name_not_found"),
    ("unsupported protocol", "tls_too_old"),
    ("wrong version number", "tls_too_old"),
    ("wrong ssl version", "tls_too_old"),
    ("protocol version", "tls_too_old"),
    ("no protocols available", "tls_too_old"),
    ("handshake failure", "tls_too_old"),
    ("ssl", "certificate_refused"),
    ("unreachable", "no_network"),
    ("connection refused", "not_there"),
    ("connection timed out", "no_answer"),
    ("connection reset", "not_there"),
    ("end of file", "not_there"),
)
_OF_CERTIFICATE: dict[CertificateFault, Cause] = {
    "authority": "certificate_from_unknown_authority",
    "expired": "certificate_expired",
    "host": "certificate_of_another_host",
}
_SENTENCES: dict[Cause, Text] = {
    "wrong_password": Text(
        "电话服务器不接受此账号的密码，请联系管理员。",
        "The telephone server does not accept this account's password; ask your administrator.",
    ),
    "unknown_user": Text(
        "电话服务器没有此账号，请联系管理员。",
        "The telephone server does not know this account; ask your administrator.",
    ),
    "forbidden": Text(
        "电话服务器禁止此账号登记，请联系管理员。",
        "The telephone server does not let this account register; ask your administrator.",
    ),
    "no_answer": Text("电话服务器没有应答。", "The telephone server does not answer."),
    "not_there": Text(
        "电话服务器的地址上没有服务在运行。",
        "Nothing runs at the telephone server's address.",
    ),
    "name_not_found": Text(
        "找不到电话服务器的名称，请检查设置或网络。",
        "The telephone server's name cannot be found; check the settings or the network.",
    ),
    "no_network": Text("本机没有网络连接。", "This machine has no network."),
    "certificate_expired": Text(
        "电话服务器的证书已过期或尚未生效，连接已拒绝。",
        "The telephone server's certificate has expired or is not valid yet; not connected.",
    ),
    "certificate_of_another_host": Text(
        "电话服务器的证书属于另一台主机，连接已拒绝。",
        "The telephone server's certificate is another host's; not connected.",
    ),
    "certificate_from_unknown_authority": Text(
        "电话服务器的证书不是由受信任的机构签发，连接已拒绝。",
        "The telephone server's certificate is from an authority we do not trust; not connected.",
    ),
    "certificate_refused": Text(
        "无法与电话服务器建立安全连接，连接已拒绝。",
        "A secure connection to the telephone server cannot be made; not connected.",
    ),
    "tls_too_old": Text(
        "电话服务器只支持 TLS 1.2 以前的加密，连接已拒绝。",
        "The telephone server offers no encryption from TLS 1.2 on; not connected.",
    ),
    "busy": Text(
        "电话服务器暂时无法提供服务。", "The telephone server cannot serve us at the moment."
    ),
    "other": Text("电话服务器拒绝登记。", "The telephone server refuses to register this line."),
}
CAUSES: tuple[Cause, ...] = get_args(Cause)


def cause_of(code: int, reason: str, certificate: Set[CertificateFault] = frozenset()) -> Cause:
    """The one cause of a failed REGISTER. `certificate`: what the last connection that was refused
    found wrong with it; empty where the failure had nothing to do with one."""
    said = reason.lower()
    for word, cause in _IN_REASON:
        if word.lower() in said:
            if cause == "certificate_refused":
                return _certificate(certificate)
            return cause
    if code in _OF_CODE:
        return _OF_CODE[code]
    return "busy" if code // 100 == 5 else "other"


def _certificate(faults: Set[CertificateFault]) -> Cause:
    for fault, cause in _OF_CERTIFICATE.items():
        if fault in faults:
            return cause
    return "certificate_refused"


def sentence(cause: Cause) -> Text:
    """What the agent is told, in both languages."""
    return _SENTENCES[cause]


def tries_again(code: int) -> bool:
    """A refused name or password is not tried again by itself, for that locks accounts."""
    return code not in (401, 403, 404, 407)
