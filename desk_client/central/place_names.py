"""Chinese provinces as banks write them, their ISO 3166-2 codes and zones, and the district inside
a billing address, which is asked for when identity is verified."""

import re

_CODES = {
    "北京": "BJ", "天津": "TJ", "河北": "HE", "山西": "SX", "内蒙古": "NM", "辽宁": "LN",
    "吉林": "JL", "黑龙江": "HL", "上海": "SH", "江苏": "JS", "浙江": "ZJ", "安徽": "AH",
    "福建": "FJ", "江西": "JX", "山东": "SD", "河南": "HA", "湖北": "HB", "湖南": "HN",
    "广东": "GD", "广西": "GX", "海南": "HI", "重庆": "CQ", "四川": "SC", "贵州": "GZ",
    "云南": "YN", "西藏": "XZ", "陕西": "SN", "甘肃": "GS", "青海": "QH", "宁夏": "NX",
    "新疆": "XJ", "台湾": "TW", "香港": "HK", "澳门": "MO",
}  # fmt: skip
_ENGLISH = {
    "beijing": "BJ", "tianjin": "TJ", "hebei": "HE", "shanxi": "SX", "inner mongolia": "NM",
    "liaoning": "LN", "jilin": "JL", "heilongjiang": "HL", "shanghai": "SH", "jiangsu": "JS",
    "zhejiang": "ZJ", "anhui": "AH", "fujian": "FJ", "jiangxi": "JX", "shandong": "SD",
    "henan": "HA", "hubei": "HB", "hunan": "HN", "guangdong": "GD", "guangxi": "GX",
    "hainan": "HI", "chongqing": "CQ", "sichuan": "SC", "guizhou": "GZ", "yunnan": "YN",
    "tibet": "XZ", "xizang": "XZ", "shaanxi": "SN", "gansu": "GS", "qinghai": "QH",
    "ningxia": "NX", "xinjiang": "XJ", "taiwan": "TW", "hong kong": "HK", "macau": "MO",
    "macao": "MO",
}  # fmt: skip
_ZONES = {"TW": "Asia/Taipei", "HK": "Asia/Hong_Kong", "MO": "Asia/Macau"}
_PROVINCE_OR_CITY = re.compile(
    r"^(?:[^省市区县旗]{2,8}(?:省|自治区|特别行政区))?(?:[^省市区县旗]{2,8}市)?"
)
_DISTRICT = re.compile(r"^[^省市]{1,10}?(?:新区|区|县|旗)")


def region_of(region: str, address: str) -> str:
    """ISO 3166-2 such as CN-SH, from the region cell, else from the address; "" = unknown."""
    cell = region.strip()
    if re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", cell):
        return cell
    for text in (cell, address):
        for name, code in _CODES.items():
            if text.startswith(name):
                return f"CN-{code}"
        for name, code in _ENGLISH.items():
            if re.search(rf"\b{name}\b", text.casefold()):
                return f"CN-{code}"
    return ""


def zone_of(region: str) -> str:
    """The mainland keeps one legal time; "" where the region is unknown or foreign."""
    country, _, part = region.partition("-")
    return _ZONES.get(part, "Asia/Shanghai") if country == "CN" else ""


def district_of(address: str) -> str:
    """浦东新区 of 上海市浦东新区世纪大道 100 号; Pudong of "88 Century Road, Pudong, Shanghai"."""
    parts = [part.strip() for part in address.split(",") if part.strip()]
    if len(parts) >= 3 and address.isascii():
        return parts[-2]
    rest = address[_PROVINCE_OR_CITY.match(address).end() :]  # type: ignore[union-attr]
    found = _DISTRICT.match(rest)
    return found.group(0) if found else ""
