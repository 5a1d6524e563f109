"""`croissant.json`: the dataset as machines read it (MLCommons Croissant 1.0)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archive.export.columns import SPLIT, Columns
from archive.export.dataset.column_descriptions import DESCRIPTIONS
from archive.export.dataset.facts import DatasetFacts

_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_FILES = {"@id": "parquet-files"}
_TYPES = {
    **dict.fromkeys(("id", "word_count", "duplicate_of", "work_year"), "sc:Integer"),
    **dict.fromkeys(("published", "updated", "captured_at", "gone_at"), "sc:DateTime"),
    **{f"rating_{key}": "sc:Float" for key in ("value", "best", "worst", "score")},
    "spoilers": "sc:Boolean",
}


def croissant(facts: DatasetFacts, columns: Columns, sha256: Mapping[str, str]) -> dict[str, Any]:
    """The document for a dataset. Pure.

    Args:
        sha256: by path in the folder, of each Parquet file.
    """
    shards: list[dict[str, Any]] = [
        {
            "@type": "cr:FileObject",
            "@id": path,
            "name": path,
            "contentUrl": path,
            "encodingFormat": "application/x-parquet",
            "sha256": checksum,
        }
        for path, checksum in sha256.items()
    ]
    files = {
        "@type": "cr:FileSet",
        **_FILES,
        "name": "parquet-files",
        "encodingFormat": "application/x-parquet",
        "includes": "data/*.parquet",
    }
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": facts.name,
        "description": facts.summary,
        "version": "1.0.0",
        "datePublished": facts.made_at[:10],
        "distribution": [*shards, files],
        "recordSet": [
            *([_parts(facts.parts)] if facts.split else []),
            {
                "@type": "cr:RecordSet",
                "@id": "articles",
                "name": "articles",
                "key": {"@id": "articles/id"},
                "field": [
                    *(_field(field, keys) for field, keys in columns.fields if field != SPLIT),
                    *([_part_of_file(facts.parts)] if facts.split else []),
                ],
            },
        ],
    }


def _parts(names: Sequence[str]) -> dict[str, Any]:
    """The parts of a split as a record set, as Croissant and the Hugging Face hub have them."""
    key = {"@id": "parts/name"}
    field = {"@type": "cr:Field", **key, "name": "parts/name", "dataType": "sc:Text"}
    return {
        "@type": "cr:RecordSet",
        "@id": "parts",
        "name": "parts",
        "dataType": "cr:Split",
        "key": key,
        "field": [field],
        "data": [{"parts/name": name} for name in names],
    }


def _part_of_file(names: Sequence[str]) -> dict[str, Any]:
    """The part of each article, which the name of its file tells."""
    return {
        "@type": "cr:Field",
        "@id": f"articles/{SPLIT}",
        "name": f"articles/{SPLIT}",
        "description": DESCRIPTIONS[SPLIT],
        "dataType": "sc:Text",
        "source": {
            "fileSet": _FILES,
            "extract": {"fileProperty": "fullpath"},
            "transform": {"regex": f"data/({'|'.join(names)})-.+[.]parquet$"},
        },
        "references": {"field": {"@id": "parts/name"}},
    }


def _field(field: str, keys: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "cr:Field", "@id": f"articles/{field}", "name": f"articles/{field}"}
    if keys:
        return {**found, "subField": [_part(field, key) for key in keys]}
    if field in ("authors", "collective"):
        found["repeated"] = True
    return {**found, **_described(field, {"column": field})}


def _part(field: str, key: str) -> dict[str, Any]:
    name = f"articles/{field}/{key}"
    found = {"@type": "cr:Field", "@id": name, "name": name}
    if key != "ids":
        return {**found, **_described(f"{field}_{key}", {"column": field}, key)}
    parts = [
        {
            "@type": "cr:Field",
            "@id": f"{name}/{part}",
            "name": f"{name}/{part}",
            **_described(f"{field}_{key}", {"column": field}, key, part),
        }
        for part in ("registry", "id")
    ]
    return {**found, "repeated": True, "subField": parts}


def _described(name: str, extract: dict[str, str], *path: str) -> dict[str, Any]:
    source: dict[str, Any] = {"fileSet": _FILES, "extract": extract}
    if path:
        source["transform"] = [{"jsonPath": key} for key in path]
    return {"description": DESCRIPTIONS[name], "dataType": _TYPES.get(name, "sc:Text"), "source": source}
