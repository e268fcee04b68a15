"""The form as one HTML file: no network, no external asset, nothing that is evaluated but its own script."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from typing import Any

from coachdesk.assets import resource_path
from coachdesk.exchange.self_form.sealed import seal
from coachdesk.services.self_assessment import FormContent

WORDS = {
    "title": "Your self-assessment",
    "intro": "Choose for each line where you see yourself today, and write what shows it. Leave open what you can't "
    "say. Everything stays in this browser until you download your answer; then send that file back.",
    "progress": "{done} of {all} answered",
    "kept": "kept in this browser at {time}",
    "not_kept": "This browser keeps nothing. Download your answer before you close the page.",
    "target": "the level you aim for",
    "open": "I can't say yet",
    "not_applicable": "Not part of my work",
    "comment": "What shows it: {name}",
    "confidence": "How sure are you: {name}",
    "low": "Not very sure",
    "medium": "Fairly sure",
    "high": "Sure",
    "other_levels": "Show the other levels",
    "download": "Download my answer",
    "downloaded": "Downloaded. Send the file self-assessment-answer.json back to your manager.",
    "passphrase": "Passphrase of this form",
    "open_form": "Open the form",
    "wrong_passphrase": "That passphrase does not open this form. Try again, or ask who sent it.",
}
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Self-assessment</title>
<style>{style}</style>
</head>
<body>
<main><noscript><p>This form needs JavaScript, which runs in this page only and sends nothing.</p></noscript></main>
<footer id="foot" hidden><div><span id="status" role="status" aria-live="polite"></span></div></footer>
<script type="application/json" id="content">{content}</script>
<script>{script}</script>
</body>
</html>
"""


def build_form(content: FormContent, passphrase: str | None = None) -> str:
    """Return the form. With a passphrase, everything in it but the style is sealed, and so will the answer be."""
    fields = _fields(content)
    holder: dict[str, Any] = {"format": "coachdesk-form/1", "form_key": content.form_key, "words": WORDS}
    if passphrase:
        holder["sealed"] = seal(fields, passphrase, "form", content.form_key)
    else:
        holder["content"] = fields
    style = resource_path("forms", "self-assessment.css").read_text(encoding="utf-8")
    script = resource_path("forms", "self-assessment.js").read_text(encoding="utf-8")
    policy = f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; base-uri 'none'"
    return _PAGE.format(policy=html.escape(policy), style=style, content=_embed(holder), script=script)


def _fields(content: FormContent) -> dict[str, Any]:
    return {
        "review_id": content.review_id,
        "person_id": content.person_id,
        "ladder": content.ladder_pin,
        "ladder_hash": content.ladder_hash,
        "heading": f"{content.person_name}, {content.ladder_title}: {content.level_title}, "
        f"towards {content.target_title}",
        "target": content.target_id,
        "competencies": [
            {
                "id": one.competency_id,
                "name": one.name,
                "area": one.area,
                "description": one.description,
                "places": [
                    {
                        "id": place.place_id,
                        "title": place.title,
                        "lines": place.lines,
                        "is_near": place.is_near,
                        "steps": [{"id": step.id, "label": step.label} for step in place.steps],
                    }
                    for place in one.places
                ],
            }
            for one in content.competencies
        ],
    }


def _embed(value: Any) -> str:
    """Return JSON that can't end the script element that it stands in, nor a line of script."""
    text = json.dumps(value, ensure_ascii=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"
