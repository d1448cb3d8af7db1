from __future__ import annotations

from pathlib import Path

import pytest

from flows.settings import Budget, Settings


def test_options_come_before_the_environment_and_that_before_the_defaults():
    environment = {"YANBAO_RAW": "/r", "YANBAO_CURATED": ""}
    settings = Settings.load(curated=Path("/c"), environment=environment)
    assert (settings.raw, settings.curated, settings.inbox) == (Path("/r"), Path("/c"), Path("/r/inbox"))
    assert Settings.load(environment={}).curated == Path("curated")


@pytest.mark.parametrize("wrong", [{"workers": 0}, {"seconds_per_document": -1.0}, {"documents_per_chunk": 0}])
def test_budgets_without_room_are_refused(wrong):
    with pytest.raises(ValueError, match="must be above 0"):
        Budget(**wrong)
