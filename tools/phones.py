"""Writes core/src/phone/table.rs: country codes, number lengths, national prefixes, time zones.

Requires the packages of tools/requirements-phones.txt: libphonenumber's metadata and time zones.
"""

from __future__ import annotations

import argparse
import datetime
import functools
import importlib.resources
import re
import re._constants as sre
import re._parser as parser
import sys
import zoneinfo
from pathlib import Path

from phonenumbers import PhoneMetadata, PhoneNumberDesc, __version__
from phonenumbers.data import _COUNTRY_CODE_TO_REGION_CODE as REGIONS
from phonenumbers.timezone import TIMEZONE_DATA

TABLE = Path(__file__).resolve().parents[1] / "core" / "src" / "phone" / "table.rs"
# Types of numbers that can receive a message or a call as a person does. Toll-free, premium and company
# numbers are left out: they have so many lengths that hardly a wrong number would be noticed.
KINDS = ("fixed_line", "mobile", "voip", "personal_number")
# Prefixes that the metadata has no more or not as one: 8 for another town, then the 0.
OLD_PREFIXES = {375: {"80"}, 380: {"80"}}
# Countries with one legal time, of which the database has another zone as well.
OFFICIAL = {86: "Asia/Shanghai", 380: "Europe/Kyiv"}
# E.164: digits of a number with its country code.
LONGEST = 15


# The system's zones may be older.
zoneinfo.reset_tzpath(to=())


def metadata(code: int) -> list[PhoneMetadata]:
    return [
        PhoneMetadata.metadata_for_nongeo_region(code)
        if region == "001"
        else PhoneMetadata.metadata_for_region(region)
        for region in REGIONS[code]
    ]


def descriptions(regions: list[PhoneMetadata], kinds: tuple[str, ...] = KINDS) -> list[PhoneNumberDesc]:
    all_kinds = [getattr(region, kind) for region in regions for kind in kinds]
    # A kind that a country does not have has the length -1.
    return [one for one in all_kinds if one is not None and one.national_number_pattern]


def lengths(regions: list[PhoneMetadata], code: int, kinds: tuple[str, ...] = KINDS) -> set[int]:
    """Digits after the country code; not those of the "general" description, which has every service."""
    found = {length for one in descriptions(regions, kinds) for length in one.possible_length}
    return {length for length in found if 0 < length <= LONGEST - len(str(code))}


def zero_first(items: parser.SubPattern | list) -> tuple[bool, bool]:
    """Two flags: a match of the pattern can begin with 0; it can be empty."""
    for kind, value in items:
        if kind is sre.LITERAL:
            return value == ord("0"), False
        if kind is sre.IN:
            return any(
                (k is sre.LITERAL and v == ord("0"))
                or (k is sre.RANGE and v[0] <= ord("0") <= v[1])
                or k is sre.CATEGORY
                for k, v in value
            ), False
        if kind is sre.SUBPATTERN:
            zero, empty = zero_first(value[-1])
        elif kind is sre.BRANCH:
            branches = [zero_first(branch) for branch in value[1]]
            zero, empty = any(z for z, _ in branches), any(e for _, e in branches)
        elif kind is sre.MAX_REPEAT:
            zero, empty = zero_first(value[2])
            empty = empty or value[0] == 0
        else:
            sys.exit(f"a pattern has {kind}, which this script cannot read")
        if zero or not empty:
            return zero, empty
    return False, True


def prefixes(main: PhoneMetadata, code: int) -> list[str]:
    """Trunk prefixes before a national number, longest first, without carrier codes."""
    pattern = main.national_prefix_for_parsing
    found = {digit for digit in "0123456789" if pattern and re.fullmatch(pattern, digit)}
    found |= {main.national_prefix} if main.national_prefix else set()
    return sorted(found | OLD_PREFIXES.get(code, set()), key=lambda p: (-len(p), p))


@functools.cache
def clock(zone: str) -> tuple[object, ...]:
    """How far a zone is from UTC, twice a day for some years: zones that agree in it are one here."""
    start = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)
    times = (start + datetime.timedelta(hours=12 * half_day) for half_day in range(8 * 365))
    return tuple(time.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() for time in times)


def zones_of_regions() -> dict[str, list[str]]:
    """The zones of each region, by the list of the time zone database."""
    found: dict[str, list[str]] = {}
    for line in (importlib.resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text().splitlines():
        if not line.startswith("#"):
            region, _, zone = line.split("\t")[:3]
            found.setdefault(region, []).append(zone)
    return found


def zone(code: int, of_region: dict[str, list[str]]) -> str:
    """The time zone of a country code, empty if it has several.

    libphonenumber names any zone whose time was the same when its data were made, so the zones of the region
    come first.
    """
    own = [zone for region in REGIONS[code] for zone in of_region.get(region, [])]
    of_code = {
        zone for prefix, zones in TIMEZONE_DATA.items() if prefix.startswith(str(code)) for zone in zones
    }
    if code in OFFICIAL:
        return OFFICIAL[code]
    zones = own or sorted(of_code)
    several = len({clock(zone) for zone in zones}) != 1
    return "" if several else zones[0]


def rows() -> list[str]:
    of_region = zones_of_regions()
    made = []
    for code in sorted(REGIONS):
        regions = metadata(code)
        every = lengths(regions, code)
        if not every:
            continue
        mobile = lengths(regions, code, ("mobile",)) or every
        zero = any(zero_first(parser.parse(one.national_number_pattern))[0] for one in descriptions(regions))
        before = ", ".join(f'"{prefix}"' for prefix in prefixes(regions[0], code))
        masks = ", ".join(f"{sum(1 << length for length in kind):#x}" for kind in (every, mobile))
        here = zone(code, of_region)
        made.append(f'    row({code}, {masks}, {str(zero).lower()}, &[{before}], "{here}"),')
    return made


def table() -> str:
    made = rows()
    return "\n".join(
        [
            f"//! Written by tools/phones.py from libphonenumber {__version__} (Apache-2.0): do not edit.",
            "",
            "use super::country::{Country, row};",
            "",
            "/// Every country code, in ascending order: lengths of all numbers and of mobile numbers (bit N",
            "/// for N digits), whether a number can begin with 0, national prefixes, the only time zone.",
            f"pub(super) static COUNTRIES: [Country; {len(made)}] = [",
            *made,
            "];",
            "",
        ]
    )


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true", help="only compare with what is there")
    text = table()
    if not options.parse_args().check:
        TABLE.write_text(text)
    elif TABLE.read_text() != text:
        print(f"{TABLE.name} is not what tools/phones.py writes")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
