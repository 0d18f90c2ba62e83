"""A question as a reader found it, before anyone decided whether it can be taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from question_bank.image import Image
from question_bank.item import Item, Kind
from question_bank.letters import letters
from question_bank.problem import Problem, error, note, warning
from question_bank.reading import Refused
from question_bank.text import clean, clean_line


@dataclass(slots=True)
class DraftOption:
    """An option with its raw text."""

    text: str
    is_key: bool = False
    pinned: bool = False
    feedback: str = ""


@dataclass(slots=True)
class Draft:
    """Raw texts of one question. `kind` is None where the file does not say it.

    `several_named` is set when the author listed several right letters on purpose ("Đáp án: A, C"),
    which is what makes an undeclared question a multiple one. What turned out to be no question, or one
    that cannot even be laid out, is `refused`: only its problems count.
    """

    place: str
    stem: str = ""
    options: list[DraftOption] = field(default_factory=list)
    kind: Kind | None = None
    several_named: bool = False
    id: str = ""
    level: str = ""
    topic: str = ""
    explanation: str = ""
    source: str = ""
    marks: str = ""
    markup: str = "plain"
    images: tuple[Image, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    refused: bool = False

    @classmethod
    def of(cls, item: Item, place: str) -> Draft:
        """The draft of an item that is complete already."""
        options = [DraftOption(option.text, option.is_key, option.pinned, option.feedback) for option in item.options]
        return cls(
            place=place,
            stem=item.stem,
            options=options,
            kind=item.kind,
            id=item.id,
            level=item.level.value if item.level else "",
            topic=item.topic,
            explanation=item.explanation,
            source=item.source,
            marks=str(item.marks),
            markup=item.markup,
            images=item.images,
        )

    def texts(self) -> Iterator[str]:
        """Every text that a person would read."""
        yield from (self.stem, self.topic, self.explanation, self.source)
        for option in self.options:
            yield option.text
            yield option.feedback

    def put_texts(self, texts: Sequence[str]) -> None:
        """Replace what `texts` yields, in the same order."""
        self.stem, self.topic, self.explanation, self.source = texts[:4]
        for option, text, feedback in zip(self.options, texts[4::2], texts[5::2], strict=True):
            option.text, option.feedback = text, feedback

    def mark_keys(self, indexes: tuple[int, ...]) -> None:
        """Make exactly these options the right ones."""
        for index, option in enumerate(self.options):
            option.is_key = index in indexes

    def refusal(self, problems: Sequence[Problem]) -> Refused:
        """What is left of the question for its author to mend."""
        return Refused(
            place=self.place,
            stem=clean(self.stem),
            options=tuple(clean(option.text) for option in self.options),
            key=letters([index for index, option in enumerate(self.options) if option.is_key]),
            level=clean_line(self.level),
            topic=clean_line(self.topic),
            explanation=clean(self.explanation),
            source=clean(self.source),
            problems=tuple(problems),
        )

    def refuse(self, code: str, message: str) -> None:
        """Give the question up, for this one reason."""
        self.problems = [error(self.place, code, message)]
        self.refused = True

    def error(self, code: str, message: str, place: str = "") -> None:
        """Note why this question cannot be taken."""
        self.problems.append(error(place or self.place, code, message))

    def warning(self, code: str, message: str, place: str = "") -> None:
        """Note what the organiser should look at."""
        self.problems.append(warning(place or self.place, code, message))

    def note(self, code: str, message: str, place: str = "") -> None:
        """Note a leniency."""
        self.problems.append(note(place or self.place, code, message))
