"""The folder that new outlet files are written into, and what may not be written there."""

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
    ENVIRONMENT,
    SHIPPED,
    load_outlet,
    outlet_files,
    outlet_folders,
    read_outlets,
    shared_host,
)
from crawler.outlet.outlet import Outlet

DEFAULT = Path("outlets")

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class AddError(MatineeError):
    """An outlet that cannot be added."""


@dataclass(frozen=True, slots=True)
class OutletFolder:
    """The user's folder of outlet files, and all outlets that are known beside.

    Attributes:
        folder: where new files go; it may not be there yet.
        files: every outlet file by its outlet's name.
        outlets: those of them that are sound.
        told: whether Matinee looks into the folder without being told.
    """

    folder: Path
    files: dict[str, Path]
    outlets: dict[str, Outlet]
    told: bool

    @classmethod
    def open(cls, folders: Sequence[Path]) -> OutletFolder:
        """The first of these folders, else of those that MATINEE_OUTLETS names, else ./outlets.

        Raises:
            AddError: it is the folder of the outlets that are shipped.
        """
        by_environment = named_folders(None, ENVIRONMENT)
        folder = [*folders, *by_environment, DEFAULT][0]
        if folder.resolve() == SHIPPED.resolve():
            problem = f"{folder}: these are the outlets that come with Matinee, and an update replaces them"
            raise AddError(problem, "name a folder of your own with --outlets")
        looked = outlet_folders([folder, *folders])
        files, _ = outlet_files(one for one in looked if one.exists())
        outlets, _ = read_outlets(files.values())
        told = folder.resolve() in {one.resolve() for one in by_environment}
        return cls(folder, files, outlets, told)

    def path(self, name: str) -> Path:
        """Where the file of an outlet of this name goes."""
        return self.folder / f"{name}.toml"

    def refuse_name(self, name: str) -> None:
        """Raises AddError for a name that is none, or that another outlet has."""
        if not _NAME.fullmatch(name):
            raise AddError(f"{name}: no name of an outlet", "use a-z, 0-9, - and _, such as the-quietus")
        if name in self.files:
            raise AddError(f"{name}: there is {self.files[name]} already", "give another --name")

    def refuse_host(self, url: str) -> None:
        """Raises AddError for an address on a host that another outlet has."""
        self.refuse(Outlet("", "", url, Path(), hosts=tuple(filter(None, [host_of(url)]))))

    def refuse(self, outlet: Outlet) -> None:
        """Raises AddError for an outlet that shares a host with another."""
        if found := shared_host(outlet, self.outlets.values()):
            host, other = found
            own = other.path.resolve().parent == SHIPPED.resolve()
            copy = f"crawl it as it is, or copy the file to {self.path(other.name)} and change it there"
            remedy = copy if own else f"crawl it with `matinee crawl {other.name}`, or change its file"
            raise AddError(f"{host}: the outlet {other.name} has this host ({other.path})", remedy)

    def free_name(self, names: Sequence[str]) -> str:
        """The first of these names that nothing has. Raises AddError where all are taken."""
        for name in names:
            if name not in self.files and _NAME.fullmatch(name):
                return name
        taken = ", ".join(str(self.files[name]) for name in names if name in self.files)
        raise AddError(
            f"{', '.join(names) or 'the site'}: no free name ({taken or 'none to be made'})", "give --name"
        )

    def check(self, name: str, text: str) -> Outlet:
        """The outlet that a file of this text would be.

        Raises:
            OutletError: the text is no sound outlet file.
            AddError: the outlet shares a host with another.
        """
        with tempfile.TemporaryDirectory(prefix="matinee-") as place:
            draft = Path(place) / f"{name}.toml"
            draft.write_text(text, encoding="utf-8")
            outlet = load_outlet(draft)
        self.refuse(outlet)
        return outlet

    def write(self, name: str, text: str) -> Path:
        """Write a new outlet file; one that is there is never replaced. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.path(name)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
        self.files[name], self.outlets[name] = path, load_outlet(path)
        return path
