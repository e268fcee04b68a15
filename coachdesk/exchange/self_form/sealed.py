"""A passphrase of a form's own: what Web Crypto does in the page and `cryptography` does here.

PBKDF2-HMAC-SHA256 over the NFKC form of the passphrase (RFC 8018; 600,000 rounds, the OWASP advice of 2023; browsers
have no Argon2), then AES-256-GCM (NIST SP 800-38D) with `coachdesk-form/1 <use> <form key>` as associated data.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import unicodedata
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

ITERATIONS = 600_000
MOST_ITERATIONS = 10_000_000
_KEY_BYTES, _SALT_BYTES, _IV_BYTES = 32, 16, 12


class CannotOpen(ValueError):
    """The passphrase is another one, or the sealed text was changed; which of the two can't be told."""


def seal(value: Any, passphrase: str, use: str, form_key: str) -> dict[str, Any]:
    """Return a JSON value sealed under a passphrase; `use` is form, draft or answer."""
    salt, iv = os.urandom(_SALT_BYTES), os.urandom(_IV_BYTES)
    text = json.dumps(value, ensure_ascii=False).encode()
    data = AESGCM(_derive(passphrase, salt, ITERATIONS)).encrypt(iv, text, _associated(use, form_key))
    return {
        "kdf": "PBKDF2-SHA256",
        "iterations": ITERATIONS,
        "salt": _to_text(salt),
        "iv": _to_text(iv),
        "data": _to_text(data),
    }


def unseal(sealed: Mapping[str, Any], passphrase: str, use: str, form_key: str) -> Any:
    """Return the JSON value. Raises CannotOpen, and ValueError for fields that aren't those of `seal`."""
    if sealed.get("kdf") != "PBKDF2-SHA256":
        raise ValueError("it is sealed in a way that this version does not know")
    iterations = sealed.get("iterations")
    if not isinstance(iterations, int) or not ITERATIONS <= iterations <= MOST_ITERATIONS:
        raise ValueError("its number of rounds is out of bounds")
    salt, iv, data = (_to_bytes(sealed.get(name)) for name in ("salt", "iv", "data"))
    if len(salt) < _SALT_BYTES or len(iv) != _IV_BYTES:
        raise ValueError("its seal has the wrong size")
    try:
        text = AESGCM(_derive(passphrase, salt, iterations)).decrypt(iv, data, _associated(use, form_key))
    except InvalidTag:
        raise CannotOpen("The passphrase does not open this answer, or the file was changed.") from None
    return json.loads(text)


def _derive(passphrase: str, salt: bytes, iterations: int) -> bytes:
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    return PBKDF2HMAC(algorithm=SHA256(), length=_KEY_BYTES, salt=salt, iterations=iterations).derive(typed)


def _associated(use: str, form_key: str) -> bytes:
    return f"coachdesk-form/1 {use} {form_key}".encode()


def _to_text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _to_bytes(value: Any) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (TypeError, binascii.Error):
        raise ValueError("its seal is not base64") from None
