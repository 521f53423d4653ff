# SPDX-License-Identifier: Apache-2.0
"""The measurements as Markdown."""

from benchmark.plan import GRID_PLACE_EFFORT, MOST_STEPS_WITHOUT, REFERENCE_STEPS
from pages.wrap import wrapped
from validation.runs import CHIP, LARGER_KB
from validation.tables import table

INTRO = """\
# Benchmarks

This page says what a simulation costs the host, measured with chip `{chip}`, policy `paper` and `--verify-steps 0` on one
core ({core}) of

> {cpu}

The page is written by

```
scripts/bench                # measures everything into build/bench/bench.json and bench.md (some minutes)
scripts/bench --write-docs   # and writes this page
scripts/bench --rows 3       # the first three rows of the first table only
scripts/bench --short        # two small workloads, all columns (seconds): shows that it works
```

Host seconds are those of the phase `simulate` (`rdasim run --host-stats`), without mapping, building of the model, or values.
They are the fastest of {repeats} runs, or of fewer runs if these take long. Each line is mapped once, then simulated with
`--mapping-file`. **off** is `--no-fast-forward`: every cycle is simulated. **on** skips whole periods
([timing-model.md](timing-model.md)). {identical}
- **units**: PCUs, PMUs, sources and sinks that have a program or a buffer.
- **cycles/s**: (simulated + skipped cycles) / host seconds.
- **unit-cycles/s**: cycles/s x units.
- **peak**: peak memory of the whole process.
"""

ROWS = """
## Rows of the serving table

{table}

- **skipped**: share of the run's cycles that fast-forward skipped. **gain**: seconds off / seconds on.
- **reference**: the engine that evaluates every unit and switch in every cycle, for {steps} steps (or all steps if there are fewer).
- **PMU kB**: the capacity of the chip's PMUs, or {larger} for rows that need more.
"""

GRIDS = """
## Grid size

The workload is an LSTM with {steps} steps. Its unrolling (hu rows and ru slices at the same time) fills the grid, and its
hidden size is chosen to fit the PMUs. Larger grids take longer to place: the column "map" shows that time, with
`/place_effort` {effort}.

{table}

- **per unit-cycle**: host nanoseconds per cycle and unit, fast-forward off. If it is the same for all grids, host time is in
  proportion to the work.
"""

STEPS = """
## Number of steps

One workload with one placement is simulated for more and more steps, without fast-forward for up to {most:,} steps.

{table}
"""

SEARCHES = """
## Policy auto

How long `rdasim map --mapping auto --no-cache` takes with the default budget on all {cores} cores of this host.

{table}

- **considered**: candidates that the model has ranked. **trials**: candidates that were placed and simulated.
- **wall, CPU**: seconds of the whole program.
"""


def count(value):
    """Thousands and millions, three digits."""
    for factor, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= factor:
            return f"{value / factor:.3g} {unit}"
    return f"{value:.3g}"


def of(part, text):
    return lambda r: text(r[part]) if r[part] else "-"


def seconds(figures):
    return f"{figures['simulate_seconds']:.3f}"


def speed(figures):
    return count(figures["cycles_per_second"])


def tiles(figures):
    return count(figures["unit_cycles_per_second"])


def peak(figures):
    return f"{figures['peak_mb']:.0f}"


def gain(result):
    if not result["off"]:
        return "-"
    return f"{result['off']['simulate_seconds'] / max(result['on']['simulate_seconds'], 0.001):.1f} x"


def skipped(figures):
    return f"{100 * figures['cycles_skipped'] / figures['cycles']:.0f} %"


BOTH = [
    ("off s", of("off", seconds)), ("cycles/s", of("off", speed)), ("unit-cycles/s", of("off", tiles)),
    ("peak MB", of("off", peak)),
    ("on s", of("on", seconds)), ("cycles/s", of("on", speed)), ("unit-cycles/s", of("on", tiles)),
    ("peak MB", of("on", peak)), ("skipped", of("on", skipped)), ("gain", gain),
]


def cycles(result):
    return f"{result['on']['cycles']:,}"


def rows_table(results):
    return table([
        ("task", lambda r: r["name"]), ("units", lambda r: f"{r['units']}"),
        ("PMU kB", lambda r: f"{r['settings'].get('/pmu/capacity_kb', 'chip')}"), ("cycles", cycles), *BOTH,
        ("reference steps", lambda r: f"{r['reference']['steps']}"),
        ("cycles", lambda r: f"{r['reference']['cycles']:,}"),
        ("s", of("reference", seconds)), ("cycles/s", of("reference", speed)), ("peak MB", of("reference", peak)),
    ], results)


def grids_table(results):
    def each(figures):
        return f"{1e9 / figures['unit_cycles_per_second']:.0f} ns"

    return table([
        ("grid", lambda r: r["name"]), ("hu, ru", lambda r: f"{r['mapping']['hu']}, {r['mapping']['ru']}"),
        ("PCU", lambda r: f"{r['mapping']['pcus_used']} of {r['mapping']['pcus_on_chip']}"),
        ("PMU", lambda r: f"{r['mapping']['pmus_used']} of {r['mapping']['pmus_on_chip']}"),
        ("units", lambda r: f"{r['units']}"), ("cycles", cycles), *BOTH, ("per unit-cycle", of("off", each)),
        ("map", lambda r: f"{r['map_seconds']:.1f} s"),
    ], results)


def steps_table(results):
    return table([("task", lambda r: r["name"]), ("units", lambda r: f"{r['units']}"), ("cycles", cycles), *BOTH], results)


def searches_table(results):
    def log(text):
        return lambda r: text(r["log"])

    return table([
        ("task", lambda r: r["name"]), ("considered", log(lambda l: f"{l['considered']:,}")),
        ("trials", log(lambda l: f"{len(l['trials'])}")),
        ("refused", log(lambda l: f"{sum('cycles' not in trial for trial in l['trials'])}")),
        ("cycles", log(lambda l: f"{l['trials'][0]['cycles']:,}")), ("wall s", lambda r: f"{r['wall_seconds']:.1f}"),
        ("CPU s", lambda r: f"{r['cpu_seconds']:.1f}"),
    ], results)


def page(done):
    """The page of what is measured; a part without measurements is left out."""
    host = done["host"]
    core = "as the system likes" if host["core"] is None else "`taskset`"
    identical = "scripts/bench fails unless the reports of on, off and the reference engine (at fewer steps) are byte-identical.\n"
    text = [INTRO.format(chip=CHIP, core=core, cpu=host["cpu"], repeats=done["repeats"], identical=identical)]
    if done["rows"]:
        text.append(ROWS.format(table=rows_table(done["rows"]), steps=REFERENCE_STEPS, larger=LARGER_KB))
    if done["searches"]:
        text.append(SEARCHES.format(table=searches_table(done["searches"]), cores=done["cores"]))
    if done["grids"]:
        text.append(GRIDS.format(table=grids_table(done["grids"]), steps=done["grids"][0]["steps"], effort=GRID_PLACE_EFFORT))
    if done["steps"]:
        text.append(STEPS.format(table=steps_table(done["steps"]), most=MOST_STEPS_WITHOUT))
    return wrapped("".join(text))
