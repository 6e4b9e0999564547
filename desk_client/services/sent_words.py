"""A message that was ordered, in words: the name of its template and how far it has come."""

from desk_client.case_state import MessageRecord
from desk_client.services import sentences
from desk_client.text import Text
from desk_client.writing.shipped import shipped_templates


def message_name(template: str) -> Text:
    """The template's own name; its id where this program does not know it."""
    known = shipped_templates().get(template)
    return known.name if known else Text(template, template)


def message_standing(message: MessageRecord) -> Text:
    """Waiting, sent, delivered, or why not."""
    if message.delivered_at is not None:
        return Text("已送达", "Delivered")
    if message.failed is not None:
        if message.taken == "no":
            return Text("未发送", "Not sent")
        if message.taken == "yes":
            return Text("未送达", "Not delivered")
        return Text("是否发出不明", "Nobody knows whether it left")
    if message.attempted_at is not None:
        return Text("已发出", "Sent")
    return Text("等待发送", "Waiting")


_CHANNELS = {
    "sms": Text("短信", "Text"),
    "email": Text("邮件", "E-mail"),
    "letter": Text("信函", "Letter"),
}
_ANSWERS = {
    "stop": Text("要求停止", "Asked to stop"),
    "reply": Text("客户回复", "Answered"),
    "wrong_person": Text("回复称非本人", "Wrong person"),
    "bounce": Text("退信", "Came back"),
}


def written_words(channel: str, standing: Text) -> Text:
    """短信已送达 / Text delivered."""
    name = _CHANNELS.get(channel, Text(channel, channel))
    return Text(f"{name.zh}{standing.zh}", f"{name.en} {standing.en.lower()}")


def answer_words(means: str) -> Text:
    """What came back."""
    return _ANSWERS.get(means, Text(means, means.replace("_", " ")))


def written_place(place: str, role: str) -> Text:
    """Where it went; an e-mail and a letter say so by their icon, so whose it is stands here."""
    if role == "debtor" and place in ("email", "post"):
        return Text("本人", "Debtor")
    return sentences.place(place, role)
