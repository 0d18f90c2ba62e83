"""What a page needs of a contest's form: the value typed in each field, what is wrong with it, what cannot change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask_babel import get_locale

from quiz.contests import posted
from quiz.contests.draft import Mistake
from quiz.contests.moments import parse_moment, written

SPOKEN = {"none": "không", "unlimited": "không giới hạn"}
UNITS = (".units", "owner_unit")
PLAIN = ("number", "title", "opens_at", "closes_at", "practice")
"""What every round has."""


@dataclass
class Sheet:
    """Fields by name; `locked` gives for a place that can no longer change the reason; `focus` is a field's name.

    What no template has shown is carried along by `rest`, so that nothing of a contest is lost that no field is for.
    """

    fields: Mapping[str, str]
    mistakes: tuple[Mistake, ...] = ()
    locked: Mapping[str, object] = field(default_factory=dict)
    focus: str = ""
    _shown: set[str] = field(default_factory=set)

    def value(self, name: str, default: object = "") -> str:
        """What stands in a field; the default where nothing was ever put there."""
        self._shown.add(name)
        return self.fields.get(name, str(default))

    def spoken(self, name: str, default: object = "") -> str:
        """The value of a field for a number; a file's English words as Vietnamese say them, for both are read alike."""
        return self.say(self.value(name, default))

    @staticmethod
    def say(word: str) -> str:
        """A word of a contest file as the reader's language says it."""
        locale = get_locale()
        return word if locale is not None and locale.language == "en" else SPOKEN.get(word, word)

    def parts(self, name: str) -> list[str]:
        """The values of a list that is typed into one field."""
        return posted.parts(self.value(name), name.rpartition(".")[2])

    def unit_codes(self) -> set[str]:
        """Every code of a unit that is typed anywhere, in capitals."""
        return {part.upper() for name in self.fields if name.endswith(UNITS) for part in self.parts(name)}

    def moment(self, name: str) -> str:
        """A moment as people write it, however it stands in its field."""
        found = parse_moment(self.value(name))
        return written(found, is_end=name.endswith("closes_at")) if found else self.value(name)

    def ticked(self, name: str) -> set[str]:
        """The values ticked in a list of boxes."""
        values = {key: value for key, value in self.fields.items() if key.rpartition(".")[0] == name}
        self._shown.update(values)
        return set(values.values())

    def rows(self, path: str) -> list[str]:
        """The places of the rows of a list: `rounds.0`, `rounds.1`, …"""
        start = len(path) + 1
        numbers = {key[start:].partition(".")[0] for key in self.fields if key.startswith(f"{path}.")}
        return [f"{path}.{number}" for number in sorted((one for one in numbers if one.isdigit()), key=int)]

    def has(self, path: str) -> bool:
        """Whether anything is typed at or below a place."""
        return any(value.strip() for key, value in self.fields.items() if key == path or key.startswith(f"{path}."))

    def errors(self, name: str) -> list[str]:
        """What is wrong with a field, in whole sentences."""
        return [one.sentence for one in self.mistakes if posted.field_of(one.path) == name]

    def is_own(self, row: str) -> bool:
        """Whether a round has, or is about to have, anything otherwise than the others; also where it is wrong."""
        plain = {f"{row}.{name}" for name in PLAIN}
        said = [n for n, v in self.fields.items() if v.strip() and posted.INITIAL.get(n.rpartition(".")[2]) != v]
        own = [name for name in (*said, self.focus) if name.startswith(f"{row}.") and name not in plain]
        return bool(own) or self.is_wrong(row)

    def is_wrong(self, path: str) -> bool:
        """Whether anything at or below a place is wrong."""
        return any(f"{posted.field_of(one.path)}.".startswith(f"{path}.") for one in self.mistakes)

    def why_locked(self, name: str) -> object:
        """Why a field can no longer change; empty where it can."""
        parts = name.split(".")
        places = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
        return next((self.locked[place] for place in places if place in self.locked), "")

    def rest(self) -> Iterable[tuple[str, str]]:
        """The fields that no template has shown and that can change, to be carried along unseen."""
        return [(n, v) for n, v in self.fields.items() if n not in self._shown and not self.why_locked(n)]

    def problems(self) -> list[tuple[str, str]]:
        """Every mistake as (field, sentence), in the order of the file."""
        return [(posted.field_of(one.path), one.sentence) for one in self.mistakes]
