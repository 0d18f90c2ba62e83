"""HTML of questions: what stays, what is seen, and what can be neither."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.markup import has_tex, is_formatted, lost, sanitise, to_plain


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("<p style='x' onclick=y>a</p>", "<p>a</p>"),
        ("<span><font color=red>a</font></span>", "a"),
        ("<b>a<i>b", "<b>a<i>b</i></b>"),
        ("a<br/>b<br>", "a<br>b<br>"),
        ("a<script>alert(1)</script>b<style>p {}</style><!-- c -->d<?x y?>e", "abde"),
        ("<iframe src=x>a</iframe>b", "b"),
        ("<svg><script>x</script></svg>a", "a"),
        ("<a href='javascript:x'>a</a>", "a"),
        ("<math><mi>x</mi></math>", "x"),
        ("&lt;script&gt;", "&lt;script&gt;"),
        ("a\x00b\x0bc\x1fd", "abcd"),
        ("<html><head><meta charset='windows-1252'><title>t</title></head><body>ạ</body></html>b", "ạb"),
        ("a</p>b</body>c", "abc"),
        ("", ""),
    ],
)
def test_harmless_tags_stay_without_attributes(html: str, clean: str) -> None:
    assert sanitise(html) == clean


def test_a_picture_is_what_its_keeper_says() -> None:
    html = "<p>a<img src='x.png' alt=y>b</p><object type='image/png' data='z.png'>c</object>"
    assert sanitise(html, lambda address: f"<{address}>") == "<p>a&lt;x.png&gt;b</p>&lt;z.png&gt;"
    assert sanitise(html) == "<p>ab</p>"


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("<p>a</p><p>b<br>c</p>", "a\nb\nc"),
        ("<p>a\n   b</p>", "a b"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a  b"),
        ("a\n b", "a b"),
        ("H<sub>2</sub>O &amp; x &lt; y", "H2O & x < y"),
    ],
)
def test_plain_text_is_what_people_see(html: str, plain: str) -> None:
    assert to_plain(html) == plain


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("a <b>b</b>", ""), ("a < b", ""), ("<img src=x>", ""), ("<object type='image/png' data=x></object>", ""),
        ("<math><mi>x</mi></math>", "formula"), ("<m:math></m:math>", "formula"), ("«math»x«/math»", "formula"),
        ("<svg></svg>", "media"), ("<video src=x>", "media"), ("<iframe>", "media"), ("<object data=x>", "media"),
        ("<audio>", "media"), ("<embed src=x>", "media"), ("<canvas>", "media"),
    ],
)  # fmt: skip
def test_what_is_neither_text_nor_picture_is_named(html: str, what: str) -> None:
    assert lost(html) == what


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"\(x\)", True), (r"a \[x\]", True), ("$$x$$", True), (r"$\frac{1}{2}$", True), ("[tex]x[/tex]", True),
        ("5$ và 6$", False), (r"\(x", False), ("$$", False), (r"C:\thu muc", False), ("(x)", False),
    ],
)  # fmt: skip
def test_tex_is_noticed(text: str, found: bool) -> None:
    assert has_tex(text) is found


def test_only_more_than_lines_counts_as_formatted() -> None:
    assert not is_formatted("<p>a</p><div>b<br>c</div> <span>d</span>")
    assert is_formatted("<p>a<sub>2</sub></p>")
    assert is_formatted("<ul><li>a</li></ul>")


def test_tags_without_end_and_pages_of_spaces_are_read_at_once() -> None:
    assert lost("<b>" * 50_000 + "x") == "nesting"
    assert lost("<b>x</b>" * 50_000) == ""
    assert to_plain("<pre>" + " " * 400_000 + "x</pre>") == "x"
    assert sanitise("<p>" * 50_000 + "x").count("<p></p>") == 49_999


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="ab<>/&;p=\"' !-\n\u00a0imgsrcbltx0", max_size=60))
def test_cleaning_twice_changes_nothing_more(html: str) -> None:
    clean = sanitise(html)
    assert sanitise(clean) == clean
    assert to_plain(clean) == to_plain(html)
