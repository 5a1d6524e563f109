"""Sphinx: the pages of this repository as one site. `make docs` builds it; a broken link is an error.

The sources are the files that people read on their own, so that nothing is written for the site alone but its
contents (below) and the page of the Python API (`api.md`).
"""

from __future__ import annotations

import re

from sphinx.application import Sphinx

project = "Matinee"
author = "the authors of Matinee"
html_title = "Matinee"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "README"
exclude_patterns = [".*", "archive", "build", "crawler", "tests"]
include_patterns = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CLI.md", "docs/*.md", "docs/site/*.md"]

myst_heading_anchors = 4  # links to headings are as on GitHub

default_role = "code"  # of single backquotes in docstrings
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_class_signature = "separated"
napoleon_use_ivar = True
napoleon_custom_sections = [("Keys", "params_style")]

html_theme = "furo"
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}
templates_path = ["templates"]
html_additional_pages = {"index": "index.html"}

CONTENTS = {
    "Begin": ["docs/tutorial", "docs/collect", "docs/schedule", "docs/look-after", "docs/difficult-sites"],
    "Ask": ["docs/search", "docs/search-and-sql", "docs/works-and-people", "docs/browse"],
    "Use": ["docs/export", "docs/use-a-dataset", "docs/python", "docs/good-guest"],
    "Reference": ["CLI", "docs/site/api", "docs/schema", "CHANGELOG"],
    "Change": ["docs/develop", "ARCHITECTURE"],
}


def add_contents(app: Sphinx, page: str, source: list[str]) -> None:
    """Give the first page the contents of the site, which a reader of the file needs no sight of."""
    if page == root_doc:
        for heading, pages in CONTENTS.items():
            listed = "\n".join(pages)
            source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {heading}\n\n{listed}\n```\n"


# GitHub draws Mermaid. Here the picture of it stands, which `python -m tests.architecture_picture` draws.
MERMAID = re.compile(r"```mermaid\n.*?```", re.DOTALL)
PICTURE = (
    "![The rooms of both packages: an arrow leads to what a room imports](docs/pictures/architecture.svg)"
)


def replace_mermaid(app: Sphinx, page: str, source: list[str]) -> None:
    """Show the picture of ARCHITECTURE.md in place of the text that it is drawn from."""
    if page == "ARCHITECTURE":
        source[0] = MERMAID.sub(PICTURE, source[0])


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", replace_mermaid)
    app.connect("source-read", add_contents)
