"""All evidence as one .zip, streamed: a folder a standard and criterion, names safe everywhere."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, BinaryIO

from reports.evidence_list import EvidenceRow
from texts.labels import label

CHUNK = 256 * 1024
LONGEST_NAME = 80
# What Windows, or a shell, would not take in a name.
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)

Open = Callable[[str], IO[bytes]]


def write_zip(target: BinaryIO, rows: Iterable[EvidenceRow], open_file: Open) -> tuple[int, int]:
    """Write the list and every stored file; gives (files written, files that are gone).

    One file is in memory at a time, a piece at a time. What is only listed stands in the list.
    """
    written, gone = 0, 0
    listed = list(rows)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        archive.writestr(label("evidence_list_file") + ".csv", _list(listed))
        for row, place in _places(listed):
            try:
                with open_file(row.file_hash) as source, archive.open(place, "w") as entry:
                    while piece := source.read(CHUNK):
                        entry.write(piece)
                written += 1
            except FileNotFoundError:
                gone += 1
    return written, gone


def _places(rows: Iterable[EvidenceRow]) -> Iterator[tuple[EvidenceRow, str]]:
    for row in rows:
        if not row.file_hash:
            continue
        standard = row.criterion.partition(".")[0]
        code = row.code.strip("[]()")
        ending = f".{row.format}" if row.format not in {"", "file"} else ""
        folder = f"{label('folder_standard', number=standard)}/"
        folder += label("folder_criterion", number=row.criterion)
        yield row, f"{folder}/{safe_name(f'{code} {row.name}', LONGEST_NAME)}{ending}"


def safe_name(text: str, most: int) -> str:
    """Give a name that every system takes: no separators, no reserved word, no dot at its end."""
    composed = unicodedata.normalize("NFC", text)
    printable = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in composed)
    name = " ".join(_UNSAFE.sub(" ", printable).split())[:most].strip(" .")
    return f"_{name}" if not name or _RESERVED.match(name) else name


def _list(rows: Iterable[EvidenceRow]) -> str:
    """Write the list as .csv that a spreadsheet opens; no cell is taken for a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(label("evidence_columns").split("|"))
    for row in rows:
        stored = " ".join(part for part in (row.format, row.place) if part)
        issued = ", ".join(part for part in (row.issued, row.issuer) if part)
        cells = [str(row.number), row.code, row.name, issued, stored, row.note]
        writer.writerow([_plain(cell) for cell in cells])
    return out.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
