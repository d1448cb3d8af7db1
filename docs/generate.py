"""Writes the generated pages of docs/ from the code and data that they describe; ``--check`` only compares.

``tables.md`` (columns), ``metrics.md`` and ``units.md`` (vocabulary), ``commands.md`` (the `yanbao` command), and in
README the output of the command that it shows.
"""

from __future__ import annotations

import argparse
import io
import re
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

DOCS = Path(__file__).resolve().parent
DATA = DOCS.parent / "extractors" / "data"
README = DOCS.parent / "README.md"
SAMPLES = DOCS.parent / "samples" / "documents"
SHOWN_COMMAND = re.compile(r"\(`yanbao (?P<arguments>figures [^`]+)`.*?```text\n", re.DOTALL)
NAMES_SHOWN = 6
WIDTH_SHOWN = 122

if str(DOCS.parent) not in sys.path:
    sys.path.insert(0, str(DOCS.parent))


def tables_page() -> str:
    """Every public table with its columns, types and meanings. Raises ValueError where the two sides differ."""
    from flows.store.tables import PUBLIC, TABLES, VERSIONS

    meanings = yaml.safe_load((DOCS / "columns.yaml").read_text("utf-8"))
    columns = {"versions": VERSIONS, **{name: TABLES[name] for name in PUBLIC}}
    if set(meanings) != set(columns):
        raise ValueError(f"docs/columns.yaml and the tables differ: {', '.join(sorted(set(meanings) ^ set(columns)))}")
    lines = [
        "# Tables",
        "",
        "Under `curated/<table>` as Delta, under `curated/parquet/<table>/month=YYYY-MM/` as plain Parquet of the",
        "newest published version. Absent is null. Offsets count Unicode code points of `texts.text`, half open.",
    ]
    for table, schema in columns.items():
        said = meanings[table]
        if set(said) - {"_"} != set(schema):
            odd = sorted((set(said) - {"_"}) ^ set(schema))
            raise ValueError(f"docs/columns.yaml and the schema of {table} differ: {', '.join(odd)}")
        rows = ((f"`{name}`", _type(kind), said[name]) for name, kind in schema.items())
        lines += ["", f"## {table}", "", said["_"], "", *_markdown_table(("column", "type", "meaning"), rows)]
    return _page(lines)


def metrics_page() -> str:
    """Every metric with its units and first names."""
    files = sorted((DATA / "metrics").glob("*.yaml"))
    metrics = [yaml.safe_load(path.read_text("utf-8")) for path in files]
    rows = (
        (f"`{m['code']}`", m["title"], " ".join(f"`{u}`" for u in m["units"]), " ".join(_names(m)))
        for m in sorted(metrics, key=lambda m: str(m["code"]))
    )
    lines = [
        "# Metrics",
        "",
        "Each is a file under `extractors/data/metrics`; `currency` stands for every ISO 4217 code. To add one, see",
        "[CONTRIBUTING](../CONTRIBUTING.md).",
        "",
        *_markdown_table(("code", "meaning", "units", "some names"), rows),
    ]
    return _page(lines)


def units_page() -> str:
    """Every unit code with some words that mean it."""
    units = yaml.safe_load((DATA / "units.yaml").read_text("utf-8"))
    rows = (
        (
            f"`{code}`",
            "、".join(f"{word}" + ("" if factor == 1 else f" (×{factor:g})") for word, factor in _some(words)),
        )
        for code, words in units["codes"].items()
    )
    lines = [
        "# Units",
        "",
        "Values are in the base unit of a code: `5998万` users is 59980000 `person`. Quotients are written with a",
        "slash (`token/day`, `CNY/Mtoken`, `CNY/share`). Any other unit is `count` with the dimension `measure`. The",
        "words are data: `extractors/data/units.yaml`.",
        "",
        *_markdown_table(("code", "some words that mean it"), rows),
    ]
    return _page(lines)


def commands_page() -> str:
    """Every command of `yanbao` with its arguments and options."""
    from typer.main import get_command

    from flows.cli import app

    lines = ["# Commands", "", "`yanbao --help` and `yanbao COMMAND --help` say the same."]
    for path, command in _commands("yanbao", get_command(app)):
        parameters = [p for p in command.params if not getattr(p, "hidden", False) and p.name != "help"]
        usage = [path, *(_usage(p) for p in parameters if not _is_option(p)), "[OPTIONS]"]
        lines += ["", f"## {path}", "", f"`{' '.join(usage)}`", "", _unwrapped(command.help)]
        rows = [(_spelling(parameter), _explained(parameter)) for parameter in parameters]
        lines += ["", *_markdown_table(("argument or option", "meaning"), rows)] if rows else []
    return _page(lines)


def readme() -> str:
    """README with the table that its command prints for the sample documents, in full."""
    from rich.console import Console

    from flows.commands.query import Query, select, surroundings
    from flows.commands.screen import print_table
    from flows.store.curated import CuratedStore

    text = README.read_text("utf-8")
    shown = SHOWN_COMMAND.search(text)
    if shown is None:
        raise ValueError("README shows no command with its output")
    table, *options = shlex.split(shown["arguments"])
    asked = dict(zip((o.removeprefix("--") for o in options[::2]), options[1::2], strict=True))
    limit = int(asked.pop("limit", 0))
    with tempfile.TemporaryDirectory() as folder:
        sample_store(Path(folder))
        store, query = CuratedStore(Path(folder) / "curated"), Query(table, **asked)
        rows, out = select(store, query), io.StringIO()
        console = Console(file=out, width=WIDTH_SHOWN, highlight=False)
        print_table(table, rows, surroundings(store, query, rows), limit=limit, console=console)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    return text[: shown.end()] + "\n".join(lines) + "\n" + text[text.index("```", shown.end()) :]


def sample_store(folder: Path) -> None:
    """Ingest the sample documents into ``folder``/raw and ``folder``/curated, in this process."""
    from flows.settings import Settings
    from flows.steps import Run
    from flows.work import load_extractor, work

    settings = Settings(raw=folder / "raw", curated=folder / "curated")
    extractor = load_extractor(settings.extractor)
    with Run(settings, _Silent()) as run:
        for job in run.land([SAMPLES]):
            work(job, settings, run.version, extractor)
        run.publish()


class _Silent:
    """Hears of a run and says nothing."""

    def planned(self, extract: int, resumed: int, unchanged: int) -> None:
        """Say nothing."""

    def done(self, outcome: Any) -> None:
        """Say nothing."""

    def unfetched(self, source_uri: str, message: str) -> None:
        """Say nothing."""

    def waiting(self) -> None:
        """Say nothing."""


PAGES: dict[str, Callable[[], str]] = {
    "tables.md": tables_page,
    "metrics.md": metrics_page,
    "units.md": units_page,
    "commands.md": commands_page,
    "../README.md": readme,
}


def stale(names: Iterable[str] = PAGES) -> list[str]:
    """Names of the pages that differ from what the code and data say now."""
    return [n for n in names if not (DOCS / n).is_file() or (DOCS / n).read_text("utf-8") != PAGES[n]()]


def _type(kind: Any) -> str:
    """A Polars type as one short word or two."""
    import polars as pl

    match kind:
        case pl.List():
            return f"list of {_type(kind.inner)}"
        case pl.Struct():
            return "struct"
        case pl.Map():
            return f"map<{_type(kind.key)}, {_type(kind.value)}>"
        case pl.Datetime():
            return f"timestamp[{'µs' if kind.time_unit == 'us' else kind.time_unit}, {kind.time_zone}]"
    words = {pl.String(): "text", pl.Date(): "date", pl.Boolean(): "bool"}
    return words.get(kind, str(kind).lower())


def _names(metric: dict[str, Any]) -> list[str]:
    names = [name if isinstance(name, str) else str(name.get("name", name)) for name in metric["names"]]
    return names[:NAMES_SHOWN]


def _some(words: dict[Any, float]) -> list[tuple[Any, float]]:
    return list(words.items())[:NAMES_SHOWN]


def _commands(path: str, command: Any) -> Iterable[tuple[str, Any]]:
    """Commands with their full names, those of groups included, hidden ones left out."""
    if not hasattr(command, "commands"):
        yield path, command
        return
    for name in sorted(command.commands):
        if not command.commands[name].hidden:
            yield from _commands(f"{path} {name}", command.commands[name])


def _is_option(parameter: Any) -> bool:
    return bool(parameter.opts[0].startswith("-"))


def _usage(argument: Any) -> str:
    """An argument as a usage line shows it."""
    word = (argument.metavar or argument.name.upper()) + (" …" if argument.nargs == -1 else "")
    return word if argument.required else f"[{word}]"


def _spelling(parameter: Any) -> str:
    if not _is_option(parameter):
        return f"`{_usage(parameter)}`"
    return ", ".join(f"`{spelling}`" for spelling in (*parameter.opts, *parameter.secondary_opts))


def _explained(parameter: Any) -> str:
    """The help text, with the default where the command shows one."""
    shown = parameter.show_default
    default = shown if isinstance(shown, str) else getattr(parameter.default, "value", parameter.default)
    text = _unwrapped(getattr(parameter, "help", None))
    if _is_option(parameter) and parameter.required:
        return f"{text} Required."
    return text if shown is False or default in (None, False) else f"{text} Default: {default}."


def _unwrapped(text: str | None) -> str:
    return " ".join((text or "").split())


def _markdown_table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    escaped = (tuple(cell.replace("|", "\\|") for cell in row) for row in rows)
    return [_row(head), _row(tuple("---" for _ in head)), *map(_row, escaped)]


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _page(lines: list[str]) -> str:
    return "\n".join(["<!-- Written by docs/generate.py (make docs): do not edit. -->", *lines, ""])


def main() -> None:
    """Write the pages, or with ``--check`` name those that are out of date and exit 1."""
    parser = argparse.ArgumentParser(description="Write the generated pages of docs/.")
    parser.add_argument("--check", action="store_true", help="only say which pages are out of date")
    if parser.parse_args().check:
        old = stale()
        raise SystemExit(f"out of date: {', '.join(old)} (make docs)" if old else 0)
    for name, write in PAGES.items():
        (DOCS / name).write_text(write(), "utf-8")


if __name__ == "__main__":
    main()
