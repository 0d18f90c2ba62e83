"""One item as an assessmentItem of QTI 2.1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from question_bank.formats.qti.names import TOOL
from question_bank.hypertext import in_html
from question_bank.item import Item, Kind, Option
from question_bank.letters import letter
from question_bank.markup import to_plain
from question_bank.text import clean_line

_NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_MATCH = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"
_BLOCK = re.compile(r"<(?:p|div|ul|ol|table|pre)>")
_EXPLANATION = "GIAI_THICH"
_LONGEST_TITLE = 60


def write_item(item: Item, identifier: str, pictures: Sequence[str]) -> bytes:
    """The file of an item whose pictures stand at these addresses relative to it."""
    held = in_html(item, lambda number: f'<img src="{pictures[number - 1]}" alt="Hình {number}">')
    title = clean_line(to_plain(item.stem) if item.markup == "html" else item.stem)[:_LONGEST_TITLE]
    has_feedback = any(option.feedback for option in item.options)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<assessmentItem xmlns="{_NAMESPACE}" identifier="{escape(identifier)}" title="{escape(title)}" '
        f'xml:lang="vi" adaptive="false" timeDependent="false" toolName="{TOOL}" toolVersion="1">',
        *_declarations(item, has_feedback),
        *_body(held),
        *_processing(item, has_feedback),
    ]
    if held.explanation:
        parts.append(
            f'<modalFeedback outcomeIdentifier="{_EXPLANATION}" identifier="{_EXPLANATION}" showHide="show">'
            f"{_xml(held.explanation)}</modalFeedback>"
        )
    return "\n".join([*parts, "</assessmentItem>", ""]).encode()


def _declarations(item: Item, has_feedback: bool) -> Iterator[str]:
    cardinality = "multiple" if item.kind is Kind.MULTIPLE else "single"
    values = "".join(f"<value>{letter(index)}</value>" for index in item.key_indexes)
    yield f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="identifier">'
    yield f"<correctResponse>{values}</correctResponse>"
    yield "</responseDeclaration>"
    yield (
        f'<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float" normalMaximum="{item.marks:f}">'
        "<defaultValue><value>0</value></defaultValue></outcomeDeclaration>"
    )
    if has_feedback:
        yield f'<outcomeDeclaration identifier="FEEDBACK" cardinality="{cardinality}" baseType="identifier"/>'
    if item.explanation:
        yield (
            f'<outcomeDeclaration identifier="{_EXPLANATION}" cardinality="single" baseType="identifier">'
            f"<defaultValue><value>{_EXPLANATION}</value></defaultValue></outcomeDeclaration>"
        )


def _body(item: Item) -> Iterator[str]:
    """The stem is the prompt, unless it has blocks, which a prompt may not hold."""
    is_block = bool(_BLOCK.search(item.stem))
    shuffle = "false" if item.kind is Kind.TRUE_FALSE else "true"
    most = "0" if item.kind is Kind.MULTIPLE else "1"
    yield "<itemBody>"
    if is_block:
        yield f"<div>{_xml(item.stem)}</div>"
    yield f'<choiceInteraction responseIdentifier="RESPONSE" shuffle="{shuffle}" maxChoices="{most}">'
    if not is_block:
        yield f"<prompt>{_xml(item.stem)}</prompt>"
    for index, option in enumerate(item.options):
        yield _choice(index, option, item)
    yield "</choiceInteraction>"
    yield "</itemBody>"


def _choice(index: int, option: Option, item: Item) -> str:
    fixed = ' fixed="true"' if option.pinned or item.kind is Kind.TRUE_FALSE else ""
    feedback = ""
    if option.feedback:
        kind = "feedbackBlock" if _BLOCK.search(option.feedback) else "feedbackInline"
        feedback = (
            f'<{kind} outcomeIdentifier="FEEDBACK" identifier="{letter(index)}" showHide="show">'
            f"{_xml(option.feedback)}</{kind}>"
        )
    return f'<simpleChoice identifier="{letter(index)}"{fixed}>{_xml(option.text)}{feedback}</simpleChoice>'


def _processing(item: Item, has_feedback: bool) -> Iterator[str]:
    """The template where it says everything; else the same match written out, with the marks and the feedback."""
    if item.marks == 1 and not has_feedback:
        yield f'<responseProcessing template="{_MATCH}"/>'
        return
    yield "<responseProcessing>"
    yield (
        "<responseCondition><responseIf>"
        '<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
        f'<setOutcomeValue identifier="SCORE"><baseValue baseType="float">{item.marks:f}</baseValue></setOutcomeValue>'
        "</responseIf></responseCondition>"
    )
    if has_feedback:
        yield '<setOutcomeValue identifier="FEEDBACK"><variable identifier="RESPONSE"/></setOutcomeValue>'
    yield "</responseProcessing>"


def _xml(html: str) -> str:
    """Clean HTML as XHTML that QTI 2.1 knows, which has no <u>."""
    spelled = html.replace("<br>", "<br/>").replace("<u>", '<span class="underline">').replace("</u>", "</span>")
    return re.sub(r"(<img [^>]*)>", r"\1/>", spelled)
