from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from normalize.cli.app import app

ARTICLE = """Lighthouse to shine again

The council voted on Tuesday to repair the old lighthouse, dark since the storm of last winter.

The repair will cost about as much as a new road, and the town hopes to finish it before autumn.
"""


@pytest.mark.parametrize("level", ["cautious", "default", "thorough"])
def test_the_level_is_part_of_the_configuration(tmp_path: Path, level: str) -> None:
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    out = tmp_path / "out"
    told = CliRunner().invoke(app, ["run", str(file), "-o", str(out), "--strip", level, "--quiet"])
    assert told.exit_code == 0, told.output
    made = json.loads((out / "articles.jsonl").read_text(encoding="utf-8"))["made_by"]
    alone = CliRunner().invoke(app, ["clean", str(file), "--strip", level])
    assert json.loads(alone.stdout)["made_by"] == made
    plain = CliRunner().invoke(app, ["clean", str(file)])
    assert (json.loads(plain.stdout)["made_by"] == made) == (level == "default")


def test_another_level_is_refused(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["clean", str(tmp_path), "--strip", "bold"])
    assert told.exit_code == 2
