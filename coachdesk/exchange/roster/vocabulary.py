"""The header words that real rosters use, in English, German, French and Spanish.

Within a field the more certain words stand first; `mapping` ranks by that order.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Field(StrEnum):
    """What a column of a roster can mean. The values are the words of the command line's `--map`."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    PREFERRED_NAME = "preferred_name"
    EMAIL = "email"
    ROLE = "role"
    LEVEL = "level"
    TRACK = "track"
    TEAM = "team"
    MANAGER = "manager"
    MANAGER_EMAIL = "manager_email"
    EMPLOYEE_ID = "employee_id"
    START_ON = "start_on"
    PRONOUNS = "pronouns"
    TIME_ZONE = "time_zone"
    CADENCE = "cadence"
    TAGS = "tags"
    LOCATION = "location"


_WORDS: dict[Field, str] = {
    Field.NAME: """full name|employee name|worker name|display name|person name|name of employee|team member|
        employee|worker|person|member|colleague|report|direct report|who|full legal name|legal name|name|names|
        vollständiger name|vor und nachname|mitarbeiter|mitarbeitername|mitarbeitende|mitarbeiterin|
        nom complet|nom et prénom|nom prénom|prénom et nom|prénom nom|salarié|collaborateur|employé|
        nombre completo|nombre y apellidos|nombre y apellido|empleado|empleada|trabajador|colaborador""",
    Field.FIRST_NAME: """first name|given name|forename|first|legal first name|vorname|prénom|nombre|
        nombre de pila|primer nombre""",
    Field.LAST_NAME: """last name|surname|family name|last|legal last name|nachname|familienname|
        nom de famille|nom|apellidos|apellido|primer apellido""",
    Field.PREFERRED_NAME: """preferred name|preferred first name|known as|nickname|goes by|chosen name|
        rufname|nom d'usage|nom usuel|prénom usuel|nombre preferido|apodo""",
    Field.EMAIL: """work email|work email address|business email|company email|primary work email|
        email work|email primary work|email address|email|e mail|mail|e mail address|mail address|
        primary email|corporate email|dienstliche e mail|e mail adresse|mailadresse|geschäftliche e mail|
        adresse e mail|adresse email|courriel|adresse mail|e mail professionnel|email professionnel|
        correo electrónico|correo|email corporativo|correo corporativo""",
    Field.ROLE: """job title|business title|position title|role title|job|role|title|position|job profile|
        job name|current role|designation|stelle|stellenbezeichnung|jobtitel|position titel|berufsbezeichnung|
        rolle|funktion|poste|intitulé du poste|intitulé de poste|fonction|métier|
        puesto|cargo|puesto de trabajo|título del puesto|rol""",
    Field.LEVEL: """level|job level|grade|job grade|career level|pay grade|compensation grade|band|job band|
        seniority|seniority level|management level|ladder level|lvl|stufe|karrierestufe|gehaltsstufe|einstufung|
        niveau|échelon|classification|nivel|grado|categoría""",
    Field.TRACK: """track|career track|job track|ladder|career ladder|job family|career path|laufbahn|filière|
        parcours|carrera|trayectoria""",
    Field.TEAM: """team|team name|squad|group|department|department name|org unit|organisation unit|
        organization unit|supervisory organization|supervisory organisation|unit|business unit|cost center name|
        division|mannschaft|abteilung|bereich|équipe|service|département|equipo|departamento|área""",
    Field.MANAGER: """manager|line manager|reports to|manager name|reporting manager|direct manager|
        reporting to|reporting line|manager full name|name of manager|supervisor|supervisor name|boss|
        team lead|lead|worker s manager|worker's manager|people manager|managed by|
        vorgesetzter|vorgesetzte|vorgesetzte r|führungskraft|direkter vorgesetzter|berichtet an|teamleiter|
        responsable|responsable hiérarchique|supérieur hiérarchique|supérieur|rattaché à|n+1|
        jefe|jefa|jefe directo|gerente|reporta a|supervisor directo""",
    Field.MANAGER_EMAIL: """manager email|manager's email|manager email address|manager work email|
        line manager email|reports to email|supervisor email|e mail vorgesetzter|e mail führungskraft|
        email responsable|email du responsable|correo del jefe|email del jefe|reporting manager email""",
    Field.EMPLOYEE_ID: """employee id|employee number|employee no|worker id|person number|personnel number|
        person id|staff id|staff number|emp id|empid|id|employee #|#|badge number|payroll id|hris id|
        personalnummer|mitarbeiternummer|mitarbeiter id|personal nr|matricule|numéro d'employé|id salarié|
        número de empleado|id de empleado|legajo""",
    Field.START_ON: """start date|hire date|hired|original hire date|date of hire|start|started|joined|
        join date|joining date|date joined|date of joining|hired on|started on|employment start date|
        most recent hire date|since|company start date|eintrittsdatum|eintritt|einstellungsdatum|startdatum|
        beschäftigt seit|seit|date d'embauche|date d'entrée|date d'arrivée|embauche|date de début|
        fecha de inicio|fecha de ingreso|fecha de contratación|fecha de alta|inicio|ingreso""",
    Field.PRONOUNS: "pronouns|pronoun|gender pronouns|preferred pronouns|pronomen|pronoms|pronombres",
    Field.TIME_ZONE: "time zone|timezone|tz|local time zone|zeitzone|fuseau horaire|fuseau|zona horaria|huso horario",
    Field.CADENCE: """cadence|1 1 cadence|1 1|1 1s|one on one cadence|meeting cadence|one on one|one on ones|
        1on1|meeting frequency|frequency|how often|rhythmus|turnus|häufigkeit|fréquence|cadencia|frecuencia""",
    Field.TAGS: "tags|tag|labels|label|keywords|schlagwörter|étiquettes|etiquetas",
    Field.LOCATION: """location|work location|office|site|city|country|office location|standort|ort|büro|
        lieu|site de travail|bureau|ville|ubicación|oficina|ciudad|sede""",
}

_FOREIGN_SUBJECT = (
    "end ended termination terminated leaving leave birth birthday dob born salary pay phone mobile emergency "
    "personal private home spouse bonus review probation contract austritt austrittsdatum geburtsdatum geburtstag "
    "gehalt telefon notfall privat befristung naissance sortie salaire téléphone nacimiento salario teléfono baja "
    "skip second matrix dotted hr hrbp mentor buddy recruiter previous former old count number_of"
)
_OF_MANAGER = (
    "manager managers manager's supervisor boss vorgesetzter vorgesetzte führungskraft responsable supérieur jefe "
    "jefa gerente lead reports reporting"
)


def fold_words(text: str) -> tuple[str, ...]:
    """Return the words of a header without case, accents, punctuation and camel humps."""
    spaced = re.sub(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])", " ", text)
    plain = unicodedata.normalize("NFKD", spaced.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return tuple(re.findall(r"[^\W_]+|#", plain))


def _phrases(words: str) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(fold_words(phrase) for phrase in words.split("|")))


PHRASES: dict[Field, tuple[tuple[str, ...], ...]] = {field: _phrases(words) for field, words in _WORDS.items()}
FOREIGN_SUBJECT = frozenset(fold_words(_FOREIGN_SUBJECT))
OF_MANAGER = frozenset(fold_words(_OF_MANAGER)) - {"s"}

_BESIDE_MANAGER = frozenset(
    fold_words("name full direct line current primary worker employee s of the to legal display")
)

_EXACT: dict[tuple[str, ...], tuple[tuple[Field, int], ...]] = {}
for _field, _listed in PHRASES.items():
    for _rank, _phrase in enumerate(_listed):
        _EXACT[_phrase] = (*_EXACT.get(_phrase, ()), (_field, _rank))

_BY_FIRST_WORD: dict[str, list[tuple[Field, tuple[str, ...]]]] = {}
for _field, _listed in PHRASES.items():
    for _phrase in _listed:
        _BY_FIRST_WORD.setdefault(_phrase[0], []).append((_field, _phrase))

_SURE_WORDS = frozenset({"email", "pronouns", "timezone", "cadence", "tags", "manager", "vorgesetzter", "mail"})
_MAX_EXTRA_WORDS = 3
_MAX_HEADER_CHARS = 80


def score_header(text: str) -> dict[Field, int]:
    """Return how surely a header names each field: above 100 for a known phrase, below for a near one.

    Fields that the header does not suggest are absent. A date of birth or a private address suggests nothing.
    """
    if len(text) > _MAX_HEADER_CHARS:
        return {}
    words = fold_words(text)
    exact = _EXACT.get(words)
    if exact:
        return {field: 200 - rank for field, rank in exact}
    present = frozenset(words)
    if present & FOREIGN_SUBJECT:
        return {}
    of_manager = bool(present & OF_MANAGER)
    near: dict[Field, int] = {}
    for field, phrase in (pair for word in present for pair in _BY_FIRST_WORD.get(word, ())):
        if not of_manager or field in (Field.MANAGER, Field.MANAGER_EMAIL):
            near[field] = max(near.get(field, 0), _near(phrase, words))
    scores = {field: near[field] for field in PHRASES if near.get(field)}
    if Field.MANAGER_EMAIL in scores or not present <= OF_MANAGER | _BESIDE_MANAGER:
        scores.pop(Field.MANAGER, None)
    return scores


def _near(phrase: tuple[str, ...], words: tuple[str, ...]) -> int:
    extra = len(words) - len(phrase)
    if not 0 < extra <= _MAX_EXTRA_WORDS or (len(phrase) == 1 and phrase[0] not in _SURE_WORDS):
        return 0
    runs = (words[start : start + len(phrase)] for start in range(extra + 1))
    return 40 + 10 * len(phrase) - 3 * extra if phrase in runs else 0


def is_header_word(text: str) -> bool:
    """Return whether a cell reads like the header of a roster column."""
    return bool(score_header(text))
