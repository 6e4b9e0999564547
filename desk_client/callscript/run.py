"""A callscript being played in one call. A ScriptRun is a value: every key gives a new one, nothing
is asked of a clock or a screen, and a key that means nothing here gives the same run back. Amounts
stay closed until enough identity factors have matched; two misses lead to the polite close."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from desk_client.callscript.flow import Cursor, Goal, after_path, onward, resolve
from desk_client.callscript.identity import SHOWN, IdentityCheck
from desk_client.callscript.position import Party
from desk_client.callscript.script import Callscript, Factor, Line, Side, Step
from desk_client.fact_body import IdentityChecked, SaidLine, ScriptSaid
from desk_client.ids import CallId
from desk_client.text import Language

NO_MATCH = 4


class Place(NamedTuple):
    """A line, and where the side paths that lead to it were entered."""

    at: Cursor
    returns: tuple[Cursor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptRun:
    """One call's script. Times are passed in; `values` are the words for the placeholders and, for
    the factors, what the bank has on file."""

    script: Callscript
    language: Language
    values: Mapping[str, str]
    place: Place
    identity: IdentityCheck
    trail: tuple[Place, ...] = ()
    said: tuple[SaidLine, ...] = ()
    entered: frozenset[str] = field(default_factory=frozenset)  # side paths, whose must-says count
    party: Party | None = None
    proposed_outcome: str | None = None
    finished: bool = False

    @property
    def path(self) -> Step | Side:
        return self.script.path(self.place.at.path)

    @property
    def verified(self) -> bool:
        return self.identity.verified

    @property
    def at_identity(self) -> bool:
        return isinstance(self.path, Step) and self.path.identity is not None

    @property
    def current(self) -> Line:
        return self.lines_of(self.path)[self.place.at.row]

    def lines_of(self, path: Step | Side) -> tuple[Line, ...]:
        """What can be said in a path: its lines, at the identity step then the questions."""
        if isinstance(path, Step) and path.identity is not None:
            return path.lines + tuple(Line(id=one.id, say=one.ask) for one in self.identity.known)
        return path.lines

    def say(self, at: datetime) -> "ScriptRun":
        """Space: the current line is said; the next one comes."""
        if self.finished:
            return self
        run = self._spoken(at)
        if self.at_identity and self.place.at.row >= len(self.path.lines) - 1:
            return run._past_gate() if self.verified else run._ask_next()
        return run._moved(onward(self.script, self.place.at), ends_path=True)

    def press(self, digit: int, at: datetime) -> "ScriptRun":
        """1 to 4: a factor at the identity step, else a branch."""
        if self.at_identity and not self.verified:
            return self.miss_factor(at) if digit == NO_MATCH else self.match_factor(digit, at)
        return self.branch(digit, at)

    def branch(self, digit: int, at: datetime) -> "ScriptRun":
        """The other side answered the current line, which is thereby said."""
        for branch in () if self.finished else self.current.branches:
            if branch.key == digit:
                run = replace(
                    self._spoken(at),
                    party=branch.effect or self.party,
                    proposed_outcome=branch.outcome or self.proposed_outcome,
                )
                return run._moved(resolve(self.script, branch.goto))
        return self

    def match_factor(self, digit: int, at: datetime) -> "ScriptRun":
        """The debtor named what is on file; a factor can be tried once in a call."""
        check = self.identity
        if not self._is_asking or not 1 <= digit <= len(check.known):
            return self
        factor, asked = check.known[digit - 1], self._asked
        if factor not in check.waiting:
            return self
        run = self._spoken(at) if asked == factor else self
        run = replace(run, identity=check.match(factor, at))
        if run.verified:
            return run._past_gate()
        return run if asked in run.identity.waiting else run._ask_next()

    def miss_factor(self, at: datetime) -> "ScriptRun":
        """What was named is not on file, or the answer was declined."""
        waiting = self.identity.waiting
        if not self._is_asking or not waiting:
            return self
        run, factor, asked = self, waiting[0], self._asked
        if asked is not None and asked in waiting:
            run, factor = self._spoken(at), asked
        return replace(run, identity=run.identity.miss(factor, at))._ask_next()

    def back(self) -> "ScriptRun":
        """Comma: the line before; what was said and matched stays so."""
        if self.finished:
            return replace(self, finished=False)
        if not self.trail:
            return self
        return replace(self, place=self.trail[-1], trail=self.trail[:-1])

    def step_on(self) -> "ScriptRun":
        """Full stop: the next step, or out of a side path; nothing gets past an open check."""
        goal = after_path(self.script, self.path.id)
        waits = self.at_identity and not self.verified
        return self if self.finished or waits or goal == "end" else self._moved(goal)

    def goto(self, name: str) -> "ScriptRun":
        """To a step or side path by name; a closed step leads to the identity step. KeyError where
        there is none."""
        goal = resolve(self.script, name)
        if not isinstance(goal, Cursor):
            raise KeyError(name)
        if goal.path == self.path.id and not self.finished:
            return self
        return replace(self, finished=False)._moved(goal)

    def goto_identity(self) -> "ScriptRun":
        """V."""
        step = self.script.identity_step
        return self if step is None or self.identity.failed else self.goto(step.id)

    def must_say(self) -> tuple[tuple[str, str], ...]:
        """Path and line of all that must be said: in the steps, and in side paths entered."""
        return tuple(
            (path.id, line.id)
            for path in self.script.paths()
            if isinstance(path, Step) or path.id in self.entered
            for line in path.lines
            if line.must_say
        )

    def unsaid(self) -> tuple[tuple[str, str], ...]:
        """What of it has not been said."""
        done = {(said.step, said.line) for said in self.said}
        return tuple(name for name in self.must_say() if name not in done)

    def script_said(self, call_id: CallId) -> ScriptSaid:
        """The record of the lines; `unsaid` names them as path.line."""
        return ScriptSaid(
            call_id=call_id,
            callscript=f"{self.script.id}@{self.script.version}",
            lines=self.said,
            unsaid=tuple(f"{path}.{line}" for path, line in self.unsaid()),
        )

    def identity_checked(self, call_id: CallId) -> IdentityChecked | None:
        """The answer of the identity gate, once there is one."""
        return self.identity.fact(call_id)

    @property
    def _is_asking(self) -> bool:
        return self.at_identity and not (self.finished or self.verified or self.identity.failed)

    @property
    def _asked(self) -> Factor | None:
        """The factor that the current line asks for."""
        row = self.place.at.row - len(self.path.lines)
        return self.identity.known[row] if row >= 0 else None

    def _spoken(self, at: datetime) -> "ScriptRun":
        """With the current line in the record; a line said twice running stands there once."""
        line, path = self.current, self.path.id
        if self.said and (self.said[-1].step, self.said[-1].line) == (path, line.id):
            return self
        said = SaidLine(step=path, line=line.id, said_at=at, must_say=line.must_say)
        return replace(self, said=(*self.said, said))

    def _ask_next(self) -> "ScriptRun":
        """To the next factor not yet asked for; to the polite close where identity cannot be
        verified any more."""
        check = self.identity
        if check.hopeless and check.gate is not None:
            return self._moved(resolve(self.script, check.gate.on_fail))
        here, first = self.place.at.row, len(self.path.lines)
        rows = [first + check.known.index(factor) for factor in check.waiting]
        row = min(rows, key=lambda row: (row <= here, row))
        return self if row == here else self._moved(Cursor(self.path.id, row))

    def _past_gate(self) -> "ScriptRun":
        return self._moved(after_path(self.script, self.path.id))

    def _moved(self, goal: Goal, *, ends_path: bool = False) -> "ScriptRun":
        """To a goal; `ends_path` where the last line of a path was said and its work is done."""
        returns = self.place.returns
        if goal == "end" or (goal == "back" and not returns):
            return replace(self._concluded(ends_path), finished=True)
        if goal == "back":
            place = Place(returns[-1], returns[:-1])
        elif goal.path == self.path.id:
            place = Place(goal, returns)
        else:
            place = self._entering(goal, ends_path)
        if place == self.place:
            return self
        run = self if place.at.path == self.path.id else self._concluded(ends_path)
        run = replace(run, place=place, trail=(*self.trail, self.place))
        if isinstance(run.path, Side):
            run = replace(run, entered=run.entered | {run.path.id})
        return run

    def _entering(self, goal: Cursor, ends_path: bool) -> Place:
        """Another path: a closed step leads to the identity check, a side path remembers from
        where it was entered."""
        step = self.script.identity_step
        if step is not None and not self.verified and self.script.gated(goal.path):
            return Place(Cursor(step.id, 0), ())
        if isinstance(self.script.path(goal.path), Step):
            return Place(goal, ())
        returns = self.place.returns
        return Place(goal, returns if ends_path else (*returns, self.place.at))

    def _concluded(self, ends_path: bool) -> "ScriptRun":
        if ends_path and isinstance(self.path, Side) and self.path.outcome is not None:
            return replace(self, proposed_outcome=self.path.outcome)
        return self


def start(script: Callscript, language: Language, values: Mapping[str, str]) -> ScriptRun:
    """The script at its first line. ValueError where it is not written in that language."""
    if language not in script.languages:
        raise ValueError(f"the callscript {script.id} is not written in {language}")
    step = script.identity_step
    gate = step.identity if step else None
    known = [factor for factor in (gate.factors if gate else ()) if values.get(factor.id)]
    return ScriptRun(
        script=script,
        language=language,
        values=dict(values),
        place=Place(Cursor(script.steps[0].id, 0), ()),
        identity=IdentityCheck(gate=gate, known=tuple(known[:SHOWN])),
    )
