"""How long a message takes to leave: by SMTP with TLS over one connection to an exim of the system,
beside bare smtplib in the same run, and over four at once, since exim waits 5 ms for the name of a
message and so takes 200 a second from one; and by SMPP with TLS and a window to a centre that
answers after 20 ms, beside a loop that does nothing but write and read the same octets. 200
messages a second are 5 ms a message."""

import smtplib
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

from desk_client.bench.figure import Figure, figure
from desk_client.bench.mail_sink import MailSink, mail_sink, trusting
from desk_client.bench.sms_sink import ANSWERS_AFTER_S, SmsSink, sms_sink
from desk_client.clock import SystemClock
from desk_client.errors import DeskError
from desk_client.transport import smpp_pdu
from desk_client.transport.outgoing import Outgoing
from desk_client.transport.settings import MailSettings, SmppSettings
from desk_client.transport.smpp import SmppTransport
from desk_client.transport.smpp_pdu import Pdu
from desk_client.transport.smtp import SmtpTransport

BAR_MS = 5.0  # 200 messages a second
_WINDOW = 20
_CONNECTIONS = 4
_SENDER, _TO = "service@bank.test", "wang@debtor.test"
_WORDS = "【某银行】王先生您好，您的账单已到期，请回电95000。退订回TD"


def mail(n: int) -> list[Figure]:
    """Milliseconds an e-mail; DeskError where the server did not take each of them."""
    with mail_sink() as sink:
        _bare_mail(sink, min(n, 50))  # warm
        bare = _bare_mail(sink, n)
        measured = [(count, _our_mail(sink, n, count)) for count in (1, _CONNECTIONS)]
        wanted = min(n, 50) + 3 * n
        if (taken := sink.taken) != wanted:
            raise DeskError(f"the mail server took {taken} messages of {wanted}")
    return [
        figure(
            "messages_smtp",
            f"ms a message, {1000 / ours:.0f} a second, connections {count}",
            ours,
            what=f"bare smtplib, {1000 / bare:.0f} a second",
            baseline=bare,
            n=n,
        )
        for count, ours in measured
    ]


def sms(n: int) -> list[Figure]:
    """Milliseconds an SMS, with a window of 20."""
    with sms_sink() as sink:
        bare = _bare_sms(sink, n)
        ours = _our_sms(sink, n)
    return [
        figure(
            "messages_smpp",
            f"ms a message, {1000 / ours:.0f} a second, window {_WINDOW}",
            ours,
            what=f"the same octets bare, answers after {ANSWERS_AFTER_S * 1000:.0f} ms",
            baseline=bare,
            n=n,
        )
    ]


def unmet(figures: list[Figure]) -> str | None:
    """A sentence where the quickest way takes longer than 5 ms a message."""
    quickest = min(figures, key=lambda each: each.value)
    if quickest.value <= BAR_MS:
        return None
    return f"Fewer than 200 messages a second: {quickest.name} takes {quickest.value:g} ms each."


def _our_mail(sink: MailSink, n: int, connections: int) -> float:
    transport = SmtpTransport(
        MailSettings(
            host="localhost",
            port=sink.port,
            security="tls",
            ca_file=sink.ca_file,
            sender=_SENDER,
            connections=connections,
        ),
        SystemClock(),
    )
    began = time.perf_counter()
    with ThreadPoolExecutor(connections) as senders:
        list(senders.map(lambda number: transport.send(_letter(number)), range(n)))
    took = time.perf_counter() - began
    transport.close()
    return took * 1000 / n


def _letter(number: int) -> Outgoing:
    return Outgoing(id=f"ours-{number}", to=_TO, text=_WORDS, subject="还款提醒")


def _bare_mail(sink: MailSink, n: int) -> float:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = _SENDER, _TO, "还款提醒"
    letter.set_content(_WORDS)
    octets = letter.as_bytes()
    began = time.perf_counter()
    with smtplib.SMTP_SSL("localhost", sink.port, context=trusting(sink.ca_file)) as server:
        for _ in range(n):
            server.sendmail(_SENDER, [_TO], octets)
        took = time.perf_counter() - began
    return took * 1000 / n


def _our_sms(sink: SmsSink, n: int) -> float:
    settings = SmppSettings.model_validate(
        {
            "host": "localhost",
            "port": sink.port,
            "ca_file": sink.ca_file,
            "user": "bench",
            "password": "bench",
            "sender": "95000",
            "window": _WINDOW,
        }
    )
    transport = SmppTransport(settings, SystemClock())
    transport.send(_sms(0))
    began = time.perf_counter()
    with ThreadPoolExecutor(_WINDOW) as senders:
        list(senders.map(lambda number: transport.send(_sms(number)), range(n)))
    took = time.perf_counter() - began
    transport.close()
    return took * 1000 / n


def _sms(number: int) -> Outgoing:
    return Outgoing(id=f"ours-{number}", to="+8613800001111", text=_WORDS)


def _bare_sms(sink: SmsSink, n: int) -> float:
    body = smpp_pdu.submit_body(
        sender=(1, 1, "95000"),
        to="8613800001111",
        header=False,
        data_coding=8,
        words=_WORDS.encode("utf-16-be"),
    )
    with (
        socket.create_connection(("localhost", sink.port)) as line,
        trusting(sink.ca_file).wrap_socket(line, server_hostname="localhost") as secured,
    ):
        secured.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        began, sent, answered, buffered = time.perf_counter(), 0, 0, bytearray()
        while answered < n:
            while sent < n and sent - answered < _WINDOW:
                sent += 1
                secured.sendall(Pdu(smpp_pdu.SUBMIT_SM, 0, sent, body).octets())
            buffered += secured.recv(65536)
            answered += sum(1 for _ in smpp_pdu.cut(buffered))
        took = time.perf_counter() - began
    return took * 1000 / n
