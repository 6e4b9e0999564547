"""The packs of China's consumer finance companies, the United Kingdom, Australia, India, Indonesia,
the Philippines and Germany where their examples cannot tell: which of them applies to whom, what
they say beside the house's rules, what a pack on top of another inherits, and that none of them
lets a flag pass that anybody knows."""

import re
from datetime import timedelta

import pytest

from desk_client.compliance.answer import STRICTNESS
from desk_client.compliance.content_template import content_faults
from desk_client.compliance.duty import of_kind
from desk_client.compliance.examples import request_of
from desk_client.compliance.load import shipped_pack, shipped_packs
from desk_client.compliance.pack import Pack
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import (
    Address,
    Collector,
    Content,
    DebtFacts,
    Flag,
    Location,
    Party,
)
from desk_client.compliance.retention import Record, keeping
from desk_client.compliance.rule import Example, Rule
from desk_client.compliance.timer import Timer
from desk_client.compliance.windowed_cap import WindowedCap
from desk_client.writing.shipped import shipped_templates
from tests.compliance.asking_abroad import (
    ABROAD,
    BERLIN,
    BY_SCOPE,
    EDINBURGH,
    JAKARTA,
    LONDON,
    MANILA,
    MUMBAI,
    SYDNEY,
    Place,
    ask,
    contact,
    noon,
    refusing,
)

OURS = ("cn-consumer-finance", *(place.pack for place in ABROAD))
CHINA = Place("cn-consumer-finance", "CN-44", "Asia/Shanghai", "+8613800001111")
FINANCE = Collector(role="first_party", entity="finance-a", lender="consumer_finance")


def packs() -> list[Pack]:
    return [pack for pack in shipped_packs() if pack.id in OURS]


def pack_of(name: str) -> Pack:
    found = shipped_pack(name)
    assert found is not None
    return found


def chosen(place: Place, *where: Location, **more: object) -> set[str]:
    asked = ask(place, noon(place), *where, **more)  # type: ignore[arg-type]
    return {pack.id for pack in BY_SCOPE.in_force(asked)} - {"house-default"}


# --- who applies


@pytest.mark.parametrize("place", ABROAD, ids=lambda place: place.pack)
def test_the_debtor_s_country_chooses_the_pack_whoever_collects(place: Place) -> None:
    for collector in (
        Collector(role="first_party", entity="bank-a", lender="bank"),
        Collector(role="third_party", entity="agency-a", lender="other"),
        Collector(role="debt_buyer", entity="fund-c", lender="consumer_finance"),
        None,
    ):
        assert chosen(place, collector=collector) == {place.pack}
    country = place.region.partition("-")[0]
    only_country = Location(source="address", zone=place.zone, region=country)
    assert chosen(place, only_country) == {place.pack}


@pytest.mark.parametrize("place", ABROAD, ids=lambda place: place.pack)
def test_of_a_debtor_nobody_can_place_the_number_tells(place: Place) -> None:
    asked = ask(place, noon(place))
    nowhere = asked.model_copy(update={"debtor": asked.debtor.model_copy(update={"locations": ()})})
    assert {pack.id for pack in BY_SCOPE.in_force(nowhere)} == {place.pack, "house-default"}


def test_a_number_of_one_country_and_an_address_in_another_are_held_to_both() -> None:
    moved = Address(value=LONDON.number, place="mobile", state="valid")
    assert chosen(BERLIN, address=moved) == {"de-house", "gb-conc"}
    early = ask(BERLIN, BERLIN.clock("2026-11-26 08:30"), address=moved)  # 7:30 in London
    assert refusing(early) == []  # the clock is that of the address, where the debtor is
    france = Location(source="address", zone="Europe/Paris", region="FR")
    assert BY_SCOPE.in_force(ask(BERLIN, noon(BERLIN), france)) == ()


def test_a_consumer_finance_company_has_its_own_pack_and_all_that_it_stands_on() -> None:
    assert chosen(CHINA, collector=FINANCE) == {"cn-consumer-finance"}
    bank = FINANCE.model_copy(update={"lender": "bank"})
    assert chosen(CHINA, collector=bank) == {"cn-bank-card"}
    unknown = FINANCE.model_copy(update={"lender": None})
    assert chosen(CHINA, collector=unknown) == {"cn-consumer-finance"}  # the stricter of the two
    hong_kong = Location(source="address", zone="Asia/Hong_Kong", region="CN-HK")
    assert BY_SCOPE.in_force(ask(CHINA, noon(CHINA), hong_kong, collector=FINANCE)) == ()


# --- on top of another


def test_all_of_a_bank_s_rules_hold_for_a_consumer_finance_company() -> None:
    child, parent = pack_of("cn-consumer-finance"), pack_of("cn-bank-card")
    assert child.parents == ("cn-bank-card",)
    assert child.sha256 != parent.sha256
    assert child.file.legal_time == parent.file.legal_time
    assert child.file.on_unknown_zone == parent.file.on_unknown_zone
    mine = {rule.id: rule for rule in child.file.rules}
    for rule in parent.file.rules:
        if rule.id not in (child.own or ()):
            assert mine[rule.id] == rule
        assert STRICTNESS[mine[rule.id].held] <= STRICTNESS[rule.held]


def test_what_a_bank_may_not_do_a_consumer_finance_company_may_not_do_either() -> None:
    child, parent = pack_of("cn-consumer-finance"), pack_of("cn-bank-card")
    alone = {pack.id: PackSet((pack,), (pack.id,)) for pack in (child, parent)}
    tried = refused = 0
    for rule in parent.rules:
        for example in rule.examples:
            assert isinstance(example, Example)
            request = request_of(parent, example)
            theirs, ours = (alone[pack.id].verdict(request) for pack in (parent, child))
            assert {r.rule for r in theirs.reasons} <= {r.rule for r in ours.reasons}
            tried += 1
            refused += not theirs.allowed
    assert tried >= 90
    assert refused >= 50


def test_a_visit_is_recorded_by_a_consumer_finance_company_and_not_by_a_bank() -> None:
    home = Address(value="example road 1", place="home", state="valid")
    visit = ask(CHINA, noon(CHINA), kind="visit", address=home, recording="unavailable")
    by_finance = visit.model_copy(update={"collector": FINANCE})
    assert refusing(by_finance) == ["cn.recording"]
    bank = FINANCE.model_copy(update={"lender": "bank"})
    assert refusing(visit.model_copy(update={"collector": bank})) == []


# --- beside the house's rules


def test_the_house_s_gap_stands_beside_the_british_count() -> None:
    now = noon(LONDON)
    history = tuple(contact(LONDON, now - timedelta(minutes=ago)) for ago in (230, 130, 30))
    answer = BY_SCOPE.verdict(ask(LONDON, now, history=history))
    assert {reason.rule: reason.retry_at for reason in answer.reasons} == {
        "gb.attempts3": LONDON.clock("2026-11-27 00:00"),
        "house.gap60": LONDON.clock("2026-11-26 12:30"),
    }
    assert answer.retry_at == LONDON.clock("2026-11-27 08:00")
    limits = {limit.rule: (limit.used, limit.max) for limit in answer.limits}
    assert limits["gb.attempts3"] == (3, 3)
    assert limits["gb.week7"] == (3, 7)


def test_a_dialler_abroad_is_held_to_seventy_two_hours_by_two_packs() -> None:
    now = noon(LONDON)
    left = contact(LONDON, now - timedelta(days=1), "abandoned")
    asked = ask(LONDON, now, history=(left,), initiator="dialler", mode="progressive")
    assert set(refusing(asked)) == {"gb.abandoned72", "house.abandoned72"}
    assert BY_SCOPE.verdict(asked).retry_at == now + timedelta(days=2)


@pytest.mark.parametrize("place", ABROAD, ids=lambda place: place.pack)
def test_an_ordinary_call_at_noon_is_allowed_everywhere(place: Place) -> None:
    answer = BY_SCOPE.verdict(ask(place, noon(place)))
    assert (answer.decision, answer.reasons, answer.gates) == ("allowed", (), ())
    assert {used.id for used in answer.packs} == {place.pack, "house-default"}


@pytest.mark.parametrize(
    ("place", "asked_for"),
    [(LONDON, False), (SYDNEY, True), (MUMBAI, False), (MANILA, True), (BERLIN, True)],
    ids=lambda value: getattr(value, "pack", str(value)),
)
def test_a_recording_is_asked_for_where_everyone_must_agree(place: Place, asked_for: bool) -> None:
    for initiator in ("agent", "debtor"):
        asked = ask(place, noon(place), recording="on", initiator=initiator)
        assert ("ask_to_record" in BY_SCOPE.verdict(asked).gates) is asked_for


@pytest.mark.parametrize("place", [MUMBAI, JAKARTA], ids=lambda place: place.pack)
def test_no_call_is_made_that_must_be_recorded_and_cannot_be(place: Place) -> None:
    deaf = ask(place, noon(place), recording="unavailable")
    assert [rule.partition(".")[2] for rule in refusing(deaf)] == ["recording"]
    assert refusing(deaf.model_copy(update={"initiator": "debtor"})) == []


@pytest.mark.parametrize("place", [MUMBAI, JAKARTA, MANILA, BERLIN], ids=lambda place: place.pack)
@pytest.mark.parametrize("role", ["spouse", "parent", "contact", "neighbour", "colleague", "child"])
def test_nobody_else_is_contacted_however_lost_the_debtor_is(place: Place, role: str) -> None:
    now = noon(place)
    tried = tuple(contact(place, now - timedelta(days=ago)) for ago in range(1, 30))
    for kind in ("call", "sms", "email", "letter", "visit", "voicemail"):
        asked = ask(
            place,
            now,
            kind=kind,
            history=tried,
            party=Party.model_validate({"id": "x1", "role": role}),
            debtor={"flags": (Flag(flag="lost"),)},
        )
        answer = place.law.verdict(asked)
        assert place.pack.partition("-")[0] + ".third" in {r.rule for r in answer.reasons}
        assert answer.retry_at is None


# --- flags

STOPPING = (
    *("cease", "attorney", "bankruptcy", "discharged", "deceased", "minor", "dispute"),
    *("breathing_space", "hardship_review", "complaint_hold", "do_not_call"),
)


@pytest.mark.parametrize("place", [CHINA, *ABROAD], ids=lambda place: place.pack)
def test_every_flag_stops_a_call_or_lays_a_gate_on_it_and_never_turns_away_the_debtor(
    place: Place,
) -> None:
    collector = FINANCE if place is CHINA else None
    now = noon(place)
    for flag in (*STOPPING, "vulnerable"):
        laid = {"flags": (Flag(flag=flag, from_=now - timedelta(days=3)),)}
        asked = ask(place, now, debtor=laid, collector=collector)
        answer = place.law.verdict(asked)
        assert answer.decision != "allowed", flag
        inbound = place.law.verdict(asked.model_copy(update={"initiator": "debtor"}))
        assert inbound.allowed, flag
        over = {"flags": (Flag(flag=flag, until=now - timedelta(days=1)),)}
        assert place.law.verdict(ask(place, now, debtor=over, collector=collector)).allowed, flag


def test_a_flag_from_a_scottish_court_runs_six_months_and_an_english_one_sixty_days() -> None:
    laid = {"flags": (Flag(flag="breathing_space", from_=LONDON.clock("2026-11-24 10:00")),)}
    later = LONDON.clock("2027-02-22 12:00")
    assert refusing(ask(LONDON, later, debtor=laid)) == []
    assert refusing(ask(EDINBURGH, later, debtor=laid)) == ["gb.moratorium"]


def test_a_statute_barred_debt_is_gone_in_scotland_and_only_barred_in_england() -> None:
    old = (DebtFacts(id="A", product="card", limitation_date=noon(LONDON).date().replace(day=1)),)
    assert refusing(ask(EDINBURGH, noon(EDINBURGH), debts=old)) == ["gb.extinguished"]
    answer = BY_SCOPE.verdict(ask(LONDON, noon(LONDON), debts=old))
    assert set(answer.gates) == {"no_threat_of_suit", "to_supervisor"}


# --- records and messages


def test_the_longest_of_law_and_house_keeps_a_record() -> None:
    called = noon(CHINA)
    house = pack_of("house-default").file.rules
    recording = Record(record="recording", call_time=called, lender="consumer_finance")
    five = called.replace(year=2031)
    assert keeping(pack_of("cn-consumer-finance").file.rules, recording).keep_until == five
    both = (*pack_of("cn-consumer-finance").file.rules, *house)
    assert keeping(both, recording).erase_from == five

    note = Record(record="note", call_time=called, last_activity=called, case_closed=called)
    years = {"gb-conc": 6, "au-rg96": 7, "in-rbi": 8, "id-pojk22": 5, "ph-sec18": 5}
    for name, expected in years.items():
        kept = keeping((*pack_of(name).file.rules, *house), note)
        assert kept.keep_until == called.replace(year=2026 + expected), name
        assert kept.erase_from == max(kept.keep_until, called.replace(year=2032)), name

    german = pack_of("de-house").file.rules
    assert keeping(german, recording).erase_from == called + timedelta(days=90)
    assert keeping((*german, *house), recording).keep_until == five  # the house's five years win


@pytest.mark.parametrize("place", ABROAD, ids=lambda place: place.pack)
@pytest.mark.parametrize("template", shipped_templates().values(), ids=lambda each: each.template)
def test_every_template_that_ships_may_be_sent_to_the_debtor_s_own_address(
    place: Place, template: object
) -> None:
    from desk_client.writing.template import Template

    assert isinstance(template, Template)
    content = Content(
        template=template.template,
        fields=template.fields("en"),
        text="…",
        signed=True,
        opt_out=True,
    )
    asked = ask(
        place, noon(place), kind=template.channel, purpose=template.purpose, content=content
    )
    assert content_faults(pack_of(place.pack).file.rules, asked) == ()


# --- the files


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.id)
def test_every_rule_is_told_in_two_languages_with_its_clause_and_how_sure_we_are(
    pack: Pack,
) -> None:
    for rule in pack.own_rules:
        assert rule.confidence == "house" or re.search(r"\d", rule.ref), rule.id
        assert re.search(r"[一-鿿]", rule.text.zh), rule.id
        assert re.fullmatch(r"[\x20-\x7e]+", rule.text.en), rule.id
        assert rule.severity == "house" or rule.confidence != "house", rule.id
        if isinstance(rule, WindowedCap) and rule.confidence == "house":
            assert re.search(r"内部", rule.text.zh + rule.label.zh), rule.id


def test_numbers_that_no_law_gives_are_the_house_s_and_say_so() -> None:
    invented = {
        "gb-conc": ("gb.hours", "gb.attempts3", "gb.answered1", "gb.week7", "gb.abandoned"),
        "au-rg96": ("au.week3_any", "au.month10_any", "au.attempts3"),
        "in-rbi": ("in.attempts3", "in.festivals"),
        "de-house": ("de.hours", "de.attempts2", "de.week5"),
        "ph-sec18": ("ph.night",),
    }
    for name, rules in invented.items():
        held = {rule.id: rule for rule in pack_of(name).file.rules}
        for rule in rules:
            assert held[rule].severity == "house", rule
            assert held[rule].held == "house", rule  # a lead may lift it
            assert held[rule].confidence in ("house", "unsure"), rule


def test_the_packs_bring_their_worked_cases() -> None:
    names = [
        example.name for pack in packs() for rule in pack.own_rules for example in rule.examples
    ]
    assert len(names) >= 700
    cases = {int(found[1]) for name in names if (found := re.match(r"case (\d+):", name))}
    assert cases >= {5, 15, 17, 19, 21, 23, 27, 31, 33, 35}


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.id)
def test_every_country_has_a_day_by_which_a_complaint_is_answered(pack: Pack) -> None:
    assert any(timer.starts == "complaint" for timer in of_kind(Timer, pack.file.rules))
    assert any(rule.kind == "authority" for rule in pack.file.rules)
    assert sum(isinstance(rule, Rule) for rule in pack.file.rules) >= 30
