"""The header as a stranger might have written it: every byte is doubted, and nothing but vault errors comes out."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.vault import errors
from coachdesk.vault.header import FORMAT, LONGEST_JSON, MAGIC, Header, Seal, decode_header, encode_header
from coachdesk.vault.recovery import make_code
from coachdesk.vault.slots import RecoveryCode, wrap_key
from coachdesk.vault.strict_json import encode_canonical

KEY = bytearray(range(32))
VAULT = "0f" * 16
SLOT = wrap_key(bytearray(32), RecoveryCode(make_code()), VAULT, made_on=date(2026, 1, 2), cost=None)
HEADER = Header(VAULT, 7, "sealed", Seal(4096, bytes(32), 3), (SLOT,))
CONTENT = encode_header(HEADER, KEY)
FIELDS = json.loads(CONTENT[14:-32])
EXPECTED = (errors.NotAVault, errors.DamagedVault, errors.NewerFormat)


def _spell(body: bytes, envelope: int = 1) -> bytes:
    return struct.pack(">8sHI", MAGIC, envelope, len(body)) + body + bytes(32)


def _decodes(content: bytes) -> bool:
    try:
        decode_header(content)
    except EXPECTED:
        return False
    return True


def test_what_is_written_is_read():
    copy = decode_header(CONTENT)
    assert copy.header == HEADER
    assert copy.is_signed_by(KEY)
    assert not copy.is_signed_by(bytearray(32))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes(content):
    _decodes(content)
    _decodes(MAGIC + content)
    _decodes(_spell(content))


@settings(max_examples=500, deadline=None)
@given(st.integers(0, len(CONTENT) - 1), st.integers(1, 255))
def test_any_changed_byte_is_refused_or_unsigned(at, flips):
    content = bytearray(CONTENT)
    content[at] ^= flips
    try:
        copy = decode_header(bytes(content))
    except EXPECTED:
        return
    assert not copy.is_signed_by(KEY)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(CONTENT) - 1), st.binary(min_size=1, max_size=20))
def test_any_truncation_and_extension_is_refused(length, more):
    assert not _decodes(CONTENT[:length])
    assert not _decodes(CONTENT + more)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=70),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(FIELDS)), _VALUES)
def test_any_value_in_any_field(name, value):
    content = _spell(encode_canonical({**FIELDS, name: value}))
    if _decodes(content):
        assert type(value) is type(FIELDS[name])


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(FIELDS["slots"][0])), _VALUES)
def test_any_value_in_any_field_of_a_slot(name, value):
    slot = {**FIELDS["slots"][0], name: value}
    if _decodes(_spell(encode_canonical({**FIELDS, "slots": [slot]}))):
        assert type(value) is type(FIELDS["slots"][0][name])


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":1,"a":1}',
        CONTENT[14:-32].replace(b'"format":2', b'"format":2,"format":2'),
        CONTENT[14:-32].replace(b'"format":2', b'"format": 2'),
        CONTENT[14:-32].replace(b'"format":2', b'"format":2.0'),
        CONTENT[14:-32].replace(b'"format":2', b'"format":true'),
        CONTENT[14:-32].replace(b'"generation":7', b'"generation":' + b"9" * 5000),
        CONTENT[14:-32].replace(b'"generation":7', b'"generation":NaN'),
        b"[" * 60_000,
        b"{}",
        b"null",
        b" " * (LONGEST_JSON + 1),
        encode_canonical({**FIELDS, "more": 1}),
        encode_canonical({**FIELDS, "slots": []}),
        encode_canonical({**FIELDS, "slots": FIELDS["slots"] * 2}),
        encode_canonical({key: FIELDS[key] for key in FIELDS if key != "seal"}),
    ],
)
def test_other_spellings_are_damage(body):
    with pytest.raises(errors.DamagedVault):
        decode_header(_spell(body))


@pytest.mark.parametrize(
    "cost", [{"memory_kib": 19 * 1024 - 1}, {"memory_kib": 2**21 + 1}, {"passes": 10**6}, {"lanes": 0}]
)
def test_a_cost_out_of_bounds_is_refused_before_any_work(cost):
    kdf = {"name": "argon2id", "salt": "00" * 16, "memory_kib": 65536, "passes": 3, "lanes": 4}
    slot = {**FIELDS["slots"][0], "type": "passphrase", "kdf": kdf}
    assert _decodes(_spell(encode_canonical({**FIELDS, "slots": [slot]})))
    assert not _decodes(_spell(encode_canonical({**FIELDS, "slots": [{**slot, "kdf": {**kdf, **cost}}]})))


def test_slots_of_an_unknown_type_are_kept():
    slot = replace(SLOT, slot_type="passphrase+keyfile")
    assert decode_header(
        encode_header(replace(HEADER, slots=(SLOT, replace(slot, slot_id="aa" * 8))), KEY)
    ).header.slots[1] == replace(slot, slot_id="aa" * 8)


def test_a_newer_format_is_read_only_when_it_allows_and_refused_when_not():
    later = {**FIELDS, "format": FORMAT + 1, "something_new": {"x": 1}}
    assert decode_header(_spell(encode_canonical(later))).header.format == FORMAT + 1
    for content in (
        _spell(encode_canonical({**later, "min_reader": FORMAT + 1})),
        _spell(encode_canonical({"format": 9, "min_reader": 9})),
        _spell(b"whatever it is by then", envelope=2),
    ):
        with pytest.raises(errors.NewerFormat):
            decode_header(content)


def test_a_vault_of_a_newer_format_opens_for_reading_only(place):
    _rewrite_headers(place, lambda header: replace(header, format=FORMAT + 1))
    before = place.content()
    with place.open() as vault:
        assert vault.read_only
        assert "newer" in vault.read_only_reason
        assert place.read(vault) == [place.sentence]
    assert place.content() == before


def test_a_vault_that_needs_a_newer_reader_is_refused_untouched(place):
    _rewrite_headers(place, lambda header: replace(header, format=FORMAT + 1, min_reader=FORMAT + 1))
    before = place.content()
    with pytest.raises(errors.NewerFormat):
        place.open()
    assert place.content() == before


def _rewrite_headers(place, change):
    with place.open() as vault:
        key = bytearray(vault.keys.use("header"))
    for path in vault.bundle.headers:
        path.write_bytes(encode_header(change(decode_header(path.read_bytes()).header), key))
