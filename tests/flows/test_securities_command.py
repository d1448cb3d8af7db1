"""`yanbao securities refresh` as a person calls it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows import cli

MASTER = "code,name,market\n600519.SH,贵州茅台,A\n002230.SZ,科大讯飞,A\n0700.HK,腾讯控股,HK\nXX1,无此代码,A\n"
LATER = "code,name,market\n600519.SH,茅台股份,A\n688981.SH,中芯国际,A\n000001.SZ,平安银行,A\n0700.HK,腾讯控股,HK\n"


def refresh(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(cli.app, ["securities", "refresh", *map(str, arguments)], catch_exceptions=False)
    return result.exit_code, result.output


@pytest.fixture
def master(tmp_path: Path) -> Path:
    path = tmp_path / "master.csv"
    path.write_text(MASTER, "utf-8")
    return path


def test_a_list_is_made_and_what_changed_is_said(master: Path, tmp_path: Path) -> None:
    target = tmp_path / "securities.csv"
    code, output = refresh(master, "--dated", "2024-11-30", "--target", target)
    assert code == 0
    assert output.splitlines()[0] == "3 securities of 3 issuers: HK 1, SH 1, SZ 1"
    assert "1 codes of no known form: XX1" in output
    assert "dated: '2024-11-30'" in target.with_suffix(".meta.yaml").read_text("utf-8")

    master.write_text(LATER, "utf-8")
    code, output = refresh(master, "--target", target)
    assert code == 0
    assert "2 added: 000001.SZ, 688981.SH" in output
    assert "1 no longer listed: 002230.SZ" in output
    assert "1 renamed: 600519.SH 贵州茅台 → 茅台股份" in output
    with target.open(encoding="utf-8", newline="") as file:
        rows = {row["ticker"]: row for row in csv.DictReader(file)}
    assert rows["002230.SZ"]["status"] == "former"
    assert rows["600519.SH"]["former"] == "贵州茅台"


def test_what_cannot_be_read_changes_nothing(master: Path, tmp_path: Path) -> None:
    target, odd = tmp_path / "securities.csv", tmp_path / "odd.csv"
    odd.write_text("a,b\n1,2\n", "utf-8")
    assert refresh(odd, "--target", target)[0] == 2
    assert refresh(tmp_path / "absent.csv", "--target", target)[0] == 2
    assert refresh(master, "--dated", "yesterday", "--target", target)[0] == 2
    assert not target.exists()
