"""extruct's reader of microdata, without the rest of the package.

`import extruct` runs its `__init__`, which imports rdflib and pyRdfa to read RDFa. No reader here needs
them, and they cost 0.1 s and 8 MB at every start. So the module is imported from a package that is not run.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType


def _import_without_package(name: str) -> ModuleType:
    """A module of extruct. A later `import extruct` runs the package as usual."""
    spec = find_spec("extruct")
    if spec is None or "extruct" in sys.modules:  # the import below says that it is not installed
        return import_module(f"extruct.{name}")
    sys.modules["extruct"] = module_from_spec(spec)
    try:
        return import_module(f"extruct.{name}")
    finally:
        del sys.modules["extruct"]


MicrodataExtractor = _import_without_package("w3cmicrodata").MicrodataExtractor
