"""Putting a packet on disk: the whole file or none."""

from __future__ import annotations

import errno
from pathlib import Path

from coachdesk.ui.packets.choices import Choices
from coachdesk.ui.packets.pdf import build_pdf
from coachdesk.ui.packets.sheet import Document
from coachdesk.ui.packets.words import tr
from coachdesk.vault.files import create_file, replace_file


class NotSaved(Exception):
    """The disk or the folder stands in the way. The text names no file: its name may be that of a person."""


def save_packet(document: Document, choices: Choices, path: Path, *, may_replace: bool) -> None:
    """Write the PDF. Raises NotSaved; what stood there before is then as it was."""
    content = build_pdf(document, choices.paper, is_grey=choices.is_grey)
    try:
        if may_replace:
            replace_file(path, content)
        else:
            create_file(path, content)
    except FileExistsError:
        raise NotSaved(tr("There is a file of that name. It was left as it is; choose another name.")) from None
    except OSError as error:
        raise NotSaved(_words(error)) from None


def _words(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return tr("The disk is full. Nothing was written; make room and save again.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return tr("This folder may not be written to. Nothing was written; choose another one.")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return tr("There is no such folder. Nothing was written; choose another one.")
    return tr("The file could not be written. Nothing was replaced; choose another place.")
