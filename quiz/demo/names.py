"""Invented people: names as they are given in the north-eastern mountains, put together by chance."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class People:
    """Family names, and middle and given names of men and of women, as one people gives them."""

    families: str
    men: tuple[str, str]
    women: tuple[str, str]

    def name(self, rng: random.Random) -> str:
        """A name of a man or a woman."""
        middles, given = rng.choice((self.men, self.women))
        return " ".join(rng.choice(words.split()).replace("_", " ") for words in (self.families, middles, given))


TAY_NUNG = People(
    "Nông Nông Hoàng Hoàng Bế Đàm Lục Hà Ma Mạc Chu Vi Hứa Triệu Lý Đinh Nguyễn Phùng Bàng Sầm Lương La Âu",
    (
        "Văn Văn Văn Quang Đức Ích Thanh Trung Minh Quốc Xuân Ngọc Công",
        "Hùng Cường Thắng Hưng Dũng Kiên Tuấn Hiếu Long Nam Khánh Thành Việt Tùng Trường Sơn Hiệu Đạt Thụ Phong",
    ),
    (
        "Thị Thị Thị Thu Bích Thanh Kim Hồng Ngọc Minh Thị_Thu Thị_Hồng Thị_Bích",
        "Hương Hạnh Hà Huyền Lan Nga Nhung Liên Thảo Yến Ngân Duyên Chuyên Nguyệt Hiền Mai Xuyến Diệp Đào Bưởi",
    ),
)
KINH = People(
    "Nguyễn Nguyễn Trần Lê Phạm Vũ Đỗ Bùi Đặng Ngô Dương Phan",
    (
        "Văn Đức Quang Hữu Minh Tuấn Thanh Mạnh",
        "An Bình Hải Hòa Tuấn Sơn Lâm Phúc Quân Tiến Toàn Vinh Khoa Duy",
    ),
    (
        "Thị Thị Thu Thanh Ngọc Phương Thị_Minh",
        "An Anh Chi Dung Giang Hằng Linh Ngọc Oanh Phương Quỳnh Trang Vân Hoa",
    ),
)
MONG = People(
    "Hoàng Dương Vừ Lầu Sùng Thào Giàng Hầu Mã Vàng",
    ("A A Mí Seo Văn", "Páo Sính Lử Pó Dình Sùng Chứ Vàng Tủa Thắng Minh Hòa"),
    ("Thị", "Mỷ Dí Máy Và Dua Xúa Pà Sua Mai Hoa"),
)
DAO = People(
    "Bàn Triệu Đặng Phùng Lý Chảo Tẩn",
    ("Văn Tòn Chàn Phụ Quầy Kim", "Chòi Sính Phin Sơn Phú Vạn Lâm Quý An Tài"),
    ("Mùi Thị Thị Mùi Tả", "Nhàn Phấy Mụi Coi Nái Pham Lan Hương"),
)
PEOPLES = (TAY_NUNG, KINH, MONG, DAO)
SHARES = (62, 20, 9, 9)


def invented_name(rng: random.Random) -> str:
    """A full name that might be heard in the province; whoever bears it in truth is not meant."""
    return rng.choices(PEOPLES, SHARES)[0].name(rng)


def invented_birth(rng: random.Random) -> str:
    """A bare year, mostly of people at work; a few pupils and a few pensioners."""
    group = rng.choices(((1986, 2003), (1966, 1985), (2004, 2010), (1950, 1965)), (45, 38, 10, 7))[0]
    return str(rng.randint(*group))
