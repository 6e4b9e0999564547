"""The phrases of some lists as one net of places, and the steps between them. A step is made by a
letter, by a character's sound or parts, or by a sign. Places that are reached together are one
stop, made when it is first reached and kept: after some texts a step is a single look-up."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from desk_client.decent_words.letters import LATIN, LEET, Kind, kind_of, parts, readings
from desk_client.decent_words.pattern import Choice, Element, Sequence, Sign
from desk_client.decent_words.phrase_list import PhraseList


@dataclass(frozen=True, slots=True)
class Entry:
    """The list that a phrase stands in; `free` = an ordinary wording, no fault."""

    owner: PhraseList
    free: bool


_SOUND = "~"  # before the sound of a character among the ways on


@dataclass(slots=True, eq=False)
class Place:
    """A point between two letters of a phrase. `ways` lead on by a letter, a sound or a sign,
    `onward` without any."""

    begins: bool  # a word may begin here
    ways: dict[str, list["Place"]] = field(default_factory=dict)
    onward: list["Place"] = field(default_factory=list)
    entry: Entry | None = None

    def lead(self, way: str, to: "Place") -> None:
        self.ways.setdefault(way, []).append(to)


class Stop:
    """Places reached together."""

    def __init__(self, net: "PhraseNet", places: frozenset[Place]) -> None:
        self._net = net
        self._steps: dict[str, tuple[Stop, ...]] = {}
        self._by_sound: dict[str, Stop | None] = {}
        self._apart: tuple[Stop | None, Stop | None] | None = None
        self._places = places
        self.entries = frozenset(place.entry for place in places if place.entry)
        self.ends = not any(place.ways for place in places)
        self.has_sounds = any(way[0] == _SOUND for place in places for way in place.ways)
        self.signs = {
            sign: behind
            for sign in (Sign.FEW, Sign.REST, Sign.NUMBER)
            if (behind := self._behind(sign))
        }

    def steps(self, letter: str) -> tuple["Stop", ...]:
        """Behind this letter, and behind those that it may stand for."""
        try:
            return self._steps[letter]
        except KeyError:
            behind = (self._behind(meant) for meant in (letter, *LEET.get(letter, "")))
            self._steps[letter] = found = tuple(stop for stop in behind if stop)
            return found

    def _behind(self, way: str) -> "Stop | None":
        to = [to for place in self._places for to in place.ways.get(way, ())]
        return self._net.stop(to) if to else None

    def by_sound(self, sound: str) -> "Stop | None":
        try:
            return self._by_sound[sound]
        except KeyError:
            self._by_sound[sound] = found = self._behind(_SOUND + sound)
            return found

    def behind_latin(self) -> Iterable["Stop"]:
        """Behind every Latin letter: for one that is masked (f*ck)."""
        for letter in sorted(LATIN):
            yield from self.steps(letter)

    def apart(self) -> tuple["Stop | None", "Stop | None"]:
        """Behind a space: where a word may begin there, and where a word would be split."""
        if self._apart is None:
            begins = frozenset(place for place in self._places if place.begins)
            self._apart = (
                self._net.stop_of(begins) if begins else None,
                self._net.stop_of(self._places - begins) if begins != self._places else None,
            )
        return self._apart


class PhraseNet:
    """Lists together. Every phrase begins at `start`, with one of the letters `first`."""

    def __init__(self, lists: Iterable[PhraseList]) -> None:
        self._stops: dict[frozenset[Place], Stop] = {}
        self._laid: dict[tuple[Place, str], Place] = {}
        root = Place(begins=True)
        for owner in lists:
            for free, phrases in ((False, owner.phrases), (True, owner.free)):
                entry = Entry(owner, free)
                for phrase in phrases:
                    self._lay(phrase, root).onward.append(Place(begins=True, entry=entry))
        self.start = self.stop([root])
        self._laid.clear()
        begun = {way for way in root.ways if len(way) == 1}
        sounds = {way[1] for way in root.ways if way[0] == _SOUND}
        leet = {sign for sign, letters in LEET.items() if begun.intersection(letters)}
        self.first = frozenset(begun | sounds | leet)

    def stop(self, places: Iterable[Place]) -> Stop:
        """The one stop of these places and of those reached from them without a letter."""
        reached: set[Place] = set()
        left = list(places)
        while left:
            place = left.pop()
            if place not in reached:
                reached.add(place)
                left += place.onward
        return self.stop_of(frozenset(reached))

    def stop_of(self, together: frozenset[Place]) -> Stop:
        found = self._stops.get(together)
        if found is None:
            found = self._stops[together] = Stop(self, together)
        return found

    def _lay(self, sequence: Sequence, place: Place) -> Place:
        for element in sequence:
            place = self._step(element, place)
        return place

    def _step(self, element: Element, place: Place) -> Place:
        """The place behind `element`."""
        if isinstance(element, Choice):
            ends = [self._lay(way, place) for way in element.ways]
            joined = Place(begins=any(end.begins for end in ends))
            for end in ends:
                end.onward.append(joined)
            return joined
        if element is Sign.BREAK:
            begins = Place(begins=True)
            place.onward.append(begins)
            return begins
        behind = self._laid.get((place, element))
        if behind is None:
            sign = isinstance(element, Sign)
            behind = Place(begins=sign or kind_of(element) is not Kind.LATIN)
            self._laid[place, element] = behind
            place.lead(element, behind)
            if not sign:
                self._lay_other_ways(element, place, behind)
        return behind

    def _lay_other_ways(self, letter: str, place: Place, behind: Place) -> None:
        """By the sounds of a character, and by its parts."""
        for sound in readings().get(letter, ()):
            place.lead(_SOUND + sound, behind)
        split = parts().get(letter, "")
        between = place
        for part in split[:-1]:
            beyond = Place(begins=True)
            between.lead(part, beyond)
            between = beyond
        if split:
            between.lead(split[-1], behind)
