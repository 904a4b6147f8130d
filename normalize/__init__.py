"""Clean article records out of scraped news text, with an account of every character that was changed.

    >>> import normalize
    >>> text = "Bridge reopens\\n\\nThe old bridge reopened on Monday.\\n\\nRead also: Ferry fares rise"
    >>> article = normalize.clean(text)
    >>> article.headline, article.body
    ('Bridge reopens', 'The old bridge reopened on Monday.')
    >>> article.metadata["related"]
    [{'title': 'Ferry fares rise'}]
    >>> normalize.replay(article.source_text, article) == (article.headline, article.body)
    True

Names are imported when they are used, so that `import normalize` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from normalize.api import clean as clean
    from normalize.article import Article as Article
    from normalize.article import Document as Document
    from normalize.charset import Decoded as Decoded
    from normalize.charset import decode as decode
    from normalize.config import Config as Config
    from normalize.config import load_config as load_config
    from normalize.errors import ConfigError as ConfigError
    from normalize.errors import DocumentError as DocumentError
    from normalize.errors import InputError as InputError
    from normalize.errors import NormalizeError as NormalizeError
    from normalize.errors import Problem as Problem
    from normalize.errors import ReplayError as ReplayError
    from normalize.errors import RuleError as RuleError
    from normalize.errors import SetupError as SetupError
    from normalize.errors import StageError as StageError
    from normalize.ledger import Edit as Edit
    from normalize.ledger import Rewrite as Rewrite
    from normalize.ledger import replay as replay
    from normalize.pipeline import Pipeline as Pipeline
    from normalize.repair import Repaired as Repaired
    from normalize.repair import repair_text as repair_text
    from normalize.ruleset import Rule as Rule
    from normalize.ruleset import RuleSet as RuleSet
    from normalize.version import __version__ as __version__

_WHERE = {
    "Article": "article",
    "Config": "config",
    "ConfigError": "errors",
    "Decoded": "charset",
    "Document": "article",
    "DocumentError": "errors",
    "Edit": "ledger",
    "InputError": "errors",
    "NormalizeError": "errors",
    "Pipeline": "pipeline",
    "Problem": "errors",
    "Repaired": "repair",
    "ReplayError": "errors",
    "Rewrite": "ledger",
    "Rule": "ruleset",
    "RuleError": "errors",
    "RuleSet": "ruleset",
    "SetupError": "errors",
    "StageError": "errors",
    "__version__": "version",
    "clean": "api",
    "decode": "charset",
    "load_config": "config",
    "repair_text": "repair",
    "replay": "ledger",
}

__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'normalize' has no attribute {name!r}")
    value = getattr(import_module(f"normalize.{_WHERE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
