"""The alphabets of the fonts of the nineties: which Latin-1 signs stand for which Vietnamese letters."""

from __future__ import annotations

import re
import unicodedata

_PLAIN_TCVN3 = "Ă¡ Â¢ Ê£ Ô¤ Ơ¥ Ư¦ Đ§ ă¨ â© êª ô« ơ¬ ư\u00ad đ®"
_TONED_TCVN3 = (
    "àµ ả¶ ã· á¸ ạ¹ ằ» ẳ¼ ẵ½ ắ¾ ặÆ ầÇ ẩÈ ẫÉ ấÊ ậË èÌ ẻÎ ẽÏ éÐ ẹÑ ềÒ ểÓ ễÔ ếÕ ệÖ ì× ỉØ ĩÜ íÝ ịÞ "
    "òß ỏá õâ óã ọä ồå ổæ ỗç ốè ộé ờê ởë ỡì ớí ợî ùï ủñ ũò úó ụô ừõ ửö ữ÷ ứø ựù ỳú ỷû ỹü ýý ỵþ"
)
TCVN3 = {pair[1]: pair[0] for pair in f"{_PLAIN_TCVN3} {_TONED_TCVN3}".split()}
"""One sign for one letter; a font of capitals shows the small letters as capitals."""

_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_BREVE, _ROOF, _HORN = "\u0306", "\u0302", "\u031b"
_TONES = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_WITH_BREVE = {"ê": "", "é": _ACUTE, "è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
_WITH_ROOF = {"â": "", "á": _ACUTE, "à": _GRAVE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_SINGLES = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def _vni() -> dict[str, str]:
    small = dict(_SINGLES)
    for vowel in "aeouy":
        small |= {vowel + sign: vowel + tone for sign, tone in _TONES.items()}
    small |= {"a" + sign: "a" + _BREVE + tone for sign, tone in _WITH_BREVE.items()}
    for vowel in "aeo":
        small |= {vowel + sign: vowel + _ROOF + tone for sign, tone in _WITH_ROOF.items()}
    for sign, vowel in (("ô", "o"), ("ö", "u")):
        small |= {sign + mark: vowel + _HORN + tone for mark, tone in _TONES.items()}
    table: dict[str, str] = {}
    for written, meant in small.items():
        letter = unicodedata.normalize("NFC", meant)
        table |= {written: letter, written.upper(): letter.upper()}
        if len(written) > 1:  # a capital with the sign of the small letter, and the other way round
            table |= {written[0].upper() + written[1]: letter.upper(), written[0] + written[1].upper(): letter}
    return table


VNI = _vni()
"""One sign or a vowel with a sign behind it for one letter."""
VNI_LETTER = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
