"""CHECKS I5: what looks like a formula, a program or a template in a text is a text and nothing else."""

from __future__ import annotations

import pytest

from question_bank.formats import WRITABLE, read, write
from question_bank.text import clean
from tests.question_bank.archives import with_part
from tests.question_bank.excel_files import ExcelFile, row
from tests.question_bank.items import item, options

HEADER = ["STT", "Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án D", "Đáp án đúng"]
FORMULAS = (
    "=1+1", "=6*7", "=SUM(A1:A9)", "=CMD|'/C calc'!A0", "=HYPERLINK(\"http://x\";\"y\")", "=NOW()", "=RAND()",
    "+1+1", "-1+1", "@SUM(1;2)", "=@A1", "=WEBSERVICE(\"http://x\")", "=IMPORTXML(\"http://x\";\"//a\")",
    "{=A1:A2*2}", "=DDE(\"cmd\";\"/C calc\";\"x\")", "=EXEC(\"calc\")", "=1=1", "=\"a\"&\"b\"", "$A$1", "R[1]C[1]",
)  # fmt: skip
FIELDS = (
    'INCLUDETEXT "c:\\\\x.txt"', 'DDEAUTO c:\\\\windows\\\\cmd "/k calc"', "{ DATE }", "{ AUTHOR }", "MERGEFIELD x",
    "MACROBUTTON x y", "{ QUOTE 65 66 }", "HYPERLINK \"file:///c:/x\"",
)  # fmt: skip
TEMPLATES = (
    "{{7*7}}", "{{ config }}", "{% for x in y %}{% endfor %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "*{7*7}", "@(7*7)",
    "{{''.__class__.__mro__}}", "{7*7}", "{0}", "{0.__class__}", "{x!r}", "%s", "%(x)s", "%n%n%n", "%d%i", "$x", "${x}",
)  # fmt: skip
PROGRAMS = (
    "__import__('os').system('id')", "eval('7*7')", "exec('x=1')", "!!python/object/apply:os.system [id]",
    "cos\nsystem\n(S'id'\ntR.", "gASVAAAA", "`id`", "$(id)", "; id", "&& id", "| id", "' OR 1=1 --",
    "'; DROP TABLE items; --", "<?php echo 7*7; ?>", "<script>7*7</script>", "javascript:7*7", "onload=7*7",
    "() { :;}; id", "${jndi:ldap://x/a}", "&xxe;", "#7:0.1", "#1..5", "%50%x", "=%100%x", "=49", "~49", "####49",
)  # fmt: skip
PAYLOADS = (*FORMULAS, *FIELDS, *TEMPLATES, *PROGRAMS)


def test_enough_is_tried() -> None:
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("format", [format for format in WRITABLE if format != "docx"])
def test_every_payload_comes_back_as_the_text_it_is(format: str) -> None:
    for payload in PAYLOADS:
        text = clean("Kết quả " + payload)
        made = item(stem=text, options=options("*" + text, "Một " + payload, "Khác"), source="")
        [found] = read(write([made], format), format=format).items
        assert (found.stem, [option.text for option in found.options]) == (
            made.stem,
            [option.text for option in made.options],
        )


def test_every_payload_stands_in_a_word_document_as_it_is_typed() -> None:
    for payload in PAYLOADS:
        if "\n" in payload:
            continue
        made = item(stem="Kết quả " + payload, options=options("*Là " + payload, "Khác"), source="")
        [found] = read(write([made], "docx"), "a.docx").items
        assert (found.stem, [option.text for option in found.options]) == (made.stem, ["Là " + payload, "Khác"])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_cell_of_text_stays_text_wherever_it_stands(payload: str) -> None:
    reading = ExcelFile(HEADER, row(stem="Gì?", a=payload, b=payload + " hai")[:7]).read()
    texts = [option.text for found in reading.items for option in found.options]
    texts += [text for found in reading.refused for text in found.options]
    assert clean(payload) in texts
    assert "49" not in texts or payload.endswith("49")


def test_the_text_of_a_gift_question_is_never_computed() -> None:
    for payload in PAYLOADS:
        escaped = "".join("\\" + sign if sign in "\\:#={}~" else sign for sign in payload).replace("\n", "\\n")
        [found] = read(f"Kết quả {escaped} {{=a ~b}}".encode(), "a.gift").items
        assert found.stem == clean("Kết quả " + payload)


@pytest.mark.parametrize("formula", ["6*7", "CMD|'/C calc'!A0", "WEBSERVICE(&quot;http://x&quot;)", "NOW()"])
def test_a_formula_in_a_workbook_counts_with_the_value_it_was_saved_with_or_is_refused(formula: str) -> None:
    def change(content: bytes) -> bytes:
        start = content.index(b'<c r="C3"')
        end = content.index(b"</c>", start) + 4
        return content[:start] + f'<c r="C3" t="str"><f>{formula}</f><v>đã lưu</v></c>'.encode() + content[end:]

    reading = read(with_part(write([item()], "xlsx"), "xl/worksheets/sheet1.xml", change), "a.xlsx")
    seen = [option.text for found in reading.items for option in found.options] + [
        found.stem for found in reading.items
    ]
    assert all("42" not in text for text in seen)
    assert "đã lưu" in seen or reading.errors
