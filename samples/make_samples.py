"""Makes the sample documents from their sources: ``.venv/bin/python samples/make_samples.py --font FONT``.

Broker notes (``sources/*.yaml``) become PDF, web pages (``sources/*.html``) are saved as their sites serve them. The
Markdown and plain text samples have no source: they are written by hand in ``documents/``. Any TrueType font with
Chinese glyphs will do; the samples in the repository were made with WenQuanYi Micro Hei (Apache-2.0), which Debian has
as ``fonts-wqy-microhei``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
DOCUMENTS = HERE / "documents"
DEBIAN_FONT = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
BODY_IN_SCRIPT = "@@CONTENT@@"


def script_literal(html: str) -> str:
    """HTML as the site writes it into its scripts: quotes, brackets, ampersands and breaks as ``\\x..``.

    >>> script_literal('<p class="a">5 & 6</p>')
    '\\\\x3cp class=\\\\x22a\\\\x22\\\\x3e5 \\\\x26 6\\\\x3c/p\\\\x3e'
    """
    escaped = {mark: f"\\x{ord(mark):02x}" for mark in "<>&\"'\n\\"}
    return "".join(escaped.get(character, character) for character in html)


def web_page(path: Path) -> bytes:
    """The bytes of one saved page: in the charset that it declares, with its body moved into the script if the
    template has none in its markup (``<name>.body.html`` beside it)."""
    page = path.read_text("utf-8")
    body = path.with_suffix(".body.html")
    if body.is_file():
        page = page.replace(BODY_IN_SCRIPT, script_literal(body.read_text("utf-8").strip()))
    return page.encode("gb18030" if "charset=gb" in page else "utf-8")


def main() -> None:
    """Write every sample that has a source; PDFs only where the font is there."""
    parser = argparse.ArgumentParser(description="Make the sample documents from their sources.")
    parser.add_argument("--font", type=Path, default=DEBIAN_FONT, help="TrueType font with Chinese glyphs")
    font = parser.parse_args().font
    for path in sorted(SOURCES.glob("*.html")):
        if not path.name.endswith(".body.html"):
            (DOCUMENTS / path.name).write_bytes(web_page(path))
            print(DOCUMENTS / path.name)
    if not font.is_file():
        raise SystemExit(f"{font} is absent: give another TrueType font with Chinese glyphs as --font, for the PDFs")
    from pdf_layout import write_pdf  # a development dependency; pages need none

    for path in sorted(SOURCES.glob("*.yaml")):
        target = DOCUMENTS / f"{path.stem}.pdf"
        write_pdf(yaml.safe_load(path.read_text("utf-8")), font, target)
        print(target)


if __name__ == "__main__":
    main()
