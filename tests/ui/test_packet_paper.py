"""Packets on paper: preview and PDF are the same, rows stay whole, text is real, nothing private is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from pytestqt.qtbot import QtBot
from sqlmodel import select

from coachdesk.model.evidence import Evidence, EvidenceSource
from coachdesk.model.note import NoteBlock
from coachdesk.model.promise import Promise
from coachdesk.model.visibility import Visibility
from coachdesk.sample.sample import build_sample
from coachdesk.services.packet_rows import Packet, PacketEvidence, PacketKind
from coachdesk.services.packets import get_packet
from coachdesk.services.people import list_people
from coachdesk.store.store import Store
from coachdesk.ui.packets.choices import PARTS, Choices
from coachdesk.ui.packets.compose import FOOT
from coachdesk.ui.packets.layout import lay_out_packet
from coachdesk.ui.packets.paint import paint_page
from coachdesk.ui.packets.paper import Paper
from coachdesk.ui.packets.pdf import build_pdf
from coachdesk.ui.packets.sheet import Document, Page, Role
from tests.services.conftest import SCHEMA_VERSION, PlainConnector, create_counter, migrate

TODAY = date(2026, 5, 12)
Mark = tuple[str, float, float]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("packets") / "vault.db"
    connection = PlainConnector(path).connect()
    create_counter(connection)
    migrate(connection, path.parent, from_version=0, to_version=SCHEMA_VERSION)
    connection.close()
    store = Store(PlainConnector(path))
    build_sample(store, years=1, reports=9, skips=0, today=TODAY)
    yield store
    store.close()


@pytest.fixture(scope="module")
def packets(sample: Store) -> dict[PacketKind, Packet]:
    person_id = next(row.person_id for row in sample.read(list_people) if row.name == "Amara Okafor")
    return {
        kind: sample.read(lambda session, k=kind: get_packet(session, person_id, k, TODAY, UTC)) for kind in PacketKind
    }


def everything(kind: PacketKind, paper: Paper = Paper.A4) -> Choices:
    return Choices(frozenset(PARTS[kind]), paper)


def preview_texts(page: Page, document: Document) -> list[Mark]:
    """What the painter of the preview is told to write, and where, charts included."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    generator.setViewBox(QRectF(0, 0, document.width, document.height))
    painter = QPainter(generator)
    paint_page(painter, page, is_grey=False)
    painter.end()
    found: list[Mark] = []
    for text in etree.fromstring(bytes(content.data())).iter("{http://www.w3.org/2000/svg}text"):
        matrix = [float(number) for number in re.findall(r"-?[\d.]+", text.getparent().get("transform"))]
        found.append((str(text.text), float(text.get("x")) + matrix[4], float(text.get("y")) + matrix[5]))
    return found


def pdf_texts(reader: PdfReader, number: int) -> list[Mark]:
    """What a page of the PDF writes, and where, in pixels of 1/96 inch from its top left."""
    page = reader.pages[number]
    found: list[Mark] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: Any, _size: Any) -> None:
        if text.strip():
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.append((text, x / 0.75, (float(page.mediabox.height) - y) / 0.75))

    page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("kind", list(PacketKind))
def test_preview_and_pdf_write_the_same_words_at_the_same_places(
    qapp: Any, packets: dict[PacketKind, Packet], kind: PacketKind, paper: Paper
) -> None:
    document = lay_out_packet(packets[kind], everything(kind, paper))
    reader = PdfReader(BytesIO(build_pdf(document, paper, is_grey=False)))
    assert len(reader.pages) == len(document.pages)
    for number, page in enumerate(document.pages):
        seen, written = preview_texts(page, document), pdf_texts(reader, number)
        assert [words(text) for text, *_ in seen] == [words(text) for text, *_ in written]
        for (_, x, y), (_, left, top) in zip(seen, written, strict=True):
            assert abs(x - left) < 0.1
            assert abs(y - top) < 0.1


def words(text: str) -> list[str]:
    return text.split()


def test_no_private_sentence_is_in_the_text_of_the_pdf(
    qapp: Any, sample: Store, packets: dict[PacketKind, Packet]
) -> None:
    def private(session: Any) -> set[str]:
        rows = [
            *session.exec(select(NoteBlock.text).where(NoteBlock.visibility == Visibility.ONLY_YOU)),
            *session.exec(select(Evidence.text).where(Evidence.visibility == Visibility.ONLY_YOU)),
            *session.exec(select(Promise.text).where(Promise.visibility == Visibility.ONLY_YOU)),
        ]
        return {line.strip() for row in rows for line in re.split(r"[.\n]", row) if len(line.strip()) > 12}

    sentences = sample.read(private)
    assert len(sentences) > 20
    for kind, packet in packets.items():
        content = build_pdf(lay_out_packet(packet, everything(kind)), Paper.A4, is_grey=False)
        reader = PdfReader(BytesIO(content))
        text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
        assert packet.evidence[0].text in text or kind is PacketKind.SHEET
        assert not [one for one in sentences if one in text]
        assert "left out" not in text
        assert not [one for one in sentences if one in str(reader.metadata)]


def test_fonts_are_inside_and_charts_are_no_pictures(qapp: Any, packets: dict[PacketKind, Packet]) -> None:
    document = lay_out_packet(packets[PacketKind.GROWTH], everything(PacketKind.GROWTH))
    reader = PdfReader(BytesIO(build_pdf(document, Paper.A4, is_grey=False)))
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert "/FontFile2" in descriptor
        assert not list(page.images)


def test_the_pdf_is_tagged_with_every_line_in_the_structure(qapp: Any, packets: dict[PacketKind, Packet]) -> None:
    document = lay_out_packet(packets[PacketKind.PROMOTION], everything(PacketKind.PROMOTION))
    reader = PdfReader(BytesIO(build_pdf(document, Paper.A4, is_grey=False)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert [item["/Title"] for item in reader.outline] == [title for title, _ in document.outline]  # type: ignore[index,call-overload]
    assert reader.metadata is not None and reader.metadata.title == document.title
    kinds, marks, alternatives = [], 0, []

    def walk(element: Any) -> None:
        nonlocal marks
        found = element.get_object()
        if found.get("/Type") == "/MCR":
            marks += 1
            return
        kinds.append(found.get("/S"))
        alternatives.append(found.get("/Alt"))
        for kid in found["/K"]:
            walk(kid)

    walk(root["/StructTreeRoot"]["/K"][0])
    runs = [run for page in document.pages for run in page.runs if run.place.role is not Role.ARTIFACT]
    figures = [figure for page in document.pages for figure in page.figures]
    assert marks == len(runs) + len(figures)
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == sum(run.place.role is Role.HEADING for run in runs)
    assert {"/Table", "/TR", "/TH", "/TD", "/Figure"} <= set(kinds)
    assert any(words and "agreed L6 solid" in words for words in alternatives)


def test_charts_in_grey_have_no_hue(qapp: Any, packets: dict[PacketKind, Packet]) -> None:
    document = lay_out_packet(packets[PacketKind.GROWTH], everything(PacketKind.GROWTH))
    image = QImage(int(document.width) // 2, int(document.height) // 2, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.scale(0.5, 0.5)
    paint_page(painter, document.pages[0], is_grey=True)
    painter.end()
    pixels = bytes(image.constBits())
    assert pixels[0::4] == pixels[1::4] == pixels[2::4]
    assert len(set(pixels[0::4])) > 10


def test_a_sheet_is_one_page_even_with_many_competencies(qapp: Any, packets: dict[PacketKind, Packet]) -> None:
    packet = packets[PacketKind.SHEET]
    many = replace(
        packet,
        marks=tuple(replace(mark, name=f"{mark.name} {turn}") for turn in range(4) for mark in packet.marks),
        goals=packet.goals * 6,
    )
    for paper in Paper:
        assert len(lay_out_packet(many, everything(PacketKind.SHEET, paper)).pages) == 1


def test_each_page_says_where_it_belongs_and_that_it_is_confidential(
    qapp: Any, packets: dict[PacketKind, Packet]
) -> None:
    choices = replace(everything(PacketKind.GROWTH), is_confidential=True)
    document = lay_out_packet(packets[PacketKind.GROWTH], choices)
    count = len(document.pages)
    for number, page in enumerate(document.pages, 1):
        texts = [run.text for run in page.runs]
        assert "Growth review, Amara Okafor, 12 May 2026" in texts
        assert f"{number} of {count}" in texts
        assert {"Confidential", "Shared content only"} <= set(texts)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text(st.sampled_from("abc déñ字ض\t"), min_size=1, max_size=900).filter(str.strip), max_size=25),
    st.sampled_from(list(Paper)),
)
def test_rows_stay_on_the_page_and_no_letter_is_lost(
    qapp: Any, packets: dict[PacketKind, Packet], texts: list[str], paper: Paper
) -> None:
    lines = tuple(PacketEvidence("Testing", text, EvidenceSource.NOTE, "", TODAY, False) for text in texts)
    packet = replace(packets[PacketKind.GROWTH], evidence=lines, lanes=())
    document = lay_out_packet(packet, everything(PacketKind.GROWTH, paper))
    for page in document.pages:
        for run in page.runs:
            assert run.x >= 0 and run.x + run.width <= document.width
            assert run.place.role is Role.ARTIFACT or run.y <= document.height - FOOT + 1
    printed = "".join(run.text for page in document.pages for run in page.runs).replace(" ", "")
    for text in texts:
        assert "".join(text.split()) in printed


def test_a_row_is_on_one_page(qapp: Any, packets: dict[PacketKind, Packet]) -> None:
    document = lay_out_packet(packets[PacketKind.PROMOTION], everything(PacketKind.PROMOTION))
    rows = [
        {(run.place.table, run.place.row) for run in page.runs if run.place.table and run.place.role is Role.CELL}
        for page in document.pages
    ]
    assert sum(len(one) for one in rows) > 40
    for earlier, later in pairwise(rows):
        assert not earlier & later


def test_someone_without_a_review_still_has_a_packet(qapp: Any, sample: Store, tmp_path: Path, qtbot: QtBot) -> None:
    person_id = next(row.person_id for row in sample.read(list_people) if row.name == "Diego Fuentes")
    packet = sample.read(lambda session: get_packet(session, person_id, PacketKind.GROWTH, TODAY, UTC))
    document = lay_out_packet(packet, everything(PacketKind.GROWTH))
    assert "No review has been agreed yet, so there are no marks here." in " ".join(
        run.text for run in document.pages[0].runs
    )
