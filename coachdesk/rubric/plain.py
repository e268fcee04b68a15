"""Words that don't belong into a ladder: they judge time, character, tools or pay instead of what can be seen."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"(?:\d+\+?|one|two|three|four|five|six|seven|eight|nine|ten|several|many|some)"
_RULES: tuple[tuple[str, str, str], ...] = (
    (
        "time served",
        rf"{_NUMBER} (?:or more )?years?(?:['’]| of| in| as| experience)|years of|tenure|seniority|veteran|time served",
        "say what can be seen instead of how long it took",
    ),
    (
        "working hours",
        r"(?:long|extra|late|extended) hours|(?:after|outside|out of) (?:working |office )?hours|overtime|evenings?"
        r"|weekends?|late nights?|round the clock|24/7|always available|goes the extra mile|extra mile|hard[- ]working",
        "say what is achieved, not when or how long somebody works",
    ),
    (
        "personality",
        r"rock ?stars?|ninjas?|gurus?|wizards?|superstars?|heroes|hero|genius|brilliant|brilliance|passionate|passion"
        r"|charismatic|charisma|outgoing|introvert(?:ed)?|extrovert(?:ed)?|natural leader|born leader|culture fit"
        r"|likeable|humble|humility|energetic|tireless(?:ly)?|aggressive|assertive|gravitas|executive presence|mature"
        r"|maturity|emotional|self-confident|tough|smart|clever|bright|attitude|personality|can-do|thick-skinned"
        r"|enthusiastic|enthusiasm|positive energy",
        "name the behaviour that made you think so",
    ),
    (
        "gendered words",
        r"manpower|man-hours?|man-days?|craftsman(?:ship)?|chairman|guys|he or she|his or her|mankind",
        "use a word for everybody",
    ),
    (
        "pay",
        r"salary|salaries|pay (?:band|range|rise|grade|scale|rate)s?|remuneration|compensation"
        r"|stock options?|bonus pay",
        "keep pay out of the ladder",
    ),
)
_TOOLS = (
    r"Jira|Confluence|Slack|GitHub|GitLab|Bitbucket|Jenkins|Docker|Kubernetes|Terraform|Ansible|AWS|Azure|GCP|Datadog"
    r"|Grafana|Prometheus|PagerDuty|Splunk|Kafka|Airflow|Snowflake|Databricks|Tableau|Looker|Postgres(?:QL)?|MySQL"
    r"|MongoDB|Redis|React|Angular|Django|Node\.js|Python|JavaScript|TypeScript|Kotlin|Java|Scrum|Kanban|SAFe"
    r"|Figma|Notion|Excel|PowerPoint|ChatGPT|Copilot"
)
_FINDERS = tuple(
    (subject, re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE), to_do) for subject, words, to_do in _RULES
)
_TOOL_FINDER = re.compile(rf"(?<![\w-])(?:{_TOOLS})(?![\w-])")


@dataclass(frozen=True, slots=True)
class Remark:
    """A word to look at again, what it is about, and what to write instead."""

    word: str
    subject: str
    what_to_do: str


def find_remarks(text: str) -> tuple[Remark, ...]:
    """Return the words of an English text that judge something else than what can be seen.

    >>> [one.word for one in find_remarks("A rockstar with five years of experience")]
    ['five years of', 'rockstar']
    """
    found = [
        Remark(match.group(), subject, to_do) for subject, finder, to_do in _FINDERS for match in finder.finditer(text)
    ]
    tools = [Remark(one.group(), "a tool or brand", "say what it is used for") for one in _TOOL_FINDER.finditer(text)]
    return (*found, *tools)
