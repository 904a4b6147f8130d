"""Reading: from the paths that were named to documents, one by one.

    paths → find.Finder → sources → formats.FORMATS → documents and failures

Nothing is lost on the way: each file, and each line of a JSONL file, gives one document or one failure.
"""

from __future__ import annotations

from normalize.read.config import ReadConfig
from normalize.read.failure import Failure
from normalize.read.inputs import Inputs

__all__ = ["Failure", "Inputs", "ReadConfig"]
