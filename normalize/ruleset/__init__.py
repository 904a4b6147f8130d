"""Rules as data: what they are, how they are read and judged, and which of them apply to a document."""

from __future__ import annotations

from normalize.ruleset.model import Case, Matcher, Override, Rule, Site, Unless
from normalize.ruleset.ruleset import RuleSet
from normalize.ruleset.sites import host_of, site_in

__all__ = ["Case", "Matcher", "Override", "Rule", "RuleSet", "Site", "Unless", "host_of", "site_in"]
