"""What posts there are in a unit, what people write for them, and what one post implies. Plain Python.

The codes are those in which the actors of plans name posts. Where people write a deputy: the deputy of a secretary
shares in leading the committee and is taken as one of its standing members; the deputy of a head has no post of its
own among the actors and is taken as a cadre. Offices in the youth union or a trade union say nothing about the Party.
A secretary and a head act for their unit, so a text is read as one of them only where it leaves no doubt: who leads a
part of a unit ("trưởng phòng", "trưởng ban", "chủ tịch hội") is a cadre, unless somebody chooses otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

from quiz.core.vietnamese import clean, fold


class PostKind(StrEnum):
    """What a post is known as, the leading ones first."""

    SECRETARY = "secretary"
    HEAD = "head"
    STANDING_MEMBER = "standing_member"
    COMMITTEE_MEMBER = "committee_member"
    CADRE = "cadre"
    PARTY_MEMBER = "party_member"
    CIVIL_SERVANT = "civil_servant"
    YOUTH_MEMBER = "youth_member"
    UNION_MEMBER = "union_member"
    VETERAN = "veteran"
    ARTIST = "artist"
    WORKER = "worker"


TITLES: dict[PostKind, str] = {
    PostKind.SECRETARY: "Bí thư cấp ủy",
    PostKind.HEAD: "Người đứng đầu cơ quan, đơn vị",
    PostKind.STANDING_MEMBER: "Ủy viên Ban Thường vụ, Phó Bí thư",
    PostKind.COMMITTEE_MEMBER: "Cấp ủy viên",
    PostKind.CADRE: "Cán bộ",
    PostKind.PARTY_MEMBER: "Đảng viên",
    PostKind.CIVIL_SERVANT: "Công chức, viên chức",
    PostKind.YOUTH_MEMBER: "Đoàn viên thanh niên",
    PostKind.UNION_MEMBER: "Đoàn viên công đoàn, hội viên đoàn thể",
    PostKind.VETERAN: "Cựu chiến binh",
    PostKind.ARTIST: "Văn nghệ sĩ",
    PostKind.WORKER: "Người lao động",
}
IMPLIED: dict[PostKind, tuple[PostKind, ...]] = {
    PostKind.SECRETARY: (PostKind.STANDING_MEMBER, PostKind.COMMITTEE_MEMBER, PostKind.PARTY_MEMBER),
    PostKind.STANDING_MEMBER: (PostKind.COMMITTEE_MEMBER, PostKind.PARTY_MEMBER),
    PostKind.COMMITTEE_MEMBER: (PostKind.PARTY_MEMBER,),
    PostKind.HEAD: (PostKind.CADRE,),
}
"""Whoever holds a post holds these too: who leads a committee sits in it, who sits in it is a party member.

That a secretary is a cadre is not implied: in branches of hamlets he need not be one. Nor is a head a party member.
"""
OF_THE_PARTY = frozenset(
    {PostKind.SECRETARY, PostKind.STANDING_MEMBER, PostKind.COMMITTEE_MEMBER, PostKind.PARTY_MEMBER}
)
"""Posts that tell of a membership in the Party: seen inside the own subtree and by the person alone."""
_SEPARATE, _PIECES = re.compile(r"[;\n\r]+"), re.compile(r",|\+|\bkiêm\b", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+")
_ABBREVIATED = {"bt": "bi thu", "pbt": "pho bi thu", "uv": "uy vien", "bch": "ban chap hanh", "btv": "ban thuong vu"}
_PATTERNS: tuple[tuple[str, PostKind | None], ...] = (
    (r"(nguyen|cuu(?! chien binh)|vo|chong|con) .*|.*(nghi huu|huu tri).*", None),
    (r".*cuu chien binh.*", PostKind.VETERAN),
    (r".*cong doan.*", PostKind.UNION_MEMBER),
    (r"bi thu (tinh|thanh|huyen|quan|thi) doan.*", PostKind.HEAD),
    (r"pho bi thu (tinh|thanh|huyen|quan|thi) doan.*", PostKind.CADRE),
    (r"(pho )?bi thu (chi |lien chi )?doan.*|uy vien .*\bdoan\b.*|doan vien.*", PostKind.YOUTH_MEMBER),
    (r"hoi vien .*(van hoc|nghe thuat|nha van|my thuat).*", PostKind.ARTIST),
    (r"(hoi vien|uy vien .*hoi|(pho )?chi hoi (truong|pho)).*", PostKind.UNION_MEMBER),
    (r"bi thu.*", PostKind.SECRETARY),
    (r"pho bi thu.*|(uy vien )?(ban )?thuong vu.*", PostKind.STANDING_MEMBER),
    (r"(chi|dang|tinh|thanh|huyen|quan|thi|cap) uy( vien.*)?", PostKind.COMMITTEE_MEMBER),
    (r"uy vien ban chap hanh( dang bo.*| chi bo.*)?", PostKind.COMMITTEE_MEMBER),
    (r"dang vien.*", PostKind.PARTY_MEMBER),
    (r"chu tich( (uy ban nhan dan|ubnd).*)?|(nguoi )?dung dau.*|thu truong.*", PostKind.HEAD),
    (r"(tong )?giam doc.*|hieu truong.*|tong bien tap.*|(vien|cuc|chi cuc|chi huy) truong.*", PostKind.HEAD),
    (r"pho (tong )?(giam doc|bien tap|chu tich|hieu truong|thu truong|truong|chanh|vien|cuc|chi).*", PostKind.CADRE),
    (r"(truong|pho) (phong|khoa|ban|bo mon|doan).*|to truong.*", PostKind.CADRE),
    (r"chu tich.*|chu nhiem.*|chanh (van phong|thanh tra|an).*", PostKind.CADRE),
    (r".*(cong chuc|vien chuc).*|chuyen vien.*|(giao|giang) vien.*", PostKind.CIVIL_SERVANT),
    (r"can bo.*|lanh dao.*", PostKind.CADRE),
    (r"(van )?nghe si.*|nha (van|tho).*|(nhac|hoa) si.*|nghe nhan.*", PostKind.ARTIST),
    (r"cong nhan.*|nhan vien.*|nguoi lao dong.*|lao dong.*", PostKind.WORKER),
)
_READ = [(re.compile(pattern), kind) for pattern, kind in _PATTERNS]


def post_kind_of(text: str) -> str:
    """The kind of the post that a text names, whatever its case and accents; "" where it is none of the known ones.

    A code or a title of the list is read too. Former holders ("nguyên", "cựu") hold no post.
    """
    words = " ".join(_ABBREVIATED.get(word, word) for word in _WORDS.findall(fold(text)))
    if words in _BY_TITLE:
        return _BY_TITLE[words]
    if text in set(PostKind):
        return text
    return next((kind or "" for pattern, kind in _READ if pattern.fullmatch(words)), "")


def posts_in(text: str) -> list[str]:
    """The posts written in one field, parted by ";" or line breaks.

    Commas and "kiêm" part them too where each piece is a known post of another kind. Each is cut to
    the 40 characters that are kept. An empty field gives one empty post.
    """
    parts = [part for part in (clean(part) for part in _SEPARATE.split(text)) if part]
    posts = [piece[:40] for part in parts for piece in _pieces(part)]
    return list(dict.fromkeys(posts)) or [""]


def _pieces(part: str) -> list[str]:
    pieces = [clean(piece) for piece in _PIECES.split(part)]
    kinds = {kind for kind in map(post_kind_of, pieces) if kind}
    return pieces if len(kinds) == len(pieces) else [part]


def kinds_meant(kinds: Collection[str]) -> frozenset[str]:
    """The stored kinds whose holders hold one of the kinds asked for: a secretary where party members are meant."""
    return frozenset(kinds) | {holder.value for holder, also in IMPLIED.items() if not set(also).isdisjoint(kinds)}


def kinds_held(kinds: Collection[str]) -> frozenset[str]:
    """What somebody is who holds posts of these kinds: a secretary is a party member too."""
    return frozenset(kinds).union(*(IMPLIED.get(PostKind(kind), ()) for kind in kinds if kind in set(PostKind)))


def title_of(kind: str) -> str:
    """The Vietnamese title of a kind; the kind itself where it is unknown."""
    return TITLES[PostKind(kind)] if kind in set(PostKind) else kind


_BY_TITLE = {" ".join(_WORDS.findall(fold(title))): kind.value for kind, title in TITLES.items()}
