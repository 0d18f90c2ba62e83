"""Bombs that are texts: one long line, one deep nest, one sign a million times."""

from __future__ import annotations

from tests.bank.bombs.parts import MB, Bomb


def _deep_html_in_json() -> Bomb:
    html = "<b>" * 100_000 + "Hỏi?"
    return "html.json", (
        '[{"kind": "single", "markup": "html", "stem": "' + html + '", "options": [{"text": "a", "is_key": true}]}]'
    ).encode()


def _one_text() -> Bomb:
    return "text.txt", ("Câu 1. " + "chữ " * 4_000_000).encode()


def _text_lines() -> Bomb:
    return "lines.txt", b"A. " * 2_000_000 + b"\n" * 1_000_000


def _text_starts() -> Bomb:
    return "starts.txt", ("Câu 1.\n" * 600_000).encode()


def _text_blanks() -> Bomb:
    return "blanks.txt", b"Cau 1. a\nA. a\n" + (b" " * 50_000 + b"x\n") * 200


def _gift_braces() -> Bomb:
    return "braces.gift", b"{" * 5_000_000


def _gift_options() -> Bomb:
    return "options.gift", b"Q {" + b"~=" * 2_500_000 + b"}"


def _gift_escapes() -> Bomb:
    return "escapes.gift", b"Q {=" + b"\\" * 5_000_001 + b"~b}"


def _gift_names() -> Bomb:
    return "names.gift", b"::" * 2_500_000 + b" Q {=a ~b}"


def _aiken() -> Bomb:
    return "lines.aiken", b"Q\n" + b"A) " * 1_500_000 + b"\n" + b"B. b\n" * 500_000 + b"ANSWER: A\n"


def _aiken_answers() -> Bomb:
    return "answers.aiken", b"Q\nA. a\nB. b\nANSWER: " + b"A, " * 2_000_000 + b"\n"


def _json_depth() -> Bomb:
    return "depth.json", b"[" * 5_000_000


def _json_objects() -> Bomb:
    return "objects.json", b'[{"a":' * 100_000 + b"1" + b"}]" * 100_000


def _json_size() -> Bomb:
    return "size.json", b"[" + b"{}," * 5_000_000 + b"{}]"


def _json_number() -> Bomb:
    return "number.json", b'[{"marks": ' + b"9" * 5_000_000 + b"}]"


def _csv_field() -> Bomb:
    return "field.csv", '"Câu hỏi","'.encode() + b"x" * (15 * MB)


def _csv_line() -> Bomb:
    return "line.csv", "Câu hỏi".encode() + b"," * 10_000_000


def _csv_quotes() -> Bomb:
    return "quotes.csv", b'"' * 10_000_001


def _csv_rows() -> Bomb:
    return "rows.csv", "Câu hỏi,Đáp án A,Đáp án B,Đáp án đúng\n".encode() + b"q,a,b,A\n" * 1_500_000


def json_of(count: int) -> bytes:
    """A harmless list of so many questions."""
    one = '{"kind": "single", "stem": "Hỏi?", "options": [{"text": "a", "is_key": true}, {"text": "b"}]}'
    return f"[{', '.join([one] * count)}]".encode()


BOMBS = {
    name.removeprefix("_"): made
    for name, made in list(globals().items())
    if callable(made) and getattr(made, "__annotations__", {}).get("return") == "Bomb"
}
