"""The table of country codes and our reader of numbers against libphonenumber's metadata.

The table must be what tools/phones.py writes. Numbers of every region and kind are read in international form
and as they are written at home; with a digit too many or too few for their country they are refused.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import random
import sys

import common

PACKAGES = common.ROOT / "tools" / "requirements-phones.txt"
KINDS = ("FIXED_LINE", "MOBILE", "VOIP", "PERSONAL_NUMBER")
ROUNDS = 40


def main() -> int:
    if __name__ == "__main__" and "--inside" not in sys.argv:
        python = common.venv("phones", ["-r", str(PACKAGES)])
        path = common.run(sys.executable, "-c", "import smsbat; print(smsbat.__path__[0])")
        if path.returncode != 0:
            common.missing("the Python package; run `make module` first")
        parent = path.stdout.strip().rpartition("/")[0]
        common.must(python, "-c", f"import sys; sys.path.append({parent!r}); import smsbat")
        return common.run(python, __file__, "--inside", parent, capture_output=False).returncode
    sys.path.append(sys.argv[2])
    return inside()


def inside() -> int:
    score = common.Score()
    drift = common.run(sys.executable, common.ROOT / "tools" / "phones.py", "--check")
    score.add(
        "the table is what tools/phones.py writes", drift.stdout + drift.stderr if drift.returncode else ""
    )
    numbers, wrong = 0, []
    for count, problem in map(region, codes_and_regions()):
        numbers += count
        wrong += problem
    score.add(f"{numbers} numbers are read as libphonenumber does", "\n".join(wrong[:20]))
    score.add("there were tens of thousands of them", "" if numbers > 30_000 else numbers)
    return score.close()


def codes_and_regions() -> list[tuple[int, str]]:
    import phonenumbers

    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    return [(code, region) for code in sorted(regions) for region in regions[code]]


def read(text: str, country: str | None = None) -> str | None:
    import smsbat

    try:
        return smsbat.phone(text, country).e164
    except smsbat.ValidationError:
        return None


def region(which: tuple[int, str]) -> tuple[int, list[str]]:
    """Tries numbers of a region: those of its examples and others of possible lengths."""
    import phonenumbers

    code, name = which
    dice = random.Random(f"{code} {name}")
    wrong: list[str] = []
    count = 0
    data = phonenumbers.PhoneMetadata
    own = data.metadata_for_nongeo_region(code) if name == "001" else data.metadata_for_region(name)
    lengths: set[int] = set()
    for every in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]:
        other = data.metadata_for_nongeo_region(code) if every == "001" else data.metadata_for_region(every)
        for kind in KINDS:
            one = getattr(other, kind.lower())
            if one is not None and one.national_number_pattern:
                lengths |= {n for n in one.possible_length if 0 < n <= 15 - len(str(code))}
    for kind in KINDS:
        one = getattr(own, kind.lower())
        if one is None or not one.example_number:
            continue
        for number in [one.example_number, *near(one.example_number, dice)]:
            count += 1
            text = f"+{code}{number}"
            if read(text) != text:
                wrong.append(f"{text} of {name} ({kind}) is refused")
            # A national number as libphonenumber writes it for people at home.
            parsed = phonenumbers.parse(text)
            if phonenumbers.is_valid_number(parsed) and name != "001":
                home = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
                # Dots between digits are not ours: they would make a fraction of a spreadsheet a number.
                home = home.replace(".", " ")
                found = read(home, str(code))
                count += 1
                if found not in (None, text):
                    wrong.append(
                        f"a national number of {name} ({kind}) is another: {home} is {found}, not {text}"
                    )
                if found is None and one.example_number == number and plain(home, own):
                    wrong.append(f"the national number {home} of {name} ({kind}) is refused")
            for length in (min(lengths) - 1, max(lengths) + 1):
                bad = f"+{code}{(number * 3)[:length]}"
                count += 1
                if read(bad) is not None:
                    wrong.append(f"{bad} of {name} is read, with {length} digits")
    return count, wrong


def near(example: str, dice: random.Random) -> list[str]:
    """Numbers of the same beginning and length."""
    return [example[:-3] + f"{dice.randrange(1000):03}" for _ in range(ROUNDS)]


def plain(home: str, own: object) -> bool:
    """Returns true if only the trunk prefix precedes the national number."""
    prefix = own.national_prefix or ""
    rule = own.national_prefix_transform_rule
    digits = "".join(c for c in home if c.isdigit())
    return rule is None and (not prefix or digits.startswith(prefix))


if __name__ == "__main__":
    sys.exit(main())
