"""A dataset as it is sent: one workbook, or a folder as a ZIP file. The name it gets is its content's hash."""

from __future__ import annotations

import hashlib
import stat
import tempfile
import zipfile
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path, PurePosixPath

from fastapi import Request

from api.bodies import BodyRefusedError, pieces
from loaders.dataset import DESCRIPTION
from schema.errors import SourceError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
_NAMES = {XLSX: "datasett.xlsx", ZIP: "datasett.zip"}
_MOST_FILES = 500
_MEGABYTE = 1_000_000
_PIECE = 1 << 20


@dataclass(frozen=True)
class Upload:
    """What was sent.

    Attributes:
        path: Where it lies until the request is answered.
        sha256: Hash of what was sent.
    """

    path: Path
    sha256: str


@asynccontextmanager
async def received(request: Request, largest_mb: int, seconds: float) -> AsyncIterator[Upload]:
    """Receive a dataset into a folder that is gone after.

    Raises:
        BodyRefusedError: It is not a workbook or a ZIP file, or too large, or too slow, or not all of it came.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in _NAMES:
        # Nothing else is read: a page on another site can send forms and plain text, but not these, without asking.
        raise BodyRefusedError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "Et datasett sendes som én arbeidsbok eller som en mappe i en ZIP-fil.",
            f"Sett Content-Type til {XLSX} eller {ZIP}.",
        )
    with tempfile.TemporaryDirectory(prefix="styring-opplasting-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / _NAMES[media]
        digest = hashlib.sha256()
        with path.open("wb") as file:
            async for piece in pieces(request, largest_mb * _MEGABYTE, seconds):
                digest.update(piece)
                file.write(piece)
        yield Upload(path, digest.hexdigest())


def opened(upload: Upload, largest_mb: int) -> Path:
    """What can be loaded: the workbook, or a folder with what the ZIP file held.

    Raises:
        SourceError: It is not what it says, or would unpack to more than may be loaded.
    """
    try:
        with zipfile.ZipFile(upload.path) as archive:  # a workbook is one, too
            _refuse_large(archive, largest_mb)
            if upload.path.suffix == ".xlsx":
                return upload.path
            return _unpacked(archive, Path(tempfile.mkdtemp(dir=upload.path.parent)))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError) as error:
        raise SourceError(
            "Filen er skadet, kryptert, eller er ikke av typen som er oppgitt.",
            "Lag den på nytt, og send den med Content-Type for arbeidsbok eller ZIP.",
        ) from error


def _refuse_large(archive: zipfile.ZipFile, largest_mb: int) -> None:
    files = archive.infolist()
    if len(files) > _MOST_FILES:
        raise SourceError(f"Filen har {len(files)} filer i seg.", f"Et datasett kan ha {_MOST_FILES}.")
    # zipfile gives no more of a file than its head says there is, so that the sum of the heads is an upper bound.
    if sum(file.file_size for file in files) > largest_mb * _MEGABYTE:
        raise SourceError(
            f"Pakket ut er datasettet større enn {largest_mb} MB.",
            "Del det i flere, eller be den som drifter serveren sette STYRING_MAX_FILE_MB høyere.",
        )


def _unpacked(archive: zipfile.ZipFile, folder: Path) -> Path:
    """Unpack the files of one folder, whatever it is called in the ZIP file."""
    files = [file for file in archive.infolist() if not file.is_dir() and not _beside(file.filename)]
    parents = {PurePosixPath(file.filename).parent for file in files}
    if len(parents) != 1 or len(next(iter(parents)).parts) > 1:
        raise SourceError(
            "ZIP-filen må ha alle filene i datasettet i samme mappe.", "Pakk mappen der dataset.yaml ligger, alene."
        )
    for file in files:
        name = PurePosixPath(file.filename).name
        if stat.S_ISLNK(file.external_attr >> 16) or name != file.filename.split("/")[-1] or not _plain(name):
            raise SourceError(
                f"«{file.filename}» er ikke en vanlig fil.", "Legg bare datasettets egne filer i ZIP-filen."
            )
        if (folder / name).exists():
            raise SourceError(f"«{name}» finnes flere ganger i ZIP-filen.", "Behold én.")
        with archive.open(file) as source, (folder / name).open("wb") as target:
            while piece := source.read(_PIECE):
                target.write(piece)
    if not (folder / DESCRIPTION).is_file():
        raise SourceError(
            f"ZIP-filen har ingen {DESCRIPTION}.", f"Pakk mappen der {DESCRIPTION} ligger, med alle filene i den."
        )
    return folder


def _beside(name: str) -> bool:
    """What packing programs put beside the files."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or parts[-1] == ".DS_Store"


def _plain(name: str) -> bool:
    return name not in ("", ".", "..") and not set(name) & set('\\:*?"<>|\0/')
