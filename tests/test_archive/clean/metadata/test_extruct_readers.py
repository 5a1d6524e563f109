"""Which parts of extruct are imported: not those that read RDFa."""

from __future__ import annotations

import subprocess
import sys


def test_cleaning_imports_no_reader_of_rdfa_and_extruct_stays_usable() -> None:
    code = (
        "import sys, archive.clean.article, archive.clean.explanation.explain\n"
        "print(sorted({'rdflib', 'pyRdfa'} & set(sys.modules)))\n"
        "import extruct\n"
        "page = '<p itemscope><b itemprop=name>Tide</b></p>'\n"
        "print(extruct.extract(page, syntaxes=['microdata'])['microdata'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "[{'properties': {'name': 'Tide'}}]"]
