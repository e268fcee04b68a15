"""The JSON Schema of ladder files, for editors: `python -m coachdesk.rubric.schema` writes it anew."""

from __future__ import annotations

import json
from pathlib import Path

from coachdesk.rubric.format import Ladder

SCHEMA_FILE = "ladder.schema.json"


def schema_text() -> str:
    """Return the schema as it is published: JSON Schema 2020-12, generated from the models of `format`."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "coachdesk-ladder-1",
        **Ladder.model_json_schema(),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    (Path(__file__).resolve().parents[2] / "ladders" / SCHEMA_FILE).write_text(schema_text(), encoding="utf-8")
