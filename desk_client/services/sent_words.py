"""A message that was ordered, in words: the name of its template and how far it has come."""

from desk_client.case_state import MessageRecord
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
