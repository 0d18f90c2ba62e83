"""What can be a Vietnamese syllable, by its spelling alone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et "
    "ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oc oi om on ong op ot "
    "oong ooc oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oe oen oeo oet ô ôc ôi ôm "
    "ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uâc uân uâng uât uây uê uêch uên uênh uêt uôc uôi uôm "
    "uôn uông uôt uơ uy uya uych uyn uynh uyp uyt uyu uyên uyêt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp "
    "ươt ươu y yn yt ynh ych yêm yên yêng yêt yêu"
)
_SYLLABLE = re.compile(f"{_ONSET}(?:{'|'.join(sorted(_RIMES.split(), key=len, reverse=True))})")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOPPED = ("c", "ch", "p", "t")
_TONES_OF_STOPPED = frozenset("\u0301\u0323")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """True if a word without blanks is spelled as a Vietnamese syllable: onset, rime, at most one tone that fits."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [sign for sign in letters if sign in _TONES]
    bare = unicodedata.normalize("NFC", "".join(sign for sign in letters if sign not in _TONES))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    return not bare.endswith(_STOPPED) or bool(tones and tones[0] in _TONES_OF_STOPPED)
