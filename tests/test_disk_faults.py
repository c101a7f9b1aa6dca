"""Disks that fail and power that goes: the last commit, or the one under way, is always there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from disk_histories import failures, power_cuts
from killing import kills


@pytest.mark.parametrize("seed", [1, 2])
def test_a_power_cut_leaves_a_whole_commit(tmp_path: Path, seed: int) -> None:
    calls, states = power_cuts(tmp_path, seed, steps=30, every=7, guesses=3)
    assert calls > 80
    assert states > 5 * calls // 7


@pytest.mark.parametrize("seed", [3, 4])
def test_a_failing_call_costs_no_commit(tmp_path: Path, seed: int) -> None:
    assert failures(tmp_path, seed, steps=30, every=11) > 10


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_a_killed_writer_leaves_a_whole_commit(tmp_path: Path) -> None:
    killed, commits = kills(tmp_path, 10, seed=5)
    assert killed >= 10
    assert commits > 0
