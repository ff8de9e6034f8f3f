"""Compares every cell of the type matrix with what pydantic does.

rowtype's verdict of an annotation for a PostgreSQL type is a promise about values:

- exact, wide: pydantic takes every sample value of the type, and keeps what it means;
- narrow, lossy, wrong: it refuses or alters at least one.

The samples are what `to_json` prints (profile json) and what drivers hand over (profile driver), from real servers. What
cannot be shown by samples stands in ALLOWED with its reason. All of it a second time with models of pydantic 1, as far as it has
the types. Usage: annotation_oracle.py PRINT_VERDICTS
"""

import datetime
import ipaddress
import re
import subprocess
import sys
import tempfile
import uuid
import warnings
from decimal import Decimal
from enum import Enum
from pathlib import Path

import pydantic
import pydantic.v1

warnings.simplefilter("ignore")
UTC = datetime.timezone.utc

PREAMBLE = """
import datetime
import ipaddress
import pathlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Any, Dict, List, Literal, NewType, Optional, Set, Tuple, Union
from uuid import UUID

from pydantic import (
    UUID1, UUID3, UUID4, UUID5, AnyUrl, AwareDatetime, Base64Bytes, BaseModel, Field, FutureDate, FutureDatetime, HttpUrl,
    IPvAnyAddress, IPvAnyInterface, IPvAnyNetwork, Json, JsonValue, NaiveDatetime, NonNegativeInt, PastDate, PastDatetime,
    PositiveInt, SecretStr, StrictStr, condecimal, conint, constr,
)


class Mood(str, Enum):
    OK = "ok"
    SAD = "sad"


class PlainMood(Enum):
    FINE = "ok"
    GLOOMY = "sad"


class WiderMood(str, Enum):
    OK = "ok"
    SAD = "sad"
    MAD = "mad"


class NarrowMood(str, Enum):
    OK = "ok"


class MoodNumber(IntEnum):
    OK = 1
    SAD = 2


class Shape(BaseModel):
    a: str | None = None


UserId = NewType("UserId", UUID)
Count = NewType("Count", int)
Rating = Annotated[int, Field(ge=1, le=5)]
"""

# name: (SQL type, extra column text, samples as JSON, samples from drivers, Python types that keep the meaning)
NUMBERS = (int, float, Decimal)
ANYTHING = ()  # a value of any type, unaltered
TYPES = {
    "small": ("smallint", "", [0, 1, -32768, 32767], None, NUMBERS),
    "whole": ("integer", "", [0, 1, -2147483648, 2147483647], None, NUMBERS),
    "big": ("bigint", "", [0, 1, 9007199254740993, -9223372036854775808], None, NUMBERS),
    "rated": ("integer", "CHECK (rated >= 1 AND rated <= 5)", [1, 3, 5], None, NUMBERS),
    "amount": ("numeric", "", [0, 1, 1.5, -12.25], [Decimal(0), Decimal("1.5"), Decimal("1E+2")], NUMBERS),
    "price": ("numeric(10,2)", "", [0, 1.25, 99999999.99], [Decimal("0.00"), Decimal("99999999.99")], NUMBERS),
    "units": ("numeric(10,0)", "", [-5, 0, 9999999999], [Decimal(-5), Decimal(0), Decimal(9999999999)], NUMBERS),
    "ratio": ("double precision", "", [0.0, 1.5, 1e300, "NaN", "Infinity"], [0.0, 1.5, float("nan"), float("inf")], (float, str)),
    "cash": ("money", "", ["$1,234.50", "-$0.99"], None, (str, pydantic.SecretStr)),
    "flag": ("boolean", "", [True, False], None, (bool, int)),
    "label": ("text", "", ["", "hello", "42", "\u00e4 b"], None, (str, pydantic.SecretStr, Path)),
    "code": ("varchar(5)", "", ["", "abcde"], None, (str, pydantic.SecretStr, Path)),
    "padded": ("char(5)", "", ["ab   ", "abcde"], None, (str, pydantic.SecretStr, Path)),
    "listed": ("text", "CHECK (listed IN ('ok', 'sad'))", ["ok", "sad"], None, (str, pydantic.SecretStr, Path)),
    "raw": ("bytea", "", ["\\x6869", "\\x"], [b"hi", b"", b"\xff"], (str, pydantic.SecretStr)),
    "day": ("date", "", ["2024-02-03", "2999-01-01"], [datetime.date(2024, 2, 3), datetime.date(2999, 1, 1)], (str, datetime.date, pydantic.SecretStr)),
    "clock": ("time", "", ["10:11:12.5", "00:00:00"], [datetime.time(10, 11, 12)], (str, datetime.time, pydantic.SecretStr)),
    "zoned_clock": ("timetz", "", ["10:11:12+02", "10:11:12+05:30"], [datetime.time(10, 11, 12, tzinfo=UTC)], (str, datetime.time, pydantic.SecretStr)),
    "moment": ("timestamp", "", ["2024-02-03T10:11:12", "2999-01-01T00:00:00.123456"],
               [datetime.datetime(2024, 2, 3, 10, 11, 12), datetime.datetime(2999, 1, 1)], (str, datetime.datetime, pydantic.SecretStr)),
    "instant": ("timestamptz", "", ["2024-02-03T10:11:12+00:00", "2999-01-01T00:00:00.123456+00:00"],
                [datetime.datetime(2024, 2, 3, 10, 11, 12, tzinfo=UTC), datetime.datetime(2999, 1, 1, tzinfo=UTC)],
                (str, datetime.datetime, pydantic.SecretStr)),
    "span": ("interval", "", ["1 day 02:03:04", "3 days", "1 mon 2 days", "1 year 2 mons", "00:00:00"],
             [datetime.timedelta(days=32), datetime.timedelta(seconds=1.5)], (str, datetime.timedelta, pydantic.SecretStr)),
    "key": ("uuid", "", [str(uuid.UUID(int=0)), "018f2f5e-7c1a-7abc-8def-0123456789ab", "7f7a4d2e-8d6c-4b8e-9a53-1f2e3d4c5b6a"],
            [uuid.UUID(int=0), uuid.UUID("018f2f5e-7c1a-7abc-8def-0123456789ab")], (str, uuid.UUID, pydantic.SecretStr)),
    "document": ("jsonb", "", [{"a": 1}, [1, "b", None], [{"a": 1}], "x", 5, 1.5, True, None], None, ANYTHING),
    "markup": ("xml", "", ["<a/>"], None, (str, pydantic.SecretStr)),
    "search": ("tsvector", "", ["'a' 'b'"], None, (str, pydantic.SecretStr)),
    "host": ("inet", "", ["10.0.0.1", "10.0.0.1/8", "2001:db8::1"],
             ["10.0.0.1/8", ipaddress.ip_interface("10.0.0.1/8"), ipaddress.ip_address("10.0.0.1")],
             (str, pydantic.SecretStr, ipaddress.IPv4Interface, ipaddress.IPv6Interface)),
    "net": ("cidr", "", ["10.0.0.0/8", "2001:db8::/32"], ["10.0.0.0/8", ipaddress.ip_network("2001:db8::/126")],
            (str, pydantic.SecretStr, ipaddress.IPv4Network, ipaddress.IPv6Network, ipaddress.IPv4Interface, ipaddress.IPv6Interface)),
    "card": ("macaddr", "", ["08:00:2b:01:02:03"], None, (str, pydantic.SecretStr)),
    "bits": ("bit varying", "", ["101", "0"], None, (str, pydantic.SecretStr)),
    "spot": ("point", "", ["(1,2)"], None, (str, pydantic.SecretStr)),
    "stretch": ("int4range", "", ["[1,3)", "empty"], None, (str, pydantic.SecretStr)),
    "number": ("oid", "", ["16384"], [16384], (int, float, Decimal, str)),
    "feeling": ("mood", "", ["ok", "sad"], None, (str, pydantic.SecretStr)),
    "words": ("text[]", "", [["a", "b"], [], ["b", "a", "b"]], None, (list, tuple)),
    "counts": ("integer[]", "", [[1, 2], [], [2, 1, 2]], None, (list, tuple)),
    "feelings": ("mood[]", "", [["ok", "sad"], [], ["ok", "ok"]], None, (list, tuple)),
    "pair": ("named_pair", "", [{"a": "x", "b": 1}, {"a": None, "b": None}], None, (dict, pydantic.BaseModel)),
    "bounded": ("small_number", "", [1, 9], None, NUMBERS),
}

ANNOTATIONS = """
bool int float Decimal str bytes date time datetime.datetime AwareDatetime NaiveDatetime PastDatetime FutureDatetime
PastDate FutureDate timedelta UUID UUID1 UUID3 UUID4 UUID5 ipaddress.IPv4Address ipaddress.IPv6Address
ipaddress.IPv4Interface ipaddress.IPv6Interface ipaddress.IPv4Network ipaddress.IPv6Network IPvAnyAddress
IPvAnyInterface IPvAnyNetwork JsonValue Json Json[Any] Json[list[float]] AnyUrl HttpUrl SecretStr pathlib.Path Base64Bytes Any object
PositiveInt NonNegativeInt StrictStr UserId Count Rating Mood PlainMood WiderMood NarrowMood MoodNumber Shape list[Shape]
Literal["ok","sad"] Literal["ok"] Literal["ok","sad","mad"] Literal[1,2] Literal[True,False] Literal[True]
constr(max_length=5) constr(max_length=3) conint(ge=0) conint(ge=-32768,le=32767)
conint(ge=-2147483648,lt=2147483648) condecimal(max_digits=10,decimal_places=2)
condecimal(max_digits=4,decimal_places=1) Annotated[int,Field(ge=1,le=5)] Annotated[str,Field(max_length=5)]
list list[Any] list[str] list[int] List[str] Sequence[str] set[str] Set[int] tuple[str,...] tuple[int,...] tuple[float,float] list[float]
list[str|None] list[Mood] list[Literal["ok","sad"]] list[list[int]] dict dict[str,Any] Dict[str,str] Mapping[str,Any]
dict[str,Any]|list[Any] dict|list|str|int|float|bool|None int|str Union[UUID,str] Optional[int] str|None
Optional[datetime.datetime] Union[int,None] datetime.datetime|str Decimal|float "UUID" "Optional[AwareDatetime]" date|datetime.datetime
""".split()

ALL_SHAPES = "dict|list|str|int|float|bool|None"

# (type, annotation, profile) -> why samples cannot show what the verdict says.
ALLOWED = {
    ("amount", "float", "json"): "decoded JSON holds floats already; that they round is what the warning says",
    ("price", "float", "json"): "as above",
    ("units", "float", "json"): "as above",
    ("amount", "float", "driver"): "the samples are exact in binary",
    ("price", "float", "driver"): "a Decimal that becomes a float compares unequal only sometimes",
    ("units", "float", "driver"): "the samples are exact in binary",
    ("amount", ALL_SHAPES, "json"): "int and float together keep what JSON carries",
    ("price", ALL_SHAPES, "json"): "as above",
    ("amount", ALL_SHAPES, "driver"): "the samples are exact in binary",
    ("price", ALL_SHAPES, "driver"): "as above",
    ("units", ALL_SHAPES, "json"): "as above",
    ("units", ALL_SHAPES, "driver"): "as above",
}

ACCEPTS_ALL = {"exact", "wide"}
REFUSES_SOME = {"narrow", "lossy", "wrong"}


def keeps_meaning(sample, result, kept):
    """Whether `result`, which pydantic made of `sample`, still says what the database said."""
    if isinstance(result, Enum):
        result = result.value
    if type(sample) is type(result) and (sample == result or sample != sample):
        return True
    if isinstance(sample, bool) != isinstance(result, bool):
        return bool in kept and type(result) is int
    if not isinstance(result, kept):
        return False
    if isinstance(result, datetime.datetime) and datetime.datetime not in kept:
        return False  # a date that grew a time
    if isinstance(result, NUMBERS) and isinstance(sample, NUMBERS):
        return Decimal(str(result)) == Decimal(str(sample))
    if isinstance(result, (list, tuple)):
        return [getattr(item, "value", item) for item in result] == list(sample)
    return True


def behaviour(adapter, samples, kept):
    for sample in samples:
        try:
            result = adapter.validate_python(sample)
        except pydantic.ValidationError:
            return "refuses", sample
        except Exception as error:  # a validator of pydantic's own that raises something else
            return "refuses", f"{sample!r}: {error!r}"
        if not keeps_meaning(sample, result, kept):
            return "alters", f"{sample!r} to {result!r}"
    return "keeps", None


class LegacyAdapter:
    """pydantic 1's counterpart of a TypeAdapter."""

    def __init__(self, annotation):
        self.model = pydantic.v1.create_model("Holder", value=(annotation, ...))

    def validate_python(self, sample):
        return self.model(value=sample).value


def legacy_preamble():
    """The preamble with pydantic 1's names, and those that it does not have."""
    block = re.search(r"from pydantic import \((.*?)\)", PREAMBLE, re.DOTALL)
    names = [name.strip() for name in block.group(1).replace("\n", " ").split(",") if name.strip()]
    known = [name for name in names if hasattr(pydantic.v1, name)]
    lines = "from pydantic.v1 import (\n    " + ",\n    ".join(known) + ",\n)"
    return PREAMBLE.replace(block.group(0), lines), set(names) - set(known)


def write_inputs(folder, preamble, annotations):
    schema = ["CREATE TYPE mood AS ENUM ('ok', 'sad');", "CREATE TYPE named_pair AS (a text, b integer);",
              "CREATE DOMAIN small_number AS integer CHECK (VALUE > 0 AND VALUE < 10);"]
    for name, (sql, extra, *_) in TYPES.items():
        schema.append(f"CREATE TABLE {name}_t ({name} {sql} NOT NULL {extra});")
    module = [preamble]
    cases = {}
    for name in TYPES:
        for number, annotation in enumerate(annotations):
            class_name = f"{name.title().replace('_', '')}{number}"
            cases[class_name] = (name, annotation)
            module.append(f"\n\nclass {class_name}(BaseModel):  # rowtype: table={name}_t\n    {name}: {annotation}\n")
    (folder / "schema.sql").write_text("\n".join(schema))
    (folder / "models.py").write_text("".join(module))
    return cases


def verdicts(program, folder, profile):
    run = subprocess.run([program, folder / "schema.sql", folder / "models.py", profile], capture_output=True, text=True, check=True)
    if run.stderr:
        sys.exit(f"print_verdicts: {run.stderr}")
    lines = (line.split("\t") for line in run.stdout.splitlines())
    return {line[0]: (line[2], line[3]) for line in lines}


def compare(program, library, preamble, adapters, failures, used):
    counts = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        cases = write_inputs(folder, preamble, list(adapters))
        for profile in ("json", "driver"):
            said = verdicts(program, folder, profile)
            missing = set(cases) - set(said)
            failures += [f"no verdict for {cases[name]}" for name in sorted(missing)]
            for class_name, (verdict, reason) in said.items():
                name, annotation = cases[class_name]
                _, _, json_samples, driver_samples, kept = TYPES[name]
                if kept and pydantic.SecretStr in kept:
                    kept = (*kept, pydantic.v1.SecretStr)
                samples = json_samples if profile == "json" or driver_samples is None else driver_samples
                counts[verdict] = counts.get(verdict, 0) + 1
                did, example = behaviour(adapters[annotation], samples, kept)
                wrong = (verdict in ACCEPTS_ALL and did != "keeps") or (verdict in REFUSES_SOME and did == "keeps")
                if not wrong:
                    continue
                if (name, annotation, profile) in ALLOWED:
                    used.add((name, annotation, profile))
                    continue
                failures.append(
                    f"{library} {profile} {TYPES[name][0]} ({name}) {annotation}: {verdict} [{reason}], but pydantic {did} {example}"
                )
    total = sum(counts.values())
    print(f"{library}: {total} cells: " + ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())))
    return total < 2 * len(cases)


def main():
    namespace, legacy_namespace = {}, {}
    exec(PREAMBLE, namespace)  # the very text that rowtype reads
    preamble, missing = legacy_preamble()
    exec(preamble, legacy_namespace)
    adapters = {text: pydantic.TypeAdapter(eval(text.strip('"'), namespace)) for text in ANNOTATIONS}
    legacy = {
        text: LegacyAdapter(eval(text.strip('"'), legacy_namespace))
        for text in ANNOTATIONS
        if not missing.intersection(re.findall(r"\w+", text))
    }
    failures, used = [], set()
    too_few = compare(sys.argv[1], "pydantic 2", PREAMBLE, adapters, failures, used)
    too_few |= compare(sys.argv[1], "pydantic 1", preamble, legacy, failures, used)
    failures += [f"ALLOWED names {key}, which needs no allowance" for key in sorted(set(ALLOWED) - used)]
    print("\n".join(failures))
    sys.exit(1 if failures or too_few else 0)


main()
