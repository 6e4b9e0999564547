"""Which microphone, earphone and ring this desk uses, and how loud: the agent's own choice, kept in
the store, beside what IT set up. What IT set to silence or a file stays as it is."""

from desk_client.phone.commands import Audio
from desk_client.services.sound_parts import SoundPlace
from desk_client.settings import LineSettings
from desk_client.store.settings import StoredSettings

_FIXED = ("silence", "file:")
_STEP_DB, _MOST_DB = 3.0, 18.0


class SoundChoice:
    """By place: a device as `configure` writes it, and a gain in dB."""

    def __init__(self, settings: LineSettings, stored: StoredSettings) -> None:
        self._stored = stored
        set_up = {
            SoundPlace.CAPTURE: settings.capture,
            SoundPlace.PLAYBACK: settings.playback,
            SoundPlace.RING: settings.ring,
        }
        self.fixed = frozenset(p for p, device in set_up.items() if device.startswith(_FIXED))
        self.device = {
            place: device if place in self.fixed else stored.get(f"sound.{place}") or device
            for place, device in set_up.items()
        }
        self.gain_db = {place: float(stored.get(f"sound.{place}.db") or 0) for place in set_up}

    @property
    def audio(self) -> Audio:
        """As the phone is told."""
        return Audio(
            capture=self.device[SoundPlace.CAPTURE],
            playback=self.device[SoundPlace.PLAYBACK],
            ring=self.device[SoundPlace.RING],
        )

    def move_device(self, place: SoundPlace, step: int, names: tuple[str, ...]) -> None:
        """The next of these devices; the system's own choice comes first."""
        choices = ["default", *(f"device:{name}" for name in names)]
        here = self.device[place]
        at = choices.index(here) if here in choices else 0
        self.device[place] = choices[(at + step) % len(choices)]
        self._stored.put(f"sound.{place}", self.device[place])

    def move_gain(self, place: SoundPlace, step: int) -> None:
        """Three decibels a step, at most eighteen either way."""
        wanted = self.gain_db[place] + step * _STEP_DB
        self.gain_db[place] = min(_MOST_DB, max(-_MOST_DB, wanted))
        self._stored.put(f"sound.{place}.db", str(self.gain_db[place]))
