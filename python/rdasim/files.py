# SPDX-License-Identifier: Apache-2.0
"""Files that rdasim writes, as tables."""
import io
import json

from .program import rdasim


def _load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def _table(rows):
    import pandas
    return pandas.json_normalize(rows)


def load_report(path):
    """The report of `rdasim run -o` as a dict."""
    return _load(path)


def units(report):
    """A row for each unit of a report (a dict, or its path); cycles by activity are columns activity.active, ..."""
    return _table((report if isinstance(report, dict) else _load(report))["units"])


def streams(report):
    """A row for each stream of a report (a dict, or its path)."""
    return _table((report if isinstance(report, dict) else _load(report))["streams"])


def store(points, folder):
    """A row for each point of a sweep: its knobs and figures, as `rdasim sweep collect` gives them."""
    import pandas
    return pandas.read_csv(io.StringIO(rdasim("sweep", "collect", points, "--store", folder, "--csv", "-")))


def timeline(path):
    """A row for each kernel of a timeline of `rdasim import-gpu -o`."""
    return _table(_load(path)["kernels"])
