from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path

import pytest

from normalize.errors import NormalizeError
from normalize.spread import spread


def test_results_come_in_order() -> None:
    assert list(spread(str, range(7), 2)) == [str(number) for number in range(7)]


def test_processes_begin_with_what_is_given(tmp_path: Path) -> None:
    assert list(spread(os.path.exists, ["told"], 1, os.chdir, (tmp_path,))) == [False]
    (tmp_path / "told").touch()
    assert list(spread(os.path.exists, ["told"], 1, os.chdir, (tmp_path,))) == [True]


def test_a_process_that_ends_is_told() -> None:
    with pytest.raises(NormalizeError, match="a worker process ended"):
        list(spread(os._exit, [3], 1))


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no signal masks")
def test_processes_are_deaf_to_ctrl_c_from_their_start_and_the_caller_is_not() -> None:
    blocked = partial(signal.pthread_sigmask, signal.SIG_BLOCK)
    assert list(spread(blocked, [()], 1)) == [{signal.SIGINT}]
    assert signal.SIGINT not in blocked(())
