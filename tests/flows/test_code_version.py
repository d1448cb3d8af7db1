from __future__ import annotations

import subprocess
import sys

import pytest

from flows.code_version import LIBRARIES, extractor_version, hash_files


def test_it_is_short_and_stable():
    assert len(extractor_version()) == 16
    script = "from flows.code_version import extractor_version; print(extractor_version())"
    again = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert again.stdout.strip() == extractor_version()


@pytest.mark.parametrize("change", ["content", "name", "release"])
def test_whatever_can_change_a_row_changes_it(tmp_path, change):
    rule = tmp_path / "a" / "rule.py"
    rule.parent.mkdir()
    rule.write_text("1")
    before = hash_files([rule], tmp_path, ["lxml==6"])
    releases = ["lxml==7"] if change == "release" else ["lxml==6"]
    if change == "content":
        rule.write_text("2")
    if change == "name":
        rule = rule.rename(tmp_path / "a" / "rules.py")
    assert hash_files([rule], tmp_path, releases) != before


def test_the_libraries_are_installed():
    assert all(__import__("importlib.metadata").metadata.version(name) for name in LIBRARIES)
