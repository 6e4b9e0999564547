"""Wrap-up: from the end of the line to the logged outcome. One key logs an outcome that needs
nothing more; a promise or a callback opens its form with values proposed, and Enter agrees. What
the line itself says (busy, no answer, no such number) is chosen by itself, said on the screen,
and logged after a short while unless the agent presses something else."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from desk_client.agent import Campaign
from desk_client.compliance.plan_limit import StaffRole
from desk_client.compliance.rule import Clause
from desk_client.fact_body import OutcomeLogged
from desk_client.next_action import Effect, OutcomeTerms, effects, logged, missing
from desk_client.outcome import (
    LEVELS,
    Level,
    Outcome,
    by_key,
    line_outcome,
    outcome,
    outcomes_for,
    refusal,
    table,
)
from desk_client.services import intents, plan_intents
from desk_client.services.call_in_hand import CallInHand
from desk_client.services.callback_form import CallbackForm
from desk_client.services.intents import Intent
from desk_client.services.plan_form import PlanForm
from desk_client.services.promise_form import PromiseForm
from desk_client.text import Text

LINE_LOGS_AFTER = timedelta(seconds=2)  # long enough to read, short enough for 150 calls a day
LEAST_MORE_S = 15  # where a campaign gives next to none, more must still be worth a key
CHOOSE_FIRST = Text("请先选择结果码", "Choose an outcome first")


class WrapUp:
    """The wrap-up of one call; its owner writes the fact that `body` makes."""

    def __init__(
        self,
        call: CallInHand,
        campaign: Campaign,
        now: datetime,
        *,
        rules: Sequence[Clause] = (),
        by: StaffRole = "agent",
    ) -> None:
        """`rules` of the packs limit plans, and `by` is the role of who agrees them."""
        self.call = call
        self.campaign = campaign
        self.started_at = now
        self.rests_since: datetime | None = None  # the countdown stands: a form, or typing
        self._rested = self._extended = timedelta()
        self._typing = False
        self.level: Level = call.level
        self.chosen: Outcome | None = None
        self.promise: PromiseForm | None = None
        self.callback: CallbackForm | None = None
        self.plan: PlanForm | None = None
        self._rules, self._by = rules, by
        self.logged = call.committed
        self.by_line = False
        self.logs_at: datetime | None = None  # when the line's outcome logs itself
        self._propose(now)

    def _propose(self, now: datetime) -> None:
        """What was chosen in the call, else what the line says."""
        if self.call.preselected is not None and self._why_not(self.call.preselected) is None:
            self.choose(self.call.preselected, now)
            return
        end = self.call.ended
        if end is None or self.logged:
            return
        run = self.call.script
        if run is not None and run.proposed_outcome is not None:
            self._propose_by_script(run.proposed_outcome, now)
            if self.chosen is not None:
                return
        code = line_outcome(
            sip_code=end.code,
            reason=end.reason,
            ended_by=end.ended_by,
            answered=end.answered,
            talk_s=end.talk_s,
        )
        if code is None:
            return
        row = outcome(code)
        if self._why_not(row) is None:
            self.choose(row, now)
            self.level = row.level
            self.by_line = True
            if not end.answered:
                self.logs_at = now + LINE_LOGS_AFTER

    def _propose_by_script(self, code: str, now: datetime) -> None:
        """The branch taken in the callscript says how such a call ends; a key still confirms it."""
        for level in dict.fromkeys((self.level, *LEVELS)):
            rows = [row for row in table().outcomes if (row.code, row.level) == (code, level)]
            if rows and self._why_not(rows[0]) is None:
                self.choose(rows[0], now)
                self.level = level
                return

    def choose(self, row: Outcome, now: datetime) -> None:
        """Marks an outcome and opens its form."""
        hand = self.call.hand
        self.chosen, self.by_line, self.logs_at, self._typing = row, False, None, False
        self.promise = PromiseForm.proposed(hand, now) if row.form == "promise" else None
        self.callback = CallbackForm.proposed(now, hand.zone) if row.form == "callback" else None
        self.plan = None
        if row.form == "plan":
            self.plan = PlanForm.proposed(hand, now, self._rules, self._by)
        self._rest(now)

    def press(self, key: str, now: datetime) -> Text | None:
        """An outcome letter of the level shown; the answer says why it cannot be taken."""
        row = by_key(self.level, key)
        if row is None:
            return Text("此键在这一层没有结果码", "No outcome on this key at this level")
        why_not = self._why_not(row)
        if why_not is None:
            self.choose(row, now)
        return why_not

    def _rest(self, now: datetime) -> None:
        """An open form, or a note that is being typed, stops the countdown; afterwards it runs on
        from where it stood."""
        if self.needs_enter or self._typing:
            self.rests_since = self.rests_since or now
        elif self.rests_since is not None:
            self._rested += now - self.rests_since
            self.rests_since = None

    def types(self, typing: bool, now: datetime) -> None:
        """A note is being typed, or is closed again."""
        self._typing = typing
        self._rest(now)

    def extend(self, now: datetime) -> int:
        """Ctrl+W: as much again as the campaign gives, from now where nothing was left; in
        seconds."""
        stands = self.rests_since or now
        self._rested += max(timedelta(), stands - self.ends_at)
        more = max(LEAST_MORE_S, self.campaign.wrap_up_s)
        self._extended += timedelta(seconds=more)
        return more

    def clear(self, now: datetime) -> None:
        """Esc: closes the form, nothing is chosen; the line's outcome waits for a key."""
        self.chosen, self.promise, self.callback, self.plan = None, None, None, None
        self.by_line, self.logs_at, self._typing = False, None, False
        self._rest(now)

    def wait_for_key(self) -> None:
        """What the line says stays proposed and is not logged by itself."""
        self.logs_at = None

    def move(self, intent: Intent) -> Text | None:
        """The arrows and the typed values of an open form."""
        match intent:
            case intents.MoveAmount(step=step) if self.promise:
                self.promise = self.promise.moved(amount=step)
            case intents.MoveDate(step=step) if self.promise:
                self.promise = self.promise.moved(day=step)
            case intents.MoveDate(step=step) if self.callback:
                self.callback = self.callback.moved(step)
            case intents.MoveAmount(step=step) if self.plan:
                self.plan = self.plan.moved(count=step)
            case intents.MoveDate(step=step) if self.plan:
                self.plan = self.plan.moved(day=step)
            case intents.MoveChannel(step=step) if self.plan:
                self.plan = self.plan.moved(down=step)
            case plan_intents.TypePlan() if self.plan:
                self.plan = self.plan.typed(
                    amount=intent.amount,
                    first=intent.first,
                    down=intent.down,
                    income=intent.income,
                    expenses=intent.expenses,
                )
            case intents.MoveChannel(step=step) if self.promise:
                self.promise = self.promise.moved(channel=step)
            case intents.TypePromise(amount=amount, due=due) if self.promise:
                self.promise = self.promise.typed(amount=amount, due=due)
            case _:
                return Text("此时不可用", "Not available now")
        return None

    @property
    def ends_at(self) -> datetime:
        """When the time that the campaign gives for wrap-up is over, were it to run on from
        `rests_since`; nothing happens then."""
        given = timedelta(seconds=self.campaign.wrap_up_s) + self._extended
        return self.started_at + self._rested + given

    def choose_level(self, level: str) -> None:
        self.level = next(each for each in LEVELS if each == level)

    def _why_not(self, row: Outcome) -> Text | None:
        return refusal(row, answered=self.call.answered, verified=self.call.verified)

    @property
    def complete(self) -> bool:
        """Whether the outcome can be logged as it stands."""
        return self.chosen is not None and missing(self.chosen, self.terms) is None

    @property
    def needs_enter(self) -> bool:
        """Whether a form is open, which only Enter closes."""
        forms = (self.promise, self.callback, self.plan)
        return any(form is not None for form in forms)

    def body(self, now: datetime) -> OutcomeLogged | Text:
        """The fact to write, or what is still missing."""
        row = self.chosen
        if row is None:
            return CHOOSE_FIRST
        lacks = missing(row, self.terms)
        if lacks is None and self.promise is not None and self.promise.faults:
            lacks = self.promise.faults[0]
        if self.plan is not None and self.plan.faults:
            lacks = self.plan.faults[0]
        if lacks is not None:
            return lacks
        return logged(
            row,
            call_id=self.call.call_id,
            terms=self.terms,
            now=now,
            zone=self.call.hand.zone,
            by_line=self.by_line,
        )

    @property
    def terms(self) -> OutcomeTerms:
        return OutcomeTerms(
            promise=self.promise.terms if self.promise else None,
            callback=self.callback.terms if self.callback else None,
            plan=self.plan.terms if self.plan else None,
            party=self.call.party,
            debts=tuple(debt.debt_id for debt in self.call.hand.case.debts),
            note=self.call.note,
        )

    def effects(self, now: datetime) -> tuple[Effect, ...]:
        """What logging will do, () until it can be logged."""
        if self.chosen is None:
            return ()
        return effects(self.chosen, self.terms, now, self.call.hand.zone)

    def rows(self) -> tuple[tuple[Outcome, Text | None], ...]:
        """The grid of the level shown, each row with the reason why it cannot be taken."""
        return tuple((row, self._why_not(row)) for row in outcomes_for(self.level))
