"""The folder that new outlet files are written into; it refuses names and hosts that are taken."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.config_files import named_folders
from archive.errors import MatineeError
from archive.urls import host_of
from crawler.outlet.load import (
    DEFAULT_FOLDER,
    OUTLETS_VARIABLE,
    SHIPPED,
    load_outlet,
    outlet_files,
    outlet_folders,
    read_outlets,
    shared_host,
)
from crawler.outlet.outlet import Outlet

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class AddError(MatineeError):
    """An outlet that cannot be added."""


@dataclass(frozen=True, slots=True)
class OutletFolder:
    """The user's folder of outlet files, together with all outlets that Matinee knows.

    Attributes:
        folder: where new files go; it may not exist yet.
        files: every known outlet file by its outlet's name.
        outlets: the outlets of those files that have no mistake, by name.
        is_default: whether Matinee searches the folder without the option --outlets.
    """

    folder: Path
    files: dict[str, Path]
    outlets: dict[str, Outlet]
    is_default: bool

    @classmethod
    def open(cls, folders: Sequence[Path]) -> OutletFolder:
        """Open the first of these folders, else the first that MATINEE_OUTLETS names, else ./outlets.

        Raises:
            AddError: it is the folder of the outlets that come with Matinee.
        """
        by_environment = named_folders(None, OUTLETS_VARIABLE)
        folder = [*folders, *by_environment, DEFAULT_FOLDER][0]
        if folder.resolve() == SHIPPED.resolve():
            problem = f"{folder}: these are the outlets that come with Matinee, and an update replaces them"
            raise AddError(problem, "name a folder of your own with --outlets")
        searched = outlet_folders([folder, *folders])
        files, _ = outlet_files(existing for existing in searched if existing.exists())
        outlets, _ = read_outlets(files.values())
        is_default = folder.resolve() in {named.resolve() for named in by_environment or [DEFAULT_FOLDER]}
        return cls(folder, files, outlets, is_default)

    def path(self, name: str) -> Path:
        """The path of the file for an outlet of this name."""
        return self.folder / f"{name}.toml"

    def refuse_name(self, name: str) -> None:
        """Raise AddError if this is no valid name, or another outlet has it."""
        if not _NAME.fullmatch(name):
            raise AddError(f"{name}: not a valid outlet name", "use a-z, 0-9, - and _, such as the-quietus")
        if name in self.files:
            raise AddError(f"{name}: {self.files[name]} exists already", "give another --name")

    def refuse_host(self, url: str) -> None:
        """Raise AddError if another outlet has the URL's host."""
        self.refuse(Outlet("", "", url, Path(), hosts=tuple(filter(None, [host_of(url)]))))

    def refuse(self, outlet: Outlet) -> None:
        """Raise AddError if the outlet shares a host with another."""
        if shared := shared_host(outlet, self.outlets.values()):
            host, other = shared
            is_shipped = other.path.resolve().parent == SHIPPED.resolve()
            copy = f"crawl it as it is, or copy the file to {self.path(other.name)} and change it there"
            remedy = copy if is_shipped else f"crawl it with `matinee crawl {other.name}`, or change its file"
            raise AddError(f"{host}: the outlet {other.name} has this host ({other.path})", remedy)

    def free_name(self, names: Sequence[str]) -> str:
        """The first of these names that no outlet has. Raises AddError if all are taken or invalid."""
        for name in names:
            if name not in self.files and _NAME.fullmatch(name):
                return name
        taken = ", ".join(str(self.files[name]) for name in names if name in self.files)
        reason = f"taken by {taken}" if taken else "its title and host give none"
        raise AddError(f"{', '.join(names) or 'the site'}: no free name ({reason})", "give --name")

    def check(self, name: str, text: str) -> Outlet:
        """The outlet that a file with this text would define. Writes nothing into the folder.

        Raises:
            OutletError: the text has a mistake.
            AddError: the outlet shares a host with another.
        """
        with tempfile.TemporaryDirectory(prefix="matinee-") as scratch:
            draft = Path(scratch) / f"{name}.toml"
            draft.write_text(text, encoding="utf-8")
            outlet = load_outlet(draft)
        self.refuse(outlet)
        return outlet

    def write(self, name: str, text: str) -> Path:
        """Write a new outlet file. Raises OSError; FileExistsError rather than replace a file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.path(name)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
        self.files[name], self.outlets[name] = path, load_outlet(path)
        return path
