"""The plan form as finished words: how many instalments, from which day, how much down, and the
whole table. While amounts are hidden, dots stand in their places."""

from desk_client.money import Money
from desk_client.services.call_parts import Choice, PlanDraft
from desk_client.services.desk_state import DeskState
from ui.choice_words import amount_label, date_hint, date_label, today_of
from ui.secrecy import HIDDEN, amounts_open
from ui.wording import Wording
from ui.wrap_up.form_row import FormRow, OptionSeen


def plan_rows(state: DeskState, plan: PlanDraft, wording: Wording) -> tuple[FormRow, ...]:
    """Three lines with their keys."""
    shown, today = amounts_open(state), today_of(state)

    def down(each: Choice) -> str:
        return amount_label(each, plan.currency, wording) if shown else HIDDEN

    return (
        FormRow(
            "amount",
            wording.word("plan.count"),
            tuple(OptionSeen(wording.text(each.hint), "", each.chosen) for each in plan.counts),
            "↑↓",
        ),
        FormRow(
            "date",
            wording.word("plan.first"),
            tuple(
                OptionSeen(date_label(each, wording, today), date_hint(each, wording), each.chosen)
                for each in plan.dates
            ),
            "← →",
        ),
        FormRow(
            "channel",
            wording.word("plan.down"),
            tuple(
                OptionSeen(wording.text(each.hint) or down(each), "", each.chosen)
                for each in plan.downs
            ),
            "Shift ← →",
        ),
    )


def plan_table(
    state: DeskState, plan: PlanDraft, wording: Wording
) -> tuple[tuple[str, str, str], ...]:
    """(number, day, amount) of each instalment."""

    def amount(money: Money) -> str:
        return wording.figure(money) if amounts_open(state) else HIDDEN

    return tuple(
        (str(each.number), each.due.isoformat(), amount(each.amount)) for each in plan.rows
    )
