"""Places as banks write them."""

import pytest

from desk_client.central.place_names import _CODES, _ENGLISH, district_of, region_of, zone_of


@pytest.mark.parametrize(
    ("region", "address", "code"),
    [
        ("上海", "", "CN-SH"),
        ("上海市", "北京市海淀区", "CN-SH"),  # the column has the word
        ("", "广东省深圳市南山区示例路 1 号", "CN-GD"),
        ("Hunan", "", "CN-HN"),
        ("", "1 Example Road, Nanshan, Shenzhen, Guangdong", "CN-GD"),
        ("Shaanxi", "", "CN-SN"),
        ("Shanxi", "", "CN-SX"),
        ("CN-44", "", "CN-44"),
        ("香港", "", "CN-HK"),
        ("somewhere", "", ""),
        ("", "", ""),
    ],
)
def test_regions(region: str, address: str, code: str) -> None:
    assert region_of(region, address) == code


def test_every_province_has_an_english_name() -> None:
    assert set(_ENGLISH.values()) == set(_CODES.values())
    assert len(set(_CODES.values())) == len(_CODES) == 34


@pytest.mark.parametrize(
    ("region", "zone"),
    [
        ("CN-SH", "Asia/Shanghai"),
        ("CN-65", "Asia/Shanghai"),
        ("CN-HK", "Asia/Hong_Kong"),
        ("CN-TW", "Asia/Taipei"),
        ("CN-MO", "Asia/Macau"),
        ("US-NY", ""),
        ("", ""),
    ],
)
def test_zones(region: str, zone: str) -> None:
    assert zone_of(region) == zone


@pytest.mark.parametrize(
    ("address", "district"),
    [
        ("上海市浦东新区世纪大道 100 号", "浦东新区"),
        ("四川省成都市青羊区演示巷254号", "青羊区"),
        ("广西壮族自治区南宁市青秀区示例路", "青秀区"),
        ("北京市海淀区示例路", "海淀区"),
        ("浙江省杭州市桐庐县示例路", "桐庐县"),
        ("88 Century Road, Pudong, Shanghai", "Pudong"),
        ("Shanghai", ""),
        ("", ""),
        ("示例路 1 号", ""),
    ],
)
def test_districts(address: str, district: str) -> None:
    assert district_of(address) == district
