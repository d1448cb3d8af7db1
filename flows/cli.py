"""The `yanbao` command. Each command loads what it needs when it is called, so that help is instant."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="yanbao",
    help="Figures from Chinese broker reports, WeChat and news articles, as validated tables with proof of place.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


Raw = Annotated[Path | None, typer.Option("--raw", help="Store of bytes [YANBAO_RAW, else ./raw].", show_default=False)]
Curated = Annotated[
    Path | None,
    typer.Option("--curated", help="Store of tables [YANBAO_CURATED, else ./curated].", show_default=False),
]
Entity = Annotated[
    str | None, typer.Option("--entity", "-e", help="Entity, ticker or a part of the name.", show_default=False)
]
Metric = Annotated[str | None, typer.Option("--metric", "-m", help="Metric code, such as mau.", show_default=False)]
Document = Annotated[
    str | None, typer.Option("--document", "-d", help="Document id, or its beginning.", show_default=False)
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="As published then: a version or a time.", show_default=False)
]
KnownAt = Annotated[
    str | None, typer.Option("--known-at", help="Only what this store knew at that time.", show_default=False)
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="File instead of the screen.", show_default=False)]
As = Annotated[Format, typer.Option("--format", "-f", help="How rows are written.")]
Passwords = Annotated[
    list[str] | None,
    typer.Option(
        "--password", help="For encrypted files, repeatable [also YANBAO_PASSWORDS, one a line].", show_default=False
    ),
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", "-n", min=0, help="Rows at most, 0 for all.", show_default="100 in a table, else all"),
]


@app.command()
def ingest(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Files, folders and URLs; raw/inbox without any.", show_default=False)
    ] = None,
    raw: Raw = None,
    curated: Curated = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 if any document was rejected.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes.", show_default="one a core")] = None,
    timeout_seconds: Annotated[float, typer.Option(min=0.1, help="Time that one document may take.")] = 120.0,
    memory_mb: Annotated[int, typer.Option(min=64, help="Memory that one document may hold.")] = 2048,
    flow: Annotated[
        bool | None, typer.Option("--flow/--direct", help="With Prefect or without.", show_default="by number")
    ] = None,
    retry_rejected: Annotated[
        bool, typer.Option("--retry-rejected", help="Try documents again that were rejected.")
    ] = False,
    password: Passwords = None,
) -> None:
    """Land, parse, extract, validate and publish documents."""
    from flows.commands.ingest import run_ingest
    from flows.settings import Budget, Settings

    budget = Budget(seconds_per_document=timeout_seconds, memory_mb_per_document=memory_mb)
    if workers is not None:
        budget = Budget(seconds_per_document=timeout_seconds, memory_mb_per_document=memory_mb, workers=workers)
    settings = Settings.load(raw, curated, budget, passwords=password or ())
    retries = {"retry_rejected": retry_rejected, "retry_encrypted": bool(password)}
    raise typer.Exit(run_ingest(settings, sources or [], strict=strict, flow=flow, **retries))


@app.command()
def figures(
    entity: Entity = None,
    metric: Metric = None,
    document: Document = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    limit: Limit = None,
    sample: Annotated[
        int | None, typer.Option(min=1, help="So many at random, to read against their pages.", show_default=False)
    ] = None,
    seed: Annotated[int, typer.Option(help="Which ones: the same again for the same number.")] = 1,
    form: As = Format.TABLE,
    output: Output = None,
    curated: Curated = None,
) -> None:
    """Query the figures."""
    _query("figures", curated, form, output, limit, entity, metric, document, as_of, known_at, sample, seed)


@app.command()
def documents(
    entity: Entity = None,
    metric: Metric = None,
    document: Document = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    limit: Limit = None,
    form: As = Format.TABLE,
    output: Output = None,
    curated: Curated = None,
) -> None:
    """Query the documents: with an entity or metric, those that hold a figure of it."""
    _query("documents", curated, form, output, limit, entity, metric, document, as_of, known_at)


@app.command()
def mentions(
    entity: Entity = None,
    document: Document = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    limit: Limit = None,
    form: As = Format.TABLE,
    output: Output = None,
    curated: Curated = None,
) -> None:
    """Query the listed companies and indices that documents name."""
    _query("mentions", curated, form, output, limit, entity, None, document, as_of, known_at)


@app.command()
def rejects(
    document: Document = None,
    as_of: AsOf = None,
    limit: Limit = None,
    form: As = Format.TABLE,
    output: Output = None,
    curated: Curated = None,
) -> None:
    """Query what could not be published, and why."""
    _query("rejects", curated, form, output, limit, None, None, document, as_of, None)


@app.command()
def versions(limit: Limit = None, form: As = Format.TABLE, output: Output = None, curated: Curated = None) -> None:
    """List the published versions."""
    _query("versions", curated, form, output, limit, None, None, None, None, None)


@app.command()
def text(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT_ID", help="Document id, or its beginning.")],
    as_of: AsOf = None,
    curated: Curated = None,
) -> None:
    """Print a document's text, exactly."""
    from flows.commands.query import write_text
    from flows.settings import Settings

    raise typer.Exit(write_text(Settings.load(curated=curated).curated, document, as_of))


@app.command()
def page(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT_ID", help="Document id, its beginning, or a PDF file.")],
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="Page, counted from 1.")],
    png: Annotated[
        Path | None, typer.Option("--png", help="Draw it over the page, into this file.", show_default=False)
    ] = None,
    password: Passwords = None,
    raw: Raw = None,
    curated: Curated = None,
) -> None:
    """Show what was read of a PDF's page: blocks with their kinds, cells, reading order."""
    from flows.commands.page import run_page
    from flows.settings import Settings

    raise typer.Exit(run_page(Settings.load(raw, curated, passwords=password or ()), document, number, png))


@app.command()
def explain(
    sentence: Annotated[str, typer.Argument(metavar="TEXT", help="A sentence, or - for JSON lines on standard input.")],
    published: Annotated[
        str | None, typer.Option(help="Day that relative periods are resolved against.", show_default=False)
    ] = None,
) -> None:
    """Show each step from a sentence to its figures."""
    from flows.commands.explain import run_explain

    raise typer.Exit(run_explain(sentence, published))


securities = typer.Typer(help="The list of listed companies.", no_args_is_help=True)
app.add_typer(securities, name="securities")


@securities.command()
def refresh(
    masters: Annotated[
        list[Path] | None,
        typer.Argument(metavar="MASTER.csv", help="Exchange lists; the aliases alone are joined anew without any."),
    ] = None,
    dated: Annotated[str | None, typer.Option(help="Day that the lists speak for.", show_default="today")] = None,
    target: Annotated[
        Path | None, typer.Option(help="The list to rewrite.", show_default="extractors/data/securities.csv")
    ] = None,
) -> None:
    """Rebuild the list of securities from exchange lists, and say what changed."""
    from flows.commands.securities import run_refresh

    raise typer.Exit(run_refresh(masters or [], dated, target))


@app.command("gold-predictions")
def gold_predictions(
    gold: Annotated[Path, typer.Argument(help="Folder of labels (*.doc.json).", exists=True, file_okay=False)],
    corpus: Annotated[Path, typer.Option(help="Folder that the labels' sources lie in.", exists=True, file_okay=False)],
    documents: Annotated[
        Path | None, typer.Option("--documents", help="File for the documents' rows.", show_default=False)
    ] = None,
    raw: Raw = None,
    curated: Curated = None,
) -> None:
    """Print the figures of labelled documents as JSON lines, for scoring; those not in the store are read anew."""
    from flows.commands.gold import write_predictions
    from flows.settings import Settings

    raise typer.Exit(write_predictions(Settings.load(raw, curated), gold, corpus.resolve(), documents))


@app.command()
def calibrate(
    labels: Annotated[list[Path], typer.Argument(help="Folders of labels to fit on.", exists=True, file_okay=False)],
    corpus: Annotated[Path, typer.Option(help="Folder that the labels' sources lie in.", exists=True, file_okay=False)],
    unseen: Annotated[
        list[Path] | None, typer.Option("--unseen", help="Labels to measure on alone.", exists=True, file_okay=False)
    ] = None,
    reviewed: Annotated[
        Path | None,
        typer.Option(help="Folder of figures that were read one by one, to fit on too.", exists=True, file_okay=False),
    ] = None,
    measure: Annotated[bool, typer.Option("--measure", help="Write nothing, print only.")] = False,
) -> None:
    """Fit the confidence of figures to labelled documents anew, and write docs/confidence.md."""
    from flows.commands.calibrate import run_calibrate

    raise typer.Exit(run_calibrate(labels, corpus, unseen or [], reviewed, write=not measure))


@app.command()
def serve(
    cron: Annotated[str, typer.Option(help="When to ingest, as a cron expression (Asia/Shanghai).")] = "0 7 * * *",
    sources: Annotated[
        list[str] | None, typer.Argument(help="Files, folders and URLs; raw/inbox without any.", show_default=False)
    ] = None,
    raw: Raw = None,
    curated: Curated = None,
) -> None:
    """Ingest on a schedule, by a Prefect server that is running (PREFECT_API_URL)."""
    from flows.schedule import serve_ingest
    from flows.settings import Settings

    raise typer.Exit(serve_ingest(Settings.load(raw, curated), sources or [], cron))


def _query(
    table: str,
    curated: Path | None,
    form: Format,
    output: Path | None,
    limit: int | None,
    entity: str | None,
    metric: str | None,
    document: str | None,
    as_of: str | None,
    known_at: str | None,
    sample: int | None = None,
    seed: int = 1,
) -> None:
    from flows.commands.query import Query, run_query
    from flows.settings import Settings

    query = Query(table, entity, metric, document, as_of, known_at, limit, sample, seed)
    raise typer.Exit(run_query(Settings.load(curated=curated).curated, query, form.value, output))


def main() -> None:
    """Run the command."""
    app()


if __name__ == "__main__":
    main()
