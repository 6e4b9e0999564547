"""What an instalment plan may be: how many instalments, over how long, what they add up to, what
must be written in it and who must approve. The question answers with every fault, so that the form
can show all of them at once; an empty answer is a plan that may be agreed."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from desk_client.compliance.duty import Duty, Fault, Key, Proof, differing, fault_of, of_kind
from desk_client.compliance.periods import months_after
from desk_client.compliance.request import Part
from desk_client.compliance.rule import Clause, Written

PlanKind = Literal["individual", "ordinary", "cash_advance"]
StaffRole = Literal["agent", "lead"]
_CENT = Decimal("0.01")


def _cents(amount: Decimal) -> Decimal:
    if not amount.is_finite() or amount != amount.quantize(_CENT):
        raise ValueError("an amount with at most two decimals is needed")
    return amount


Amount = Annotated[Decimal, Field(ge=0, le=Decimal("1e12")), AfterValidator(_cents)]


class Instalment(Part):
    """One payment of a plan."""

    due_on: date
    amount: Amount


class Plan(Part):
    """A plan before it is agreed. `kind`: individual = agreed with who cannot pay in full (Art.
    70), ordinary and cash_advance = the card's own. `fields` are the names of what the agreement
    says; `approved_by` the role of who approved."""

    kind: PlanKind = "individual"
    balance: Amount
    currency: str = "CNY"
    agreed_on: date
    instalments: Annotated[tuple[Instalment, ...], Field(min_length=1)]
    fields: tuple[Key, ...] = ()
    approved_by: StaffRole | None = None

    @model_validator(mode="after")
    def _one_after_another(self) -> "Plan":
        days = [self.agreed_on, *(one.due_on for one in self.instalments)]
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError(
                "each instalment must be due after the one before, the first after the agreement"
            )
        if any(one.amount == 0 for one in self.instalments):
            raise ValueError("an instalment of nothing is none")
        return self


class PlanExpected(Written):
    """Ids of the faults that this rule must find; none = a plan in order."""

    faults: tuple[Key, ...] = ()


class EvenPlan(Written):
    """A plan of even monthly payments, as examples tell it: the last one takes the rest of the
    balance, `total` of it where that is given."""

    kind: PlanKind = "individual"
    balance: Amount
    currency: str = "CNY"
    agreed_on: date
    months: Annotated[int, Field(ge=1, le=400)]
    total: Amount | None = None
    fields: tuple[Key, ...] = ()
    approved_by: StaffRole | None = None

    @model_validator(mode="after")
    def _a_cent_each(self) -> "EvenPlan":
        if (self.balance if self.total is None else self.total) < _CENT * self.months:
            raise ValueError("there is not a cent for each instalment")
        return self

    def plan(self) -> Plan:
        """The plan it stands for; the first payment is a month after the agreement."""
        total = self.balance if self.total is None else self.total
        each = (total / self.months).quantize(_CENT, ROUND_DOWN)
        amounts = [each] * (self.months - 1) + [total - each * (self.months - 1)]
        return Plan(
            kind=self.kind,
            balance=self.balance,
            currency=self.currency,
            agreed_on=self.agreed_on,
            instalments=tuple(
                Instalment(due_on=months_after(self.agreed_on, number), amount=amount)
                for number, amount in enumerate(amounts, 1)
            ),
            fields=self.fields,
            approved_by=self.approved_by,
        )


class PlanExample(Written):
    """A plan and what this rule holds against it."""

    name: str
    plan: EvenPlan
    expect: PlanExpected


class PlanLimit(Duty):
    """The limits of plans of these kinds; what is not given is not limited."""

    kind: Literal["plan_limit"]
    plans: tuple[PlanKind, ...] = ()  # none = all
    currency: str | None = None  # none = any
    max_instalments: Annotated[int, Field(ge=1)] | None = None
    max_term_months: Annotated[int, Field(ge=1)] | None = None
    max_amount: Amount | None = None
    sum_must_equal: Literal["balance"] | None = None
    required_fields: tuple[Key, ...] = ()
    approver: StaffRole | None = None
    approval_over: Annotated[int, Field(ge=0)] = 0  # instalments; up to so many need none
    examples: Annotated[tuple[PlanExample, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _amount_in_a_currency(self) -> "PlanLimit":
        if self.max_amount is not None and self.currency is None:
            raise ValueError("max_amount needs a currency")
        return self

    def faults(self, plan: Plan) -> Iterator[Fault]:
        """Everything this rule holds against the plan."""
        if self.plans and plan.kind not in self.plans:
            return
        if not self.covers(plan.agreed_on) or self.currency not in (None, plan.currency):
            return
        yield from self._counted(plan)
        total = sum((one.amount for one in plan.instalments), Decimal(0))
        if self.sum_must_equal == "balance" and total != plan.balance:
            yield fault_of(
                self,
                "sum_differs",
                f"各期合计 {total:.2f}，与欠款余额 {plan.balance:.2f} 不符",
                f"The instalments add up to {total:.2f}, the balance is {plan.balance:.2f}",
            )
        for field in self.required_fields:
            if field not in plan.fields:
                yield fault_of(
                    self,
                    "field_missing",
                    f"协议未写明：{field}",
                    f"The agreement does not say: {field}",
                )
        needs = self.approver is not None and len(plan.instalments) > self.approval_over
        if needs and plan.approved_by not in (self.approver, "lead"):
            yield fault_of(
                self,
                "not_approved",
                f"超过 {self.approval_over} 期须由主管批准"
                if self.approval_over
                else "该分期须由主管批准",
                f"A lead must approve more than {self.approval_over} instalments"
                if self.approval_over
                else "A lead must approve this plan",
            )

    def _counted(self, plan: Plan) -> Iterator[Fault]:
        count, most = len(plan.instalments), self.max_instalments
        if most is not None and count > most:
            yield fault_of(
                self,
                "too_many_instalments",
                f"最多 {most} 期，现为 {count} 期",
                f"At most {most} instalments; these are {count}",
            )
        if self.max_term_months is not None:
            last = months_after(plan.agreed_on, self.max_term_months)
            ends = max(one.due_on for one in plan.instalments)
            if ends > last:
                yield fault_of(
                    self,
                    "too_long",
                    f"最后一期不得晚于 {last}，现为 {ends}",
                    f"The last instalment must be due by {last}; it is due on {ends}",
                )
        if self.max_amount is not None and plan.balance > self.max_amount:
            yield fault_of(
                self,
                "amount_over",
                f"金额上限 {self.max_amount:.2f}，现为 {plan.balance:.2f}",
                f"At most {self.max_amount:.2f} may be agreed; it is {plan.balance:.2f}",
            )

    def proofs(self) -> Iterable[Proof]:
        for example in self.examples:
            found = tuple(dict.fromkeys(fault.what for fault in self.faults(example.plan.plan())))
            fault = differing(("faults", example.expect.faults, found))
            yield Proof(example.name, fault, bool(found))


def plan_faults(rules: Iterable[Clause], plan: Plan) -> tuple[Fault, ...]:
    """Everything the rules hold against the plan; none = it may be agreed."""
    return tuple(fault for rule in of_kind(PlanLimit, rules) for fault in rule.faults(plan))
