"""Canonical JSON, read as if a stranger had written it: one spelling, no duplicate keys, no floats, typed fields."""

from __future__ import annotations

import json
from typing import Any


class NotCanonical(ValueError):
    """The bytes aren't the one canonical spelling, or a field isn't what it must be."""


def encode_canonical(value: object) -> bytes:
    """Return the one spelling: ASCII, sorted keys, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def decode_canonical(content: bytes) -> dict[str, Any]:
    """Return the object that the bytes spell. Raises NotCanonical for any other spelling of it."""
    try:
        value = json.loads(
            content.decode("ascii"),
            object_pairs_hook=_object_without_duplicates,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
        same = encode_canonical(value) == content
    except (ValueError, RecursionError):
        raise NotCanonical("not canonical JSON") from None
    if not isinstance(value, dict) or not same:
        raise NotCanonical("not a canonical JSON object")
    return value


def whole(fields: dict[str, Any], name: str, least: int = 0, most: int = 2**53 - 1) -> int:
    """Return an integer field within its bounds."""
    value = fields.get(name)
    if type(value) is not int or not least <= value <= most:
        raise NotCanonical(name)
    return value


def text(fields: dict[str, Any], name: str, longest: int = 64) -> str:
    """Return a short text field that isn't empty."""
    value = fields.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise NotCanonical(name)
    return value


def octets(fields: dict[str, Any], name: str, length: int) -> bytes:
    """Return a field of exactly so many bytes, spelled in lower-case hexadecimal."""
    value = text(fields, name, longest=2 * length)
    try:
        content = bytes.fromhex(value)
    except ValueError:
        raise NotCanonical(name) from None
    if len(content) != length or content.hex() != value:
        raise NotCanonical(name)
    return content


def fields_of(value: object, names: frozenset[str], *, more_allowed: bool = False) -> dict[str, Any]:
    """Return an object with exactly these keys, or with more when a newer writer may have added some."""
    if not isinstance(value, dict) or not names <= value.keys() or (len(value) > len(names) and not more_allowed):
        raise NotCanonical("object")
    return value


def _object_without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise NotCanonical("duplicate key")
    return fields


def _refuse(_spelling: str) -> None:
    raise NotCanonical("not an integer")
