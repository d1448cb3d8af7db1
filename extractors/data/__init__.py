"""The package's own data: what a person edits without programming, and how code reads it."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

# The C loader where PyYAML has it: ten times as fast, which a command for one document feels.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(name: str) -> Any:
    """The content of ``extractors/data/<name>``; ``name`` may lead into a folder (``metrics/mau.yaml``)."""
    return parse_yaml((resources.files("extractors") / "data" / name).read_text("utf-8"))


def parse_yaml(text: str) -> Any:
    """The content of a YAML text, without any type but the plain ones."""
    return yaml.load(text, Loader=_LOADER)


def names_in(folder: str) -> list[str]:
    """File names with ``.yaml`` in ``extractors/data/<folder>``, as :func:`read_yaml` takes them, sorted."""
    found = (resources.files("extractors") / "data" / folder).iterdir()
    return sorted(f"{folder}/{path.name}" for path in found if path.name.endswith(".yaml"))
