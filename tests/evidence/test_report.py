"""The report of a few days of November, told by desks to a real central."""

from dataclasses import replace
from datetime import time

from desk_client.care_body import ConsentGiven, RecordErased
from desk_client.compliance.load import shipped_packs
from desk_client.compliance.pack_set import PackSet
from desk_client.evidence.figures import CapHeld, ComplianceReport, HoursHeld
from desk_client.evidence.spoken_line import spoken_line
from desk_client.fact_body import CallbackBooked, CallbackTerms, CaseOpened, Withdrawn
from desk_client.ids import DebtId
from tests.central.floor import CHEN, ZHAO, contact_point
from tests.evidence.past import Past, at, day_of


def cap(told: ComplianceReport, rule: str) -> CapHeld:
    return next(each for each in told.sums.caps if each.rule == rule)


def hours(told: ComplianceReport) -> HoursHeld:
    (only,) = told.sums.hours
    return only


def test_a_quiet_day_is_told_with_its_caps_at_nought(past: Past) -> None:
    told = past.report("2026-11-24", "2026-11-25")
    assert [each.day.day for each in told.days] == [24, 25]
    assert told.sums.calls.attempts == 0
    assert told.sums.hours == ()
    assert {each.rule: each.reached for each in told.sums.caps} == {
        "cn.effective3": 0,
        "cn.attempt6": 0,
        "house.sms2": 0,
        "house.sms7": 0,
        "house.contact1": 0,
    }


def test_attempts_conversations_and_messages_by_the_houses_day(past: Past) -> None:
    past.call(at(24, "09:00"), talk_s=60)
    past.call(at(24, "23:59:59"), number=1)
    past.call(at(25, "00:00"), number=2, talk_s=5)
    past.message(at(25, "10:00"))
    past.message(at(25, "10:00"), "email", number=1, went="failed")
    told = past.report()
    assert (day_of(told, 24).calls.attempts, day_of(told, 24).calls.conversations) == (2, 1)
    assert (day_of(told, 25).calls.attempts, day_of(told, 25).calls.conversations) == (1, 1)
    sms, email, letter = day_of(told, 25).messages
    assert (sms.sent, sms.delivered, sms.failed) == (1, 1, 0)
    assert (email.sent, email.delivered, email.failed) == (1, 0, 1)
    assert letter.sent == 0
    assert told.debtors == 3
    assert told.sums.contacts_without_verdict == told.sums.messages_without_verdict == 0


def test_another_zones_day_begins_at_another_instant(past: Past) -> None:
    past.call(at(25, "07:00"))
    assert day_of(past.report(), 25).calls.attempts == 1
    assert day_of(past.report(zone="Europe/London"), 24).calls.attempts == 1


def test_one_team_only(past: Past) -> None:
    past.floor.place(1, team=2)
    past.call(at(24, "09:00"))
    past.tell(at(24, "09:00"), past.verdict(decision="refused"), by=ZHAO, team=2)
    assert past.report().sums.verdicts.asked == 2
    assert past.report(team=2).sums.verdicts.asked == 1
    assert past.report(team=2).sums.calls.attempts == 0


def test_the_fullest_cap_and_who_was_at_it(past: Past) -> None:
    for clock in ("09:00", "11:00", "13:00"):
        past.call(at(24, clock), talk_s=60)
    past.call(at(24, "14:00"), number=1, talk_s=60)
    for clock in ("09:00", "11:00", "13:00", "15:00"):
        past.call(at(24, clock), number=2, talk_s=60)
    told = past.report("2026-11-24", "2026-11-24")
    effective = cap(told, "cn.effective3")
    assert (effective.reached, effective.limit, effective.window) == (4, 3, "1 local_day")
    assert (effective.keys, effective.at_limit, effective.over, effective.lifted) == (3, 1, 1, 0)
    assert (effective.ref, effective.confidence) == ("GB/T 45251-2025 5.3", "secondary")
    assert cap(told, "cn.attempt6").reached == 0


def test_a_weeks_cap_remembers_the_days_before_the_report(past: Past) -> None:
    for day in (23, 24, 25):
        past.message(at(day, "10:00"))
        past.message(at(day, "15:00"))
    weekly = cap(past.report("2026-11-25", "2026-11-25"), "house.sms7")
    assert (weekly.reached, weekly.keys, weekly.at_limit) == (6, 1, 0)


def test_what_was_over_by_an_override_is_told_apart(past: Past) -> None:
    past.message(at(24, "09:00"))
    past.message(at(24, "10:00"))
    message = past.message(at(24, "11:00"), judged=False)
    past.override(at(24, "10:59"), "house.sms2")
    verdict = past.verdict(message_id=message, contact="sms", overridden=("house.sms2",))
    past.tell(at(24, "11:00"), verdict)
    told = past.report()
    daily = cap(told, "house.sms2")
    assert (daily.reached, daily.over, daily.lifted) == (3, 1, 1)
    (made,) = told.sums.overrides
    assert (made.by, made.second, made.role) == ("agent_li", CHEN, "lead")
    assert made.rules == ("house.sms2",)
    assert made.reason


def test_first_and_last_contact_beside_the_permitted_hours(past: Past) -> None:
    past.call(at(24, "07:59:59"), talk_s=30)
    past.call(at(24, "21:59:59"), number=1)
    past.call(at(24, "08:00"), number=2)
    told = past.report("2026-11-24", "2026-11-24")
    held = hours(told)
    assert (held.first, held.last, held.permitted) == (
        *(time(7, 59, 59), time(21, 59, 59)),
        ("08:00–22:00",),
    )
    assert (held.contacts, held.outside, held.lifted) == (3, 1, 0)
    (outside,) = told.sums.outside_hours
    assert (outside.local, outside.zone, outside.lifted) == (
        *(time(7, 59, 59), "Asia/Shanghai"),
        False,
    )
    assert outside.case_no == "SH-2611-00000"


def test_refusals_name_clause_and_confidence(past: Past) -> None:
    past.refused(at(24, "09:00"), "cn.effective3")
    past.refused(at(24, "10:00"), "cn.effective3")
    past.refused(at(24, "10:00"), "engine.permit", pack="engine")
    past.refused(at(24, "10:00"), "xx.gone", pack="xx-law")
    first, *others = past.report().sums.refusals
    assert (first.rule, first.count, first.confidence) == ("cn.effective3", 2, "secondary")
    assert "3" in first.text.en
    assert {each.rule: each.confidence for each in others} == {
        "engine.permit": "house",
        "xx.gone": "unknown",
    }


def test_packs_in_force_with_their_hashes(past: Past) -> None:
    past.refused(at(24, "09:00"), "cn.effective3")
    past.tell(at(24, "10:00"), past.verdict(packs=("cn-bank-card@1999.1.0#" + "f" * 64,)))
    told = {(each.pack, each.version): each for each in past.report().sums.packs}
    used = next(pack.used for pack in PackSet.shipped().packs if pack.id == "cn-bank-card")
    assert told[used.id, used.version].sha256 == used.sha256
    assert told[used.id, used.version].kept_here
    assert not told["cn-bank-card", "1999.1.0"].kept_here


def test_disclosures_and_identity_gates(past: Past) -> None:
    call = past.call(at(24, "09:00"), talk_s=60)
    past.said(at(24, "09:02"), call)
    past.gate(at(24, "09:01"), call, passed=True)
    other = past.call(at(24, "10:00"), number=1, talk_s=60)
    past.said(at(24, "10:02"), other, "recorded", number=1)
    past.gate(at(24, "10:01"), other, passed=False, number=1)
    told = past.report().sums
    assert {each.line: (each.said, each.missing) for each in told.disclosures} == {
        "opening.recorded": (1, 1),
        "opening.who_we_are": (2, 0),
    }
    assert (told.identity.passed, told.identity.failed) == (1, 1)


def test_a_line_is_told_by_its_words_where_the_script_is_here() -> None:
    assert spoken_line("card-first@1", "identify.recorded", "zh") == "本次通话会录音。"
    assert spoken_line("card-first@1", "identify.who", "en").startswith("This is …, staff number …")
    assert spoken_line("card-first@1", "identify.gone", "zh") == "identify.gone"
    assert spoken_line("another@3", "a.b", "en") == "a.b"


def test_figures_opened_before_verification_would_be_counted(past: Past) -> None:
    call = past.call(at(24, "09:00"), talk_s=60)
    past.tell(at(24, "09:00"), CaseOpened(shown="hidden"))
    past.tell(at(24, "09:01"), CaseOpened(shown="open"))
    past.gate(at(24, "09:02"), call, passed=True)
    past.tell(at(24, "09:03"), CaseOpened(shown="open"))
    assert past.report().sums.identity.shown_before == 1


def test_recordings_missing_unsealed_and_erased(past: Past) -> None:
    past.call(at(24, "09:00"), talk_s=60)
    past.call(at(24, "10:00"), number=1, talk_s=60, recorded=False)
    past.call(at(24, "11:00"), number=2, talk_s=60, sealed=False)
    gone = past.call(at(24, "12:00"), number=3, talk_s=60, sealed=False)
    past.call(at(24, "13:00"), number=4)
    with past.floor.administrator() as connection:
        body = RecordErased(record="recording", of=gone, rule="house.recording", pack="house")
        connection.execute(
            """insert into app.fact (id, kind, case_id, debtor_id, team, actor, occurred_at, body)
               select gen_random_uuid(), 'record_erased', case_id, debtor_id, team, 'owner',
                      occurred_at, %s::jsonb
                 from app.fact where kind = 'attempted' and body->>'call_id' = %s""",
            (body.model_dump_json(), gone),
        )
    told = past.report().sums
    made = told.recordings
    assert (made.answered, made.recorded, made.missing, made.not_sealed, made.erased) == (
        *(4, 2, 1, 1),
        1,
    )
    assert {each.what for each in told.lacking} == {"recording", "seal"}


def test_what_left_without_a_verdict_is_named(past: Past) -> None:
    call = past.call(at(24, "09:00"), judged=False)
    message = past.message(at(24, "10:00"), judged=False, number=1)
    told = past.report().sums
    assert (told.contacts_without_verdict, told.messages_without_verdict) == (1, 1)
    assert [(each.what, each.id) for each in told.lacking] == [
        ("verdict", call),
        ("verdict", message),
    ]


def test_complaints_with_their_deadlines(past: Past) -> None:
    late = past.complaint(at(2, "15:00"))
    past.answer(at(25, "10:00"), late)
    past.complaint(at(3, "15:00"), number=1)
    in_time = past.complaint(at(24, "15:00"), number=2)
    past.answer(at(26, "10:00"), in_time, number=2)
    past.complaint(at(26, "15:00"), number=3)
    withdrawn = past.complaint(at(26, "16:00"), number=4)
    past.tell(at(26, "16:10"), Withdrawn(fact_id=withdrawn), number=4)
    told = past.report()
    assert [each.state for each in told.complaints] == [
        *("answered_late", "overdue", "answered", "open"),
    ]
    dues = [str(each.due_on) for each in told.complaints[1].deadlines]
    assert dues == ["2026-11-18", "2026-12-03", "2027-01-02"]
    assert (told.complaints[0].rule, told.complaints[0].ref) == (
        *("cn.complaint_days", "CBIRC 2020/3"),
    )
    days = {day: day_of(told, day).complaints for day in (24, 25, 26)}
    assert [(days[day].lodged, days[day].answered, days[day].overdue) for day in days] == [
        *((1, 0, 2), (0, 1, 1), (1, 1, 1)),
    ]


def test_a_call_that_came_in_is_no_attempt(past: Past) -> None:
    past.call(at(24, "23:00"), talk_s=60, judged=False, initiator="debtor")
    told = past.report()
    assert (told.sums.calls.attempts, told.sums.calls.incoming) == (0, 1)
    assert told.sums.hours == ()
    assert told.sums.contacts_without_verdict == 0


def test_a_number_that_the_bank_took_away_is_judged_by_what_the_call_says(past: Past) -> None:
    past.call(at(24, "07:00"))
    with past.floor.administrator() as connection:
        connection.execute(
            "delete from app.contact_point where contact_point_id = %s",
            (contact_point(0).contact_point_id,),
        )
    told = past.report()
    assert hours(told).outside == 1
    assert told.sums.not_judged == 0


def test_a_contact_whose_case_is_gone_is_not_judged_and_said(past: Past) -> None:
    past.call(at(24, "07:00"), debts=(DebtId("0"),))
    with past.floor.administrator() as connection:
        for table in ("debt", "placed_case"):
            connection.execute(f"delete from app.{table}")
    told = past.report()
    assert (told.sums.calls.attempts, told.sums.not_judged) == (1, 1)


def test_a_house_that_names_no_packs_goes_by_the_debtors_place(past: Past) -> None:
    past.call(at(24, "07:00"), judged=False)
    told = past.report(house=PackSet(shipped_packs()))
    assert [each.pack for each in told.sums.hours] == ["cn-bank-card"]
    assert hours(told).outside == 1


def test_the_same_facts_give_the_same_bytes(past: Past) -> None:
    past.call(at(24, "09:00"), talk_s=60)
    past.refused(at(24, "10:00"), "cn.effective3")
    told = past.report()
    assert told.as_json() == past.report().as_json()
    assert ComplianceReport.model_validate_json(told.as_json(), by_alias=True) == told
    assert contact_point(0).value not in told.as_json()


def test_a_call_outside_hours_that_the_debtor_asked_for_is_lifted(past: Past) -> None:
    terms = CallbackTerms(at=at(24, "22:30"), until=at(24, "23:00"), agreed=True)
    point = contact_point(0).contact_point_id
    past.tell(at(24, "15:00"), CallbackBooked(terms=terms, contact_point_id=point))
    past.call(at(24, "22:35"), talk_s=60)
    past.call(at(24, "23:30"), number=1)
    held = hours(past.report())
    assert (held.outside, held.lifted) == (2, 1)
    assert {each.case_no: each.lifted for each in past.report().sums.outside_hours} == {
        "SH-2611-00000": True,
        "SH-2611-00001": False,
    }


def test_a_consent_given_afterwards_lifts_nothing(past: Past) -> None:
    past.call(at(24, "22:35"), talk_s=60)
    past.tell(at(24, "22:40"), ConsentGiven(consent="out_of_hours"))
    past.call(at(25, "22:35"), talk_s=60)
    told = past.report()
    assert [day_of(told, day).hours[0].lifted for day in (24, 25)] == [0, 1]


def test_of_two_possible_zones_the_worse_clock_is_told(past: Past) -> None:
    abroad = replace(contact_point(0), value="+442079460123")
    with past.floor.administrator() as connection:
        connection.execute(
            "update app.contact_point set value = %s where contact_point_id = %s",
            (abroad.value, abroad.contact_point_id),
        )
    past.call(at(24, "10:00"), point=abroad)  # two in the morning in London
    (outside,) = past.report().sums.outside_hours
    assert (outside.zone, outside.local) == ("Europe/London", time(2, 0))
    assert (hours(past.report()).first, hours(past.report()).last) == (time(2, 0), time(10, 0))


def test_facts_of_a_newer_program_are_counted_as_unreadable(
    past: Past, warnings_expected: list[str]
) -> None:
    past.call(at(24, "09:00"))
    with past.floor.administrator() as connection:
        connection.execute(
            """insert into app.fact (id, kind, case_id, debtor_id, team, actor, occurred_at, body)
               select gen_random_uuid(), 'telepathy', case_id, debtor_id, team, actor, occurred_at,
                      '{"kind": "telepathy"}' from app.fact where kind = 'attempted'"""
        )
    told = past.report()
    assert (told.unreadable, told.sums.calls.attempts) == (1, 1)
    assert len(warnings_expected) == 1
