# SPDX-License-Identifier: Apache-2.0
"""Tables of validation.md that each policy has."""

import json

from validation.runs import CHIP, LARGER_KB, ROOT

LATENCY = """
{table}

- **error**: ours / published - 1. A dash means that the data has no published value for the row.
- **per step**: cycles / steps. Each step has to wait for the previous one.
- **bound**: the cycles per step of the dot products alone, ceil(hidden / hu) · ceil((input + hidden) / (ru · rv)).
- **added**: per step - bound. These are the latency of the recurrence (adders, look-ups, element-wise units, routes), and
  a share of the cycles in which the chip fills and empties.
- **published added**: published latency x clock / steps - bound, with the same bound.
- **dots fire**: firings per step of the busiest PCU in the simulation. If it equals the bound, all added cycles are waiting.
"""

STAGES = """
## Latency through all stages

A firing of a PCU passes through the stages that it uses, or through all of them (knob `pcu.latency`). The sources decide for
the first ([deviations.md](deviations.md)). These are the cycles of policy paper under both.

{table}
"""

MAPPING = """
## Mapping and values of policy {policy}

{table}
{unrolling}
PCU and PMU: units with a program or a buffer. PCU active: active share of the cycles of all PCUs of the chip. Bit-exact:
every h and c of the first steps equals the untimed reference in the chip's arithmetic. Max abs error: the largest difference
of these values from fp64.
"""

SPEED = """
## Speedup over the published platforms

{table}

Speedup: published latency / our latency. TFLOPS: 2 x multiply-accumulates of W·x and U·h / latency. Our latency is the time on
the chip from the first input to the last output, with the weights already on the chip. The clocks, processes and precisions
of the platforms differ.
"""

POWER = """
## Power, a prediction

{table}

These are estimates by `configs/costs/plasticine_28nm.json` ([cost.md](cost.md)), made without sight of any published power of
a row. Units and switches that the mapping does not use are power-gated. The paper gives two figures for the chip: a peak of
118 W while it serves, and a TDP of 160 W. The largest power above is {most:.1f} W, {below:+.1f} % of that peak. The chip has
no memory controllers here, and the paper multiplies a simulated trace of activity by the power of characterised units.
"""


def table(columns, results):
    """Markdown of (title, text of a result) columns; the first is left-aligned."""
    lines = ["| " + " | ".join(title for title, _ in columns) + " |", "|---" + "|---:" * (len(columns) - 1) + "|"]
    lines += ["| " + " | ".join(text(result) for _, text in columns) + " |" for result in results]
    return "\n".join(lines)


def number(value, form):
    return "-" if value is None else format(value, form)


def percent(value):
    return "-" if value is None else f"**{value:+.1f} %**"


def cycles(result):
    return f"{result['report']['cycles']:,}"


def latency_table(results):
    return table([
        ("task", lambda r: r["name"]),
        ("cycles", cycles),
        ("ms", lambda r: f"{r['report']['latency_ms']:.4g}"),
        ("published ms", lambda r: r["row"]["plasticine_ms"] or "-"),
        ("error", lambda r: percent(r["error"])),
        ("per step", lambda r: f"{r['report']['cycles_per_step']:.1f}"),
        ("bound", lambda r: f"{r['bound']}"),
        ("added", lambda r: f"{r['added']:.1f} ({100 * r['added'] / r['bound']:.0f} %)"),
        # Of the published latency only the bound of its own mapping can be taken off.
        *([("published added", lambda r: number(r["published_added"], ".1f"))] if results[0]["policy"] == "paper" else []),
        ("dots fire", lambda r: f"{r['dots']:g}"),
    ], results)


def stages_table(used, through_all):
    pairs = list(zip(used, through_all))
    return table([
        ("task", lambda p: p[0]["name"]),
        ("published ms", lambda p: p[0]["row"]["plasticine_ms"] or "-"),
        ("cycles stages_used", lambda p: cycles(p[0])),
        ("error", lambda p: percent(p[0]["error"])),
        ("added", lambda p: f"{p[0]['added']:.1f}"),
        ("cycles all_stages", lambda p: cycles(p[1])),
        ("error", lambda p: percent(p[1]["error"])),
        ("added", lambda p: f"{p[1]['added']:.1f}"),
        ("published added", lambda p: number(p[0]["published_added"], ".1f")),
    ], pairs)


def mapping_table(results):
    def value(key):
        return lambda r: f"{r['report']['mapping'][key]}"

    def chosen(key):
        return key, lambda r: f"{r['chosen'][key]}".replace("_", " ")

    def verified(r):
        steps = r["report"]["verification"]["steps"]
        exact = "bit-exact" if r["report"]["verification"]["bit_exact"] else "**not exact**"
        return f"{steps} step{'s' if steps > 1 else ''} {exact}"

    chip = results[0]["report"]["mapping"]
    published_kb = json.loads((ROOT / CHIP).read_text())["pmu"]["capacity_kb"]
    return table([
        ("task", lambda r: r["name"]), ("hu", value("hu")), ("ru", value("ru")), ("rv", value("rv")),
        *([chosen("turns"), chosen("sums"), chosen("products")] if results[0]["chosen"] else []),
        (f"PCU of {chip['pcus_on_chip']}", value("pcus_used")),
        (f"PMU of {chip['pmus_on_chip']}", value("pmus_used")),
        ("PMU kB", lambda r: f"**{LARGER_KB}**" if r["refusal"] else f"{published_kb}"),
        ("PCU active", lambda r: f"{100 * r['report']['utilization']['pcu']:.1f} %"),
        ("verified", verified),
        ("max abs error", lambda r: f"{r['report']['verification']['max_abs_error']:.4f}"),
    ], results)


def speed_table(results):
    def over(platform):
        return lambda r: f"{float(r['row'][platform]) / r['report']['latency_ms']:,.1f} x"

    return table([
        ("task", lambda r: r["name"]),
        ("policy", lambda r: r["policy"]),
        ("ms", lambda r: f"{r['report']['latency_ms']:.4g}"),
        ("Xeon ms", lambda r: r["row"]["xeon_ms"]), ("speedup", over("xeon_ms")),
        ("V100 ms", lambda r: r["row"]["v100_ms"]), ("speedup", over("v100_ms")),
        ("Brainwave ms", lambda r: r["row"]["brainwave_ms"]), ("speedup", over("brainwave_ms")),
        ("TFLOPS", lambda r: f"{r['report']['tflops_effective']:.2f}"),
        ("V100 TFLOPS", lambda r: r["row"]["v100_tflops"]),
        ("Brainwave TFLOPS", lambda r: r["row"]["brainwave_tflops"]),
    ], results)


PEAK_W = 118  # Zhao et al., SysML 2019: while serving


def power(results):
    def cost(key, form, factor=1):
        return lambda r: format(factor * r["report"]["cost"][key], form)

    most = max(r["report"]["cost"]["watts"] for r in results)
    rows = table([
        ("task", lambda r: r["name"]),
        ("policy", lambda r: r["policy"]),
        ("W", cost("watts", ".1f")),
        ("static W", cost("static_watts", ".1f")),
        ("dynamic W", cost("dynamic_watts", ".1f")),
        ("energy mJ", cost("total_j", ".4g", 1e3)),
        ("pJ / MAC", cost("pj_per_mac", ".2f")),
        ("TFLOPS / W", cost("tflops_per_watt", ".3f")),
        ("of map-reduce peak", lambda r: f"{100 * r['report']['peak']['of_map_reduce']:.1f} %"),
    ], results)
    return POWER.format(table=rows, most=most, below=100 * (most / PEAK_W - 1))
