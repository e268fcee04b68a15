"""What QPdfWriter (Qt 6.11) leaves out of a PDF: headings, paragraphs, tables and figures as a structure, an outline.

Qt writes text as blocks from BT to ET in the order of painting, and `paint_page` paints the lines of a page before its
charts. So each block is found again by its place and gets the mark of its line; what is between is an artifact, what
follows is the chart. Marks and structure are those of ISO 32000-1, 14.6 to 14.8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from coachdesk.ui.packets.sheet import Document, Page, Place, Role, Run

_BLOCK = re.compile(rb"BT\n.*?ET\n", re.DOTALL)
_PLACE = re.compile(rb"Tm\n(-?[\d.]+) (-?[\d.]+) Td")
_TAB_FOR_SPACE = re.compile(rb"<0009>")
_NEAR = 0.05
"""Qt puts text on places of 1/64 of a unit."""
_PAGINATION = b"/Artifact <</Type /Pagination>> BDC\n"


@dataclass(frozen=True, slots=True)
class _Marked:
    """Content of a page with the place of each mark in the structure, by its number; None for a figure."""

    content: bytes
    places: tuple[Place | None, ...]


def add_structure(content: bytes, document: Document) -> bytes:
    """Return the PDF with structure, language, outline, and spaces that are copied as spaces."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    tree = _Tree(writer)
    for number, (page, sheet) in enumerate(zip(writer.pages, document.pages, strict=True)):
        contents = page.get_contents()
        assert contents is not None
        marked = _mark(contents.get_data(), sheet)
        stream = StreamObject()
        stream.set_data(marked.content)
        page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
        page[NameObject("/StructParents")] = NumberObject(number)
        page[NameObject("/Tabs")] = NameObject("/S")
        tree.add_page(page, marked.places, "; ".join(figure.alternative for figure in sheet.figures))
    tree.finish(document.language)
    _mend_spaces(writer)
    for words, number in document.outline:
        writer.add_outline_item(title=words, page_number=number)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _mark(content: bytes, page: Page) -> _Marked:
    """Return the content with every operator inside a mark or an artifact."""
    pieces: list[bytes] = []
    places: list[Place | None] = []
    end = 0
    for run, start, stop in _group(content, page.runs):
        pieces.append(_artifact(content[end:start]))
        if run.place.role is Role.ARTIFACT:
            pieces.append(_PAGINATION + content[start:stop] + b"EMC\n")
        else:
            pieces.append(_begin(run, len(places)) + content[start:stop] + b"EMC\n")
            places.append(run.place)
        end = stop
    if page.figures:
        pieces.append(b"/Figure <</MCID %d>> BDC\n" % len(places) + content[end:] + b"\nEMC\n")
        places.append(None)
    else:
        pieces.append(_artifact(content[end:]))
    return _Marked(b"".join(pieces), tuple(places))


def _group(content: bytes, runs: tuple[Run, ...]) -> Iterator[tuple[Run, int, int]]:
    """Give each line with its first and last byte; letters of several fonts are several blocks of one line."""
    at, start, stop = -1, 0, 0
    for block in _BLOCK.finditer(content):
        found = _PLACE.search(block[0])
        if found is None:
            continue
        x, y = float(found[1]), -float(found[2])
        if at >= 0 and _is_at(runs[at], x, y):
            stop = block.end()
        elif at + 1 < len(runs) and _is_at(runs[at + 1], x, y):
            if at >= 0:
                yield runs[at], start, stop
            at, start, stop = at + 1, block.start(), block.end()
        elif at + 1 == len(runs):
            break
    if at >= 0:
        yield runs[at], start, stop


def _is_at(run: Run, x: float, y: float) -> bool:
    return abs(y - run.y) < _NEAR and run.x - _NEAR <= x < run.x + run.width


def _begin(run: Run, number: int) -> bytes:
    text = run.text.encode("utf-16-be").hex().upper().encode()
    return b"/Span <</MCID %d /ActualText <FEFF%s>>> BDC\n" % (number, text)


def _artifact(content: bytes) -> bytes:
    return b"/Artifact BMC\n" + content + b"\nEMC\n" if content.strip() else content


class _Tree:
    """Builds the structure: a document of blocks, tables with their rows, and figures."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._root = self._add(DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")}))
        self._document = self._element("Document", self._root)
        self._tables: dict[int, IndirectObject] = {}
        self._rows: dict[tuple[int, int], IndirectObject] = {}
        self._blocks: dict[int, IndirectObject] = {}
        self._parents = ArrayObject()

    def add_page(self, page: PageObject, places: tuple[Place | None, ...], alternative: str) -> None:
        """Add the marks of one page in their order."""
        owners = ArrayObject()
        for number, place in enumerate(places):
            if place is None:
                owner = self._element("Figure", self._document)
                self._get(owner)[NameObject("/Alt")] = TextStringObject(alternative)
            else:
                owner = self._owner(place)
            self._get(owner)[NameObject("/Pg")] = page.indirect_reference
            self._kids(owner).append(
                DictionaryObject(
                    {
                        NameObject("/Type"): NameObject("/MCR"),
                        NameObject("/Pg"): page.indirect_reference,
                        NameObject("/MCID"): NumberObject(number),
                    }
                )
            )
            owners.append(owner)
        self._parents.extend([NumberObject(len(self._parents) // 2), self._writer._add_object(owners)])

    def finish(self, language: str) -> None:
        """Hang the tree into the file and say that it is tagged."""
        root = self._get(self._root)
        numbers = DictionaryObject({NameObject("/Nums"): self._parents})
        root[NameObject("/K")] = ArrayObject([self._document])
        root[NameObject("/ParentTree")] = self._writer._add_object(numbers)
        root[NameObject("/ParentTreeNextKey")] = NumberObject(len(self._parents) // 2)
        catalogue = self._writer.root_object
        catalogue[NameObject("/StructTreeRoot")] = self._root
        catalogue[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
        catalogue[NameObject("/Lang")] = TextStringObject(language)
        shows_title = {NameObject("/DisplayDocTitle"): BooleanObject(True)}
        catalogue[NameObject("/ViewerPreferences")] = DictionaryObject(shows_title)

    def _owner(self, place: Place) -> IndirectObject:
        """Return the element of a block, made on first use in its row and table."""
        if place.block not in self._blocks:
            parent = self._document
            if place.table:
                if place.table not in self._tables:
                    self._tables[place.table] = self._element("Table", self._document)
                key = (place.table, place.row)
                if key not in self._rows:
                    self._rows[key] = self._element("TR", self._tables[place.table])
                parent = self._rows[key]
            self._blocks[place.block] = self._element(place.role.value, parent)
            if place.role is Role.HEAD_CELL:
                scope = {NameObject("/O"): NameObject("/Table"), NameObject("/Scope"): NameObject("/Column")}
                self._get(self._blocks[place.block])[NameObject("/A")] = DictionaryObject(scope)
        return self._blocks[place.block]

    def _element(self, kind: str, parent: IndirectObject) -> IndirectObject:
        element = self._add(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/StructElem"),
                    NameObject("/S"): NameObject(f"/{kind}"),
                    NameObject("/P"): parent,
                    NameObject("/K"): ArrayObject(),
                }
            )
        )
        if parent is not self._root:
            self._kids(parent).append(element)
        return element

    def _add(self, value: DictionaryObject) -> IndirectObject:
        return self._writer._add_object(value)

    def _get(self, reference: IndirectObject) -> DictionaryObject:
        found = reference.get_object()
        assert isinstance(found, DictionaryObject)
        return found

    def _kids(self, reference: IndirectObject) -> ArrayObject:
        found = self._get(reference)["/K"]
        assert isinstance(found, ArrayObject)
        return found


def _mend_spaces(writer: PdfWriter) -> None:
    """Let the glyph of a space stand for a space: Qt names it by the lowest letter that has it, a tab."""
    done: set[int] = set()
    for page in writer.pages:
        fonts = page["/Resources"].get_object().get("/Font", {}).get_object()  # type: ignore[union-attr]
        for font in fonts.values():
            table = font.get_object().get("/ToUnicode")
            if table is None or table.idnum in done:
                continue
            done.add(table.idnum)
            stream = table.get_object()
            stream.set_data(_TAB_FOR_SPACE.sub(b"<0020>", stream.get_data()))
