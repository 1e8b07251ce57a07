"""A programme's own words: reads the folder, once, and says all that is wrong with it.

The folder holds ``en.po``, ``es.po`` or both. What a text must hold to stands in
``handlers.texts``; this module knows files and how an operator is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from typing_extensions import override

from handlers.texts import catalog, overlay, po
from handlers.texts.po import Entry, Fault
from storage.enums import Language

FILES = {f"{language}.po": language for language in Language}
_NO_LANGUAGE = "is no language of the bot: the files are en.po and es.po."
_NOT_READ = "cannot be read: check who may read it."
_NOT_UTF8 = "is not text in UTF-8: save the file again as that."


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The words of one folder, and what is to be said about them: a line each, with its place."""

    folder: Path
    texts: catalog.Own = field(repr=False)
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @override
    def __str__(self) -> str:
        count = sum(map(len, self.texts.values()))
        return f"{count} of the programme's own, from {self.folder}"

    @classmethod
    def read(cls, value: object) -> OwnWords:
        """Read the folder; what is wrong inside a file is kept as its faults."""
        if isinstance(value, OwnWords):
            return value
        if not isinstance(value, str) or not value.strip() or "\0" in value:
            raise ValueError('is not a path: write it in quotes like "words".')
        folder = Path(value.strip())
        read = [_File.read(path) for path in _files(folder)]
        own = {file.language: file.texts for file in read if file.language}
        laid = catalog.load(own)
        return cls(
            folder,
            own,
            tuple(_told((file.path, [*file.faults, *file.mixed_up(laid)]) for file in read)),
            tuple(_told((file.path, file.warnings) for file in read)),
        )


@dataclass(frozen=True, slots=True)
class _File:
    """One language."""

    path: Path
    language: Language | None = None
    entries: Sequence[Entry] = ()
    faults: Sequence[Fault] = ()
    warnings: Sequence[Fault] = ()

    @property
    def texts(self) -> Mapping[str, catalog.Text]:
        """What it says."""
        return {entry.key: entry.text for entry in self.entries}

    def mixed_up(self, texts: catalog.Texts) -> Sequence[Fault]:
        """What shows only beside the other language."""
        return overlay.mixed_up(self.entries, self.language, texts) if self.language else ()

    @classmethod
    def read(cls, path: Path) -> _File:
        """Read one file, or say why not."""
        language = FILES.get(path.name)
        if language is None:
            return cls(path, faults=[Fault(1, _NO_LANGUAGE)])
        try:
            data = path.read_bytes()
        except OSError:
            return cls(path, faults=[Fault(1, _NOT_READ)])
        try:
            file = po.read(data.decode("utf-8-sig"), language)
        except UnicodeDecodeError as error:
            return cls(path, faults=[Fault(data.count(b"\n", 0, error.start) + 1, _NOT_UTF8)])
        ours = catalog.load().of(language)
        return cls(
            path,
            language,
            file.entries,
            file.faults or overlay.faults(file.entries, ours),
            overlay.warnings(file.entries, ours),
        )


def _files(folder: Path) -> list[Path]:
    """Every catalogue in the folder; hidden files are no catalogues."""
    try:
        if not folder.is_dir():
            raise ValueError(
                f'is "{folder}", which is no folder: make it, and put en.po or es.po in it.'
            )
        paths = [path for path in sorted(folder.iterdir()) if path.suffix.lower() == ".po"]
    except OSError:
        raise ValueError("names a folder that cannot be read: check who may read it.") from None
    found = [path for path in paths if not path.name.startswith(".")]
    if not found:
        raise ValueError("names a folder with neither en.po nor es.po in it.")
    return found


def _told(files: Iterable[tuple[Path, Sequence[Fault]]]) -> Iterator[str]:
    return (f"{path}:{fault.line}: {fault.sentence}" for path, faults in files for fault in faults)
