"""The deeds on a case without a workflow of theirs: one opened by hand, a referral asked for by its
checklist, a flag lifted, and the last outcome taken back where that needs a reason."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from desk_client.care_body import FlagSet
from desk_client.case_state import LaidFlag
from desk_client.compliance.flag_lifting import lift_terms
from desk_client.compliance.pack import Pack
from desk_client.compliance.workflow_rules import KindRules, rules_of, workflow_table
from desk_client.outcome import table
from desk_client.services import sentences
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.deed import NOTE, Choice, Deed, about, by_word
from desk_client.services.referral_check import Checked, Destination, checked, destinations
from desk_client.services.risk_flags import risk_flags
from desk_client.services.undoing import LastOutcome
from desk_client.services.workflow_parts import DeedEffect
from desk_client.text import Text
from desk_client.workflow_body import FlagLifted, WorkflowOpened

_GOES_TO = Text("转交", "Goes to")
_NOT_MET = Text("还有未满足的条件", "Some items are not met yet")
_RUNS = Text("已在处理", "Runs already")


def open_deed(hand: CaseInHand, now: datetime) -> Deed:
    """O: a workflow that no outcome opened."""
    running = {each.kind for each in hand.state.open_workflows}

    def choice(rules: KindRules) -> Choice:
        queue = table().queues[rules.queue]
        return Choice(
            code=rules.kind,
            label=rules.label,
            effects=(
                DeedEffect("shield", rules.stops, clause=rules.clause),
                DeedEffect("check", rules.allows),
                DeedEffect("users", _GOES_TO, queue),
            ),
            fault=_RUNS if rules.kind in running else None,
        )

    return Deed(
        name="open",
        hand=hand,
        title=Text("新建事项", "Open by hand"),
        about=about(hand),
        choices=tuple(map(choice, _by_hand())),
        asks=Text("由来（至少 6 个字）", "What it is about, at least 6 characters"),
        bodies=lambda codes, text, _second: (_opened(codes[0], hand, text, now),),
        told=Text("事项已建立", "It is open"),
    )


def _by_hand() -> tuple[KindRules, ...]:
    """All but the referral, which begins with its checklist."""
    return tuple(each for each in workflow_table().kinds if each.kind != "referral")


def _opened(kind: str, hand: CaseInHand, text: str, now: datetime) -> WorkflowOpened:
    """A dispute is about the debts of this case and pauses no other."""
    rules = next(each for each in _by_hand() if each.kind == kind)
    debts = tuple(debt.debt_id for debt in hand.case.debts) if kind == "dispute" else ()
    until = None if rules.days is None else now + timedelta(days=rules.days)
    laid = () if rules.flag is None else (FlagSet(flag=rules.flag, until=until, debts=debts),)
    return WorkflowOpened(
        workflow=rules.kind, debts=debts, flags=laid, queue=rules.queue, note=text
    )


def refer_deed(hand: CaseInHand, now: datetime) -> Deed:
    """R: first where to, then the checklist."""
    running = any(each.kind == "referral" for each in hand.state.open_workflows)

    def choice(to: Destination) -> Choice:
        items = checked(to, hand, now)
        met = sum(each.met for each in items)
        return Choice(
            code=to.code,
            label=to.label,
            detail=Text(f"{met}/{len(items)} 项已满足", f"{met} of {len(items)} items met"),
            fault=_RUNS if running else None,
            then=lambda: _checklist_deed(hand, to, items),
        )

    return Deed(
        name="refer",
        hand=hand,
        title=Text("申请移交", "Ask for a referral"),
        about=about(hand),
        choices=tuple(map(choice, destinations().destinations)),
        asks=NOTE,
        least=0,
        bodies=lambda _codes, _text, _second: (),
        told=Text("", ""),
    )


def _checklist_deed(hand: CaseInHand, to: Destination, items: tuple[Checked, ...]) -> Deed:
    def blocked(codes: tuple[str, ...]) -> Text | None:
        lacking = [each for each in items if not each.met and each.item.code not in codes]
        return _NOT_MET if lacking else None

    def opened(codes: tuple[str, ...], text: str, _second: object) -> tuple[WorkflowOpened, ...]:
        vouched = [
            each.item.code for each in items if each.item.code in codes and each.shown is not True
        ]
        return (
            WorkflowOpened(
                workflow="referral",
                debts=tuple(debt.debt_id for debt in hand.case.debts),
                queue="team_lead",
                to=to.code,
                vouched=tuple(vouched),
                note=text,
            ),
        )

    rules = rules_of("referral")
    return Deed(
        name="checklist",
        hand=hand,
        title=Text(f"移交{to.label.zh}：核对", f"Referral, {to.label.en}: the checklist"),
        about=about(hand),
        choices=tuple(map(_tick, items)),
        many=True,
        asks=NOTE,
        least=0,
        effects=(
            DeedEffect("shield", rules.stops, clause=rules.clause),
            DeedEffect("users", _GOES_TO, table().queues["team_lead"]),
            DeedEffect(
                "user", Text("须主管批准后才移交", "It goes only when a lead has approved it")
            ),
        ),
        bodies=opened,
        told=Text("已申请移交，等主管批准", "Asked for; a lead has to approve it"),
        blocked=blocked,
    )


def _tick(each: Checked) -> Choice:
    by_hand = each.item.vouched_for and each.shown is not True
    if each.shown is True:
        detail = Text("事实已表明", "The facts show it")
    elif by_hand:
        detail = Text("由您担保", "You vouch for it")
    else:
        detail = Text("事实不符", "The facts say no")
    return Choice(
        code=each.item.code,
        label=each.item.label,
        detail=detail,
        ticked=each.met,
        fixed=not by_hand,
    )


def lift_deed(
    hand: CaseInHand, packs: Iterable[Pack], now: datetime, *, verified: bool
) -> Deed | None:
    """L: a flag that stands; None where none does."""
    in_force = tuple(packs)
    flags = [flag for flag in hand.flags if flag.in_force(now)][:9]
    if not flags:
        return None
    day = hand.today(now)
    return Deed(
        name="lift",
        hand=hand,
        title=Text("解除标记", "Lift a flag"),
        about=about(hand),
        choices=tuple(
            _flag_choice(flag, in_force, hand, now, day=day, verified=verified) for flag in flags
        ),
        bodies=lambda codes, text, second: tuple(
            FlagLifted(
                laid_by=flag.fact_id,
                flag=flag.flag,
                word="debtor" if lift_terms(flag.flag, in_force, day).word else "house",
                reason=text,
                second=second,
            )
            for flag in flags
            if _code(flag) == codes[0]
        ),
        told=Text("标记已解除", "The flag is lifted"),
    )


def _code(flag: LaidFlag) -> str:
    return f"{flag.fact_id}:{flag.flag}"


def _flag_choice(
    flag: LaidFlag,
    packs: tuple[Pack, ...],
    hand: CaseInHand,
    now: datetime,
    *,
    day: date,
    verified: bool,
) -> Choice:
    takes = lift_terms(flag.flag, packs, day)
    (chip,) = risk_flags([flag], now)
    since = sentences.day_of(flag.since.astimezone(hand.zone).date())
    free = Text("规则不再因此停止联系", "The rules no longer stop contact for it")
    third = flag.party is not None and takes.word
    fault = Text("须该人本人收回", "That person has to take it back") if third else None
    return Choice(
        code=_code(flag),
        label=chip.label,
        detail=Text(f"{since.zh} 起", f"since {since.en}"),
        effects=(DeedEffect("shield", free, clause=Text(takes.clause, takes.clause)),),
        takes=takes,
        fault=fault or by_word(takes, verified=verified),
    )


def undo_deed(last: LastOutcome, hand: CaseInHand, undo: Callable[[str], None]) -> Deed:
    """Z on what holds at once: taken back with a reason only. It writes by itself."""
    reasons = workflow_table().undo_reasons
    label = sentences.outcome_label(last.body.code, last.body.level)

    def taken_back(codes: tuple[str, ...], text: str, _second: object) -> tuple[()]:
        undo(f"{codes[0]}: {text}" if text else codes[0])
        return ()

    return Deed(
        name="undo",
        hand=hand,
        title=Text(f"撤销「{label.zh}」的理由", f"Why “{label.en}” is taken back"),
        about=about(hand),
        choices=tuple(Choice(code=f"{each.zh} / {each.en}", label=each) for each in reasons),
        asks=NOTE,
        least=0,
        effects=(
            DeedEffect(
                "shield",
                Text("标记与转交一并收回", "Its flags and its move go with it"),
            ),
            DeedEffect(
                "document",
                Text("记录与撤销都留在审计中", "The audit keeps both"),
            ),
        ),
        bodies=taken_back,
        told=Text("", ""),
    )
