"""Pictures in Moodle XML: files beside a text, the old way, and what must not vanish."""

from __future__ import annotations

import pytest

from question_bank.formats import read
from question_bank.limits import Limits
from question_bank.read_options import ReadOptions
from tests.question_bank.items import codes, picture
from tests.question_bank.moodle_files import HEAD, TAIL, answer, choice, file, moodle, one, question, refusal, text

RED, BLUE = picture("red"), picture("blue")


def img(address: str) -> str:
    return f'<img src="{address}" alt="" width="20" role="presentation">'


def stem(content: str, *files: str) -> str:
    return text("questiontext", content, inside="".join(files))


def test_a_picture_at_the_end_of_the_stem_is_taken_without_a_mark() -> None:
    item = one(choice(stem(f"<p>Đây là ai?<br>{img('@@PLUGINFILE@@/anh.png')}</p>", file(RED, "anh.png"))))
    assert (item.markup, item.stem, item.images) == ("plain", "Đây là ai?", (RED,))


@pytest.mark.parametrize(
    ("address", "name", "path"),
    [
        ("@@PLUGINFILE@@/a.png", "a.png", "/"),
        ("@@PLUGINFILE@@/%E1%BA%A3nh%20m%E1%BB%9Bi.png", "ảnh mới.png", "/"),
        ("@@PLUGINFILE@@/a.png?time=1700000000000", "a.png", "/"),
        ("@@PLUGINFILE@@/sub/a.png", "a.png", "/sub/"),
    ],
)
def test_a_file_is_found_by_the_address_in_the_text(address: str, name: str, path: str) -> None:
    assert one(choice(stem(f"{img(address)} là ai?", file(RED, name, path)))).stem == "[Hình 1] là ai?"


def test_files_of_one_name_beside_different_texts_are_different_pictures() -> None:
    answers = (
        answer(img("@@PLUGINFILE@@/image.png"), 100, inside=file(RED, "image.png"))
        + answer(img("@@PLUGINFILE@@/image.png"), 0, inside=file(BLUE, "image.png"))
    )  # fmt: skip
    item = one(question("multichoice", "Cờ nào?", answers))
    assert [option.text for option in item.options] == ["[Hình 1]", "[Hình 2]"]
    assert item.images == (RED, BLUE)


def test_a_file_of_another_text_is_not_borrowed() -> None:
    answers = answer("An", 100, inside=file(RED, "image.png")) + answer("Bình", 0)
    assert refusal(question("multichoice", f"Ai?{img('@@PLUGINFILE@@/image.png')}", answers)) == "picture"


def test_old_files_keep_one_picture_in_base64() -> None:
    old = f"<image>thu muc/anh.png</image><image_base64>{RED.to_url().partition(',')[2]}</image_base64>"
    assert one(choice("Đây là ai?", old)).images == (RED,)
    assert refusal(choice("Đây là ai?", "<image>anh.png</image>")) == "picture"
    assert one(choice("Đây là ai?", "<image></image>")).images == ()


@pytest.mark.parametrize(
    "address",
    ["@@PLUGINFILE@@/mat.png", "http://127.0.0.1:9/a.png", "https://moodle.vn/draftfile.php/5/a.png", "/etc/passwd", "",
     "file:///etc/passwd", "data:image/svg+xml;base64,PHN2Zy8+"],
)  # fmt: skip
def test_a_picture_that_is_not_in_the_file_refuses_its_question_alone(address: str) -> None:
    reading = moodle(choice(f"Ai?{img(address)}"), choice("Khác?"))
    assert [item.stem for item in reading.items] == ["Khác?"]
    assert codes(reading.errors) == ["picture"]
    assert reading.errors[0].place.startswith("Câu 1 ")


@pytest.mark.parametrize("data", ["", "????", "AAAA", "A"])
def test_a_damaged_picture_refuses_its_question(data: str) -> None:
    broken = f'<file name="a.png" path="/" encoding="base64">{data}</file>'
    assert refusal(choice(stem(f"Ai?{img('@@PLUGINFILE@@/a.png')}", broken))) == "picture"


def test_a_picture_longer_than_any_text_refuses_its_question_alone() -> None:
    large = f'<file name="a.png" path="/" encoding="base64">{"A" * 11_000_000}</file>'
    reading = moodle(choice(stem(f"Ai?{img('@@PLUGINFILE@@/a.png')}", large)), choice("Khác?"))
    assert (len(reading.items), codes(reading.errors)) == (1, ["picture"])
    assert "MB" in reading.errors[0].message


def test_a_picture_inside_the_text_itself_is_taken() -> None:
    assert one(choice(f"Ai?{img(RED.to_url())}")).images == (RED,)


def test_a_file_that_is_no_picture_does_not_vanish() -> None:
    sound = '<file name="a b.mp3" path="/" encoding="base64">AAAA</file>'
    linked = stem('<p>Nghe <a href="@@PLUGINFILE@@/a%20b.mp3">đoạn này</a>.</p>', sound)
    assert refusal(choice(linked)) == "attachment"
    reading = moodle(choice(stem("Ai?", sound)))
    assert "file_unused" in codes(reading.problems, "note")
    assert len(reading.items) == 1


def test_pictures_stand_in_explanation_and_feedback_too() -> None:
    general = text("generalfeedback", f"Xem {img('@@PLUGINFILE@@/b.png')}", inside=file(BLUE, "b.png"))
    item = one(choice(stem(f"Ai?{img('@@PLUGINFILE@@/a.png')}", file(RED, "a.png")), general))
    assert (item.stem, item.explanation, item.images) == ("Ai?", "Xem [Hình 2]", (RED, BLUE))


def test_the_limits_of_pictures_hold() -> None:
    many = choice(
        stem(f"{img('@@PLUGINFILE@@/a.png')}{img('@@PLUGINFILE@@/b.png')}?", file(RED, "a.png"), file(BLUE, "b.png"))
    )
    data = (HEAD + many + TAIL).encode()
    assert len(read(data, "a.xml").items) == 1
    for limits in (Limits(images_per_item=1), Limits(image_bytes=10)):
        reading = read(data, "a.xml", options=ReadOptions(limits=limits))
        assert set(codes(reading.errors)) == {"picture"}
