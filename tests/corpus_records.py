"""The records of the sample corpus, kept beside the samples as `<file>.expected`.

`python -m tests.corpus_records` writes them again after a change of rules or stages. Read the difference before committing it:
every line of it is a change of what users get.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from normalize.article import Document
from normalize.pipeline import Pipeline
from normalize.read import Inputs

CORPUS = Path(__file__).parent.parent / "corpus"


def samples() -> list[Path]:
    """The input files of the corpus."""
    return sorted(path for path in CORPUS.iterdir() if path.suffix not in (".md", ".expected"))


def records(pipeline: Pipeline) -> dict[str, list[dict[str, Any]]]:
    """File name -> its records with all they removed; without `made_by`, which changes with every rule."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for document in Inputs([CORPUS], pipeline.config.stage("read"), None):
        assert isinstance(document, Document), document
        record = pipeline.clean(document).record("text")
        del record["made_by"]
        found[str(document.path)].append(json.loads(json.dumps(record)))
    return found


def main() -> None:
    """Write all expected records."""
    for path in CORPUS.glob("*.expected"):
        path.unlink()
    for name, expected in records(Pipeline.load({})).items():
        text = json.dumps(expected, ensure_ascii=False, indent=2)
        (CORPUS / f"{name}.expected").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
