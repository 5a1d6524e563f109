"""Train the models of work, kind and medium, check them on sites kept apart, and write the weights.

python -m tests.training.train_subject [--check]
"""

from __future__ import annotations

import argparse
import json
import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import archive
from archive.clean.kind.features import kind_features
from archive.clean.work.ranking import sureness
from archive.clean.work.work import is_sure
from tests.training.fit_subject import Models, describe_names, fit_subject, rank, with_outlets
from tests.training.pages import host_fold
from tests.training.subject_pages import SubjectPage, load_subject_pages

FOLDS = 6

CLEAN = Path(archive.__file__).parent / "clean"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="check only, write no weights")
    parser.add_argument("--salt", default="", help="part the sites into other folds")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    pages = load_subject_pages()
    describe_names(pages)
    print(
        f"{len(pages)} pages of {len({page.site for page in pages})} sites,"
        " each checked by models of other sites"
    )
    scores: Counter[str] = Counter()
    for fold in range(FOLDS):
        models = fit_subject([page for page in pages if host_fold(page.site, FOLDS, options.salt) != fold])
        _score([page for page in pages if host_fold(page.site, FOLDS, options.salt) == fold], models, scores)
    _print(scores)
    if not options.check:
        write_models(fit_subject(pages))


def _score(pages: Sequence[SubjectPage], models: Models, scores: Counter[str]) -> None:
    ranked = [rank(page, models) for page in pages]
    kinds = [
        models["kind"].likelihoods(kind_features(page.page, page.named, names))
        for page, names in zip(pages, ranked, strict=True)
    ]
    for outlets, rankings in (
        ("", ranked),
        (" with its outlet", with_outlets(pages, ranked, kinds, models["places"])),
    ):
        for page, names, likelihoods in zip(pages, rankings, kinds, strict=True):
            if page.doubtful:
                continue
            group = "published" if page.is_real else "ours"
            if not outlets:
                scores[f"{group} kinds"] += 1
                scores[f"{group} kind"] += max(likelihoods, key=lambda one: likelihoods[one]) == page.kind
            sure = is_sure(page.named, likelihoods, sureness(page.named, names, likelihoods, models["sure"]))
            right = bool(names) and names[0].candidate.key == page.work
            if page.kind == "review" and page.work:
                scores[f"{group} works{outlets}"] += 1
                scores[f"{group} first{outlets}"] += right
                scores[f"{group} right{outlets}"] += sure and right
                scores[f"{group} wrong{outlets}"] += sure and not right
            else:
                scores[f"{group} other pages{outlets}"] += 1
                scores[f"{group} works of others{outlets}"] += sure and not right
            if not outlets and page.medium and page.kind == "review":
                media = models["medium"].likelihoods(page.medium_features)
                scores[f"{group} media"] += 1
                scores[f"{group} medium"] += max(media, key=lambda one: media[one]) == page.medium


def _print(scores: Counter[str]) -> None:
    def share(group: str, name: str, of: str) -> str:
        found, all_ = scores[f"{group} {name}"], scores[f"{group} {of}"]
        return f"{found / (all_ or 1):.3f} ({found} of {all_})"

    for group in ("published", "ours"):
        print(f"\n{group}: kind {share(group, 'kind', 'kinds')}, medium {share(group, 'medium', 'media')}")
        for outlets in ("", " with its outlet"):
            works = f"works{outlets}"
            print(f"  work{outlets}: first {share(group, f'first{outlets}', works)}")
            print(f"    right {share(group, f'right{outlets}', works)}")
            print(f"    wrong {share(group, f'wrong{outlets}', works)}")
            print(f"    given elsewhere {share(group, f'works of others{outlets}', f'other pages{outlets}')}")


def write_models(models: Models) -> None:
    """Write the weights that the package ships."""
    shipped = {"work/work.json": ("names", "sure", "medium", "places"), "kind/kind.json": ("kind",)}
    for path, names in shipped.items():
        text = json.dumps({name: models[name].packed() for name in names}, ensure_ascii=False)
        (CLEAN / path).write_text(text.replace('], "', '],\n"') + "\n", "utf-8")
        print(f"{path}: {(CLEAN / path).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
