"""The phrases of some lists as one net of places, and the steps between them. A step is made by a
letter, by a character's sound or parts, or by a sign. Places that are reached together are one
stop, made when it is first reached and kept: after some texts a step is a single look-up."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from desk_client.decent_words.letters import LEET, Kind, kind_of, parts, readings
from desk_client.decent_words.pattern import Choice, Element, Sequence, Sign
from desk_client.decent_words.phrase_list import PhraseList


@dataclass(frozen=True, slots=True)
class Entry:
    """The list that a phrase stands in; `free` = an ordinary wording, no fault."""

    owner: PhraseList
    free: bool


@dataclass(slots=True, eq=False)
class Place:
    """A point between two letters of a phrase."""

    begins: bool  # a word may begin here
    letters: dict[str, list["Place"]] = field(default_factory=dict)
    sounds: dict[str, list["Place"]] = field(default_factory=dict)
    signs: dict[Sign, list["Place"]] = field(default_factory=dict)
    onward: list["Place"] = field(default_factory=list)  # without a letter
    entry: Entry | None = None


class Stop:
    """Places reached together."""

    def __init__(self, net: "PhraseNet", places: frozenset[Place]) -> None:
        self._net = net
        self._by_letter: dict[str, Stop | None] = {}
        self._by_sound: dict[str, Stop | None] = {}
        self._apart: tuple[Stop | None, Stop | None] | None = None
        self._places = places
        self.entries = frozenset(place.entry for place in places if place.entry)
        self.ends = not any(place.letters or place.sounds for place in places)
        self.has_sounds = any(place.sounds for place in places)
        self.signs = {
            sign: net.stop(to)
            for sign in (Sign.FEW, Sign.REST, Sign.NUMBER)
            if (to := [to for place in places for to in place.signs.get(sign, ())])
        }

    def by_letter(self, letter: str) -> "Stop | None":
        try:
            return self._by_letter[letter]
        except KeyError:
            to = [to for place in self._places for to in place.letters.get(letter, ())]
            self._by_letter[letter] = found = self._net.stop(to) if to else None
            return found

    def by_sound(self, sound: str) -> "Stop | None":
        try:
            return self._by_sound[sound]
        except KeyError:
            to = [to for place in self._places for to in place.sounds.get(sound, ())]
            self._by_sound[sound] = found = self._net.stop(to) if to else None
            return found

    def letters(self) -> list[str]:
        """The Latin letters that lead on: one of them may be masked (f*ck)."""
        all_letters = {letter for place in self._places for letter in place.letters}
        return sorted(letter for letter in all_letters if kind_of(letter) is Kind.LATIN)

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
        root = Place(begins=True)
        for owner in lists:
            for free, phrases in ((False, owner.phrases), (True, owner.free)):
                entry = Entry(owner, free)
                for phrase in phrases:
                    self._lay(phrase, root).onward.append(Place(begins=True, entry=entry))
        self.start = self.stop([root])
        begun = set(root.letters)
        sounds = {sound[0] for sound in root.sounds}
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
        if isinstance(element, Sign):
            behind = Place(begins=True)
            place.signs.setdefault(element, []).append(behind)
            return behind
        behind = Place(begins=kind_of(element) is not Kind.LATIN)
        place.letters.setdefault(element, []).append(behind)
        for sound in readings().get(element, ()):
            place.sounds.setdefault(sound, []).append(behind)
        split = parts().get(element)
        if split:
            between = place
            for part in split[:-1]:
                beyond = Place(begins=True)
                between.letters.setdefault(part, []).append(beyond)
                between = beyond
            between.letters.setdefault(split[-1], []).append(behind)
        return behind
