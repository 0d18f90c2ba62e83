"""What a drawing, a VML picture or an embedded object in a run is: a picture, or something that is told by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from question_bank.formats.word.marked import Flag
from question_bank.formats.word.ooxml import Element, attribute, child, local
from question_bank.formats.word.pictures import Source

OBJECTS = frozenset({"drawing", "pict", "object", "AlternateContent", "altChunk"})
_LINES = frozenset({"line", "straightConnector1"})
_SIDES = ("l", "t", "r", "b")
_VML_SIDES = ("cropleft", "croptop", "cropright", "cropbottom")
_FRACTION = re.compile(r"(-?\d{0,6}\.?\d{1,6})(f?)")


def drawn(element: Element) -> Iterator[Source | Flag]:
    """The pictures in an object, or a flag that names what it is."""
    name = local(element)
    if name == "drawing":
        yield from _drawing(element)
    elif name == "pict":
        yield from _vml(element)
    elif name == "AlternateContent":
        yield from _alternative(element)
    else:
        yield Flag("object")


def _alternative(element: Element) -> Iterator[Source | Flag]:
    for branch in (*element.iterchildren("{*}Choice"), *element.iterchildren("{*}Fallback")):
        inner = [one for one in branch.iter("{*}drawing", "{*}pict", "{*}object") if not _is_nested(one, branch)]
        if inner:
            for one in inner:
                yield from drawn(one)
            return
    yield Flag("object")


def _is_nested(element: Element, branch: Element) -> bool:
    """True for a drawing inside another one, which the outer one tells of."""
    above = element.getparent()
    while above is not None and above is not branch:
        if local(above) in OBJECTS:
            return True
        above = above.getparent()
    return False


def _drawing(element: Element) -> Iterator[Source | Flag]:
    floats = child(element, "anchor") is not None
    data = next(element.iter("{*}graphicData"), None)
    kind = (data.get("uri") or "").rpartition("/")[2] if data is not None else ""
    pictures = list(element.iter("{*}pic"))
    if kind == "picture" and pictures:
        yield from (_picture(one, floats) for one in pictures)
    elif kind.startswith("chart"):
        yield Flag("chart")
    elif kind == "diagram":
        yield Flag("smart_art")
    elif kind in {"wordprocessingShape", "wordprocessingGroup", "wordprocessingCanvas"}:
        yield from _shape(element, has_pictures=bool(pictures))
    else:
        yield Flag("object")


def _shape(element: Element, *, has_pictures: bool) -> Iterator[Flag]:
    words = _boxed(element)
    if words is not None:
        yield Flag("text_box", words)
    if has_pictures:
        yield Flag("picture_group")
    forms = {form.get("prst") for form in element.iter("{*}prstGeom")}
    if words is None and not has_pictures:
        yield Flag("line") if forms and forms <= _LINES else Flag("shape")


def _boxed(element: Element) -> str | None:
    """The words in the text boxes of an element, or None if it has no text box with words."""
    texts = (text.text or "" for box in element.iter("{*}txbxContent") for text in box.iter("{*}t"))
    words = " ".join("".join(texts).split())
    return words or None


def _picture(element: Element, floats: bool) -> Source:
    blip = next(element.iter("{*}blip"), None)
    cut = next(element.iter("{*}srcRect"), None)
    form = next(element.iter("{*}xfrm"), None)
    crop = [_thousandths(cut.get(side)) if cut is not None else 0.0 for side in _SIDES]
    turned = form is not None and any(form.get(name, "0") not in {"0", "false"} for name in ("rot", "flipH", "flipV"))
    id = attribute(blip, "embed") or attribute(blip, "link")
    return Source(id, (crop[0], crop[1], crop[2], crop[3]), floats, turned)


def _thousandths(text: str | None) -> float:
    """A share in thousandths of a percent, or as "12.5%" in the strict dialect; what adds to a picture is no cut."""
    found = re.fullmatch(r"(\d{1,7}(?:\.\d{1,4})?)(%?)", text or "")
    return min(float(found[1]) / (100 if found[2] else 100_000), 1.0) if found else 0.0


def _vml(element: Element) -> Iterator[Source | Flag]:
    words = _boxed(element)
    image = next(element.iter("{*}imagedata"), None)
    if words is not None:
        yield Flag("text_box", words)
    elif image is not None:
        shape = image.getparent()
        floats = shape is not None and "position:absolute" in (shape.get("style") or "").replace(" ", "")
        crop = [_vml_share(image.get(side)) for side in _VML_SIDES]
        id = attribute(image, "id") or attribute(image, "pict") or attribute(image, "href")
        yield Source(id, (crop[0], crop[1], crop[2], crop[3]), floats)
    elif not any(attribute(shape, "hr") in {"t", "true"} for shape in element):
        yield Flag("line") if all(local(shape) == "line" for shape in element) and len(element) else Flag("shape")


def _vml_share(text: str | None) -> float:
    found = _FRACTION.fullmatch(text or "")
    share = float(found[1]) / (65_536 if found[2] else 1) if found else 0.0
    return min(max(share, 0.0), 1.0)
