"""Discovery: junk that no rule knows yet, found because it repeats, and the rules that it proposes.

    documents → scan (two looks) → evidence → group, judge → findings → propose → rules on trial

Nothing here changes an article; `normalize.discover.live` makes a pipeline that does.
"""

from __future__ import annotations

from normalize.discover.config import DiscoverConfig
from normalize.discover.discovery import Discovery, discover
from normalize.discover.finding import Finding
from normalize.discover.propose import Proposal, propose

__all__ = ["DiscoverConfig", "Discovery", "Finding", "Proposal", "discover", "propose"]
