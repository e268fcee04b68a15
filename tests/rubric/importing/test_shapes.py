"""Every shape that ladders come in, each in a small file in our own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachdesk.rubric.importing import build_ladder, dry_run, ladder_yaml
from coachdesk.rubric.load import load_ladder
from tests.rubric.importing.making import cell_texts, counts, names, propose, report_of, saved, workbook

_COUNTS = {
    "matrix.csv": (3, 4, 8, 8),
    "turned.csv": (3, 2, 6, 7),
    "records.csv": (3, 2, 6, 7),
    "areas_in_rows.csv": (3, 3, 9, 9),
    "expected.csv": (3, 2, 0, 0),
    "inverse.md": (2, 2, 4, 6),
    "tags.md": (3, 2, 5, 5),
    "nested.md": (2, 2, 4, 5),
    "bold.md": (2, 2, 4, 5),
    "tables.md": (3, 3, 7, 8),
    "topics.md": (3, 2, 5, 6),
    "per_competency.html": (2, 2, 4, 6),
    "spans.html": (4, 2, 8, 8),
    "levels_map.json": (3, 2, 6, 7),
    "areas.json": (3, 3, 9, 9),
    "joined.yml": (2, 2, 4, 5),
    "snowflake.ts": (3, 2, 6, 13),
    "continued.csv": (2, 2, 4, 7),
    "examples.md": (2, 2, 4, 4),
    "paragraphs.md": (2, 2, 4, 4),
    "folded.md": (2, 2, 4, 4),
    "two_names.csv": (5, 3, 14, 14),
    "tracks.yaml": (3, 2, 6, 7),
    "keys.yaml": (3, 2, 5, 5),
    "flat.json": (3, 2, 6, 6),
    "three_deep.md": (2, 3, 6, 6),
    "numbered.csv": (5, 2, 10, 10),
    "stage_words.csv": (3, 2, 0, 0),
    "per_level/*.md": (3, 2, 6, 7),
    "per_level/*.yaml": (2, 2, 4, 4),
    "per_theme/*.md": (2, 2, 4, 5),
    "axes/*.md": (2, 2, 6, 6),
    "code_ranges.md": (3, 2, 6, 6),
    "pushed.js": (3, 2, 6, 8),
    "numbered_keys.js": (3, 2, 6, 7),
    "id_named.json": (2, 2, 4, 5),
    "levels_label.md": (3, 2, 6, 6),
    "tenure_and_headings.md": (2, 2, 4, 5),
    "bold_lead_ins.md": (3, 2, 6, 6),
    "one_heading_between.md": (2, 2, 4, 4),
    "codes_by_track.json": (4, 2, 8, 9),
    "points.js": (3, 2, 6, 13),
    "code_names.json": (3, 2, 6, 7),
    "named_codes.yaml": (2, 2, 4, 5),
    "role_vectors.yaml": (3, 2, 6, 6),
    "role_words.json": (2, 2, 6, 6),
    "role_lists.json": (2, 2, 0, 0),
    "role_ids.yaml": (2, 2, 4, 4),
    "roles_by_skill.json": (3, 2, 0, 0),
    "two_tracks.csv": (5, 2, 10, 10),
    "two_tracks.yaml": (4, 2, 8, 8),
    "zones.csv": (4, 2, 8, 13),
    "zones.md": (4, 2, 8, 9),
    "zones_apart.csv": (3, 2, 6, 6),
    "tabbed.tsv": (3, 2, 6, 6),
    "emoji.md": (2, 2, 4, 5),
    "nested_inverse.md": (2, 2, 4, 4),
    "counted.csv": (3, 3, 9, 9),
    "step_words.md": (4, 2, 8, 8),
    "colon_words.md": (3, 2, 6, 6),
    "title_rows.csv": (3, 3, 9, 10),
    "job_family.md": (3, 2, 6, 7),
    "role_skills.md": (3, 2, 6, 6),
    "numbered_headings.md": (2, 2, 4, 5),
    "four_deep.yaml": (2, 3, 6, 6),
    "turned_titles.csv": (3, 2, 6, 6),
}


@pytest.mark.parametrize("name", _COUNTS)
def test_shape_is_read_with_its_counts_and_builds_a_valid_ladder(name: str) -> None:
    proposal = propose(name)
    assert counts(dry_run(proposal)) == _COUNTS[name]
    ladder = load_ladder(ladder_yaml(build_ladder(proposal, name, "2026.10", "Ours")))
    assert ladder.version == "2026.10"
    assert len(ladder.competencies) == _COUNTS[name][1]


def test_cells_tell_empty_same_and_not_applicable_apart() -> None:
    proposal = propose("matrix.csv")
    assert cell_texts(proposal, "Code", "Junior") == ["Writes small changes", "Asks for a review"]
    assert cell_texts(proposal, "Code", "Senior") == ["="]
    assert cell_texts(proposal, "Feedback", "Mid") == ["null"]
    assert cell_texts(proposal, "Mentoring", "Junior") == ["n/a"]
    assert dry_run(proposal).summary == (
        "3 levels, 4 competencies, 8 filled, 3 empty, 1 not applicable, 8 behaviours; 1 column ignored"
    )


def test_records_joined_by_id_keep_names_and_examples() -> None:
    proposal = propose("joined.yml")
    assert names(proposal) == (["Junior Engineer", "Senior Engineer"], ["Technical", "People"])
    ladder = load_ladder(ladder_yaml(build_ladder(proposal, "x", "1")))
    assert [level.id for level in ladder.levels] == ["jr", "sr"]
    assert "Updates the editor" in ladder_yaml(build_ladder(proposal, "x", "1"))


def test_objects_known_by_id_take_the_titles_that_the_file_gives_and_keep_their_examples() -> None:
    proposal = propose("id_named.json")
    assert names(proposal) == (["Engineer (1)", "Engineer (2)"], ["Technical depth", "Getting things done"])
    assert cell_texts(proposal, "Technical depth", "Engineer (1)") == ["Knows one area.", "Asks good questions."]
    assert "Mended a test" in ladder_yaml(build_ladder(proposal, "x", "1"))


def test_a_heading_that_is_always_the_same_is_no_area() -> None:
    proposal = propose("one_heading_between.md")
    assert names(proposal)[1] == ["Planning", "Testing"]
    assert proposal.matrix is not None
    assert proposal.matrix.areas == ()


def test_script_is_read_without_running_and_says_what_it_skipped() -> None:
    proposal = propose("snowflake.ts")
    assert names(proposal)[1] == ["Code", "Talk"]
    assert cell_texts(proposal, "Talk", "1") == ["Tells the team what is going on", "Writes a short note each week"]
    assert any("“...” is code and was not evaluated" in note for note in dry_run(proposal).notes)


def test_numbers_in_a_grid_are_requirements_with_a_profile() -> None:
    ladder = load_ladder(ladder_yaml(build_ladder(propose("expected.csv"), "x", "1")))
    senior = next(one for one in ladder.profiles if one.for_ == "senior")
    assert dict(senior.targets) == {"debugging": "2", "planning": "2-3"}
    assert any("add up to 90" in str(one) for one in report_of("expected.csv").warnings)


def test_axes_with_stages_become_profiles_of_positions_on_tracks() -> None:
    report = report_of("axes/*.md")
    assert (report.levels, report.tracks) == (2, 2)
    ladder = load_ladder(ladder_yaml(build_ladder(propose("axes/*.md"), "x", "1")))
    assert {one.for_ for one in ladder.profiles} == {"engineer-1", "engineer-2", "lead-engineer-2"}
    assert dict(ladder.profiles[0].targets) == {"tools": "1", "crew": "3"}


@pytest.mark.parametrize(
    ("name", "level", "targets"),
    [
        ("role_vectors.yaml", "senior-analyst", {"sql": "2", "talk": "2"}),
        ("role_words.json", "senior", {"sql": "leading", "talk": "working"}),
        ("role_lists.json", "lead-analyst", {"sql": "3", "talk": "3"}),
        ("role_ids.yaml", "junior-analyst", {"sql": "learning", "talk": "learning"}),
        ("roles_by_skill.json", "senior", {"sql": "3", "talk": "2"}),
    ],
)
def test_what_roles_ask_for_becomes_profiles(name: str, level: str, targets: dict[str, str]) -> None:
    ladder = load_ladder(ladder_yaml(build_ladder(propose(name), "x", "1")))
    assert {one.for_: dict(one.targets) for one in ladder.profiles}[level] == targets


def test_points_of_milestones_and_titles_are_kept_as_declared_points() -> None:
    points = load_ladder(ladder_yaml(build_ladder(propose("points.js"), "x", "1"))).points
    assert points is not None
    assert points.per_stage == {"0": 0, "1": 1, "2": 3, "3": 6}
    assert [(one.level, one.min, one.max) for one in points.bands] == [
        ("engineer-i", 0, 16), ("engineer-ii", 17, 35), ("senior-engineer", 36, 57),
    ]  # fmt: skip


def test_codes_keep_the_names_that_a_list_gives_them() -> None:
    for name, codes, titles in (
        ("code_names.json", ["L1", "L2", "L3"], ["Starter", "Maker", "Guide"]),
        ("named_codes.yaml", ["P1", "P2"], ["Starter", "Maker"]),
    ):
        matrix = propose(name).matrix
        assert ([one.name for one in matrix.levels], [one.title for one in matrix.levels]) == (codes, titles)


def test_codes_of_engineers_and_managers_are_two_tracks_each_in_its_own_order() -> None:
    proposal = propose("two_tracks.yaml")
    assert names(proposal)[0] == ["M1", "M2", "IC1", "IC2"]
    assert proposal.matrix.tracks == ("M", "IC")
    assert propose("two_tracks.csv").matrix.tracks == ("IC", "M")


def test_what_is_said_of_several_levels_stands_at_each_of_them_only_if_they_overlap_others() -> None:
    proposal = propose("zones.csv")
    assert names(proposal)[0] == ["L1", "L2", "L3", "L4"]
    assert cell_texts(proposal, "Craft", "L3") == ["Designs a part", "Designs the whole"]
    assert cell_texts(proposal, "Craft", "L4") == ["Designs the whole"]
    assert not dry_run(proposal).warnings
    assert names(propose("zones_apart.csv"))[0] == ["L1-L2", "L3-L4", "L5"]


def test_areas_come_from_rows_tables_and_objects() -> None:
    assert [propose(name).matrix.areas for name in ("areas_in_rows.csv", "tables.md", "areas.json")] == [
        ("Delivery", "People"),
        ("Craft", "People"),
        ("Craft", "People"),
    ]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("not_pay.csv", "amounts of pay"),
        ("not_titles.csv", "names of levels"),
        ("not_people.csv", "no career levels"),
        ("not_staff_list.md", "lists people"),
        ("not_spans.csv", "spans of time"),
        ("not_mapping.md", "names of levels"),
    ],
)
def test_a_table_of_something_else_is_refused_with_a_reason(name: str, reason: str) -> None:
    report = report_of(name)
    assert report.refused is not None
    assert reason in report.refused


def test_a_page_of_questions_is_no_level() -> None:
    proposal = propose("inverse.md")
    assert names(proposal) == (["Junior", "Senior"], ["Writing", "Running"])
    assert any("Questions" in str(one) for one in dry_run(proposal).not_imported)


def test_merged_cells_spread_into_headers_and_areas_only(tmp_path: Path) -> None:
    book = workbook(
        ("", "", "Makers", ""), ("Area", "Skill", "Junior", "Senior"), ("Craft", "Code", "Writes it", ""),
        ("", "Tests", "Runs them", "Adds them"), ("Staff", "Hours", "", ""), ("", "", "", ""),
    )  # fmt: skip
    sheet = book.active
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("C3:D3")
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["D"].hidden = True
    proposal = propose(saved(book, tmp_path / "ladder.xlsx"))
    assert [one.area for one in proposal.matrix.competencies[:2]] == ["Craft", "Craft"]
    assert cell_texts(proposal, "Code", "Senior") == ["null"]
    notes = " ".join(dry_run(proposal).notes)
    assert "hidden rows were read too: 4" in notes
    assert "hidden columns were read too: D" in notes


def test_a_sheet_for_each_level(tmp_path: Path) -> None:
    book = workbook(("Competency", "Description"), ("Code", "Writes small changes"), title="Junior")
    other = book.create_sheet("Senior")
    for row in (("Competency", "Description"), ("Code", "- Designs\n- Reviews"), ("Talk", "Speaks plainly")):
        other.append(row)
    assert counts(report_of(saved(book, tmp_path / "ladder.xlsx"))) == (2, 2, 3, 4)


def test_cp1252_and_a_byte_order_mark_are_both_read(tmp_path: Path) -> None:
    text = "Compétence;Junior;Senior\nQualité;Écrit des tests;Enseigne l’équipe\n"
    for encoding in ("cp1252", "utf-8-sig", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(text.encode(encoding))
        assert cell_texts(propose(path), "Qualité", "Senior") == ["Enseigne l’équipe"]
