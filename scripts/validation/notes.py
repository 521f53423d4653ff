# SPDX-License-Identifier: Apache-2.0
"""What validation.md says in words: how far ours is from the published, why, and what to read with care."""

from validation.auto import LARGE, model_deviations
from validation.runs import LARGER_KB


def summary(results):
    compared = [r for r in results if r["error"] is not None]
    if not compared:
        return "None of these rows has a published latency in the data."
    worst = max(compared, key=lambda r: abs(r["error"]))
    mean = sum(abs(r["error"]) for r in compared) / len(compared)
    return (f"**{len(compared)} of {len(results)} rows have a published latency to compare with: mean |error| {mean:.1f} %, "
            f"largest {worst['error']:+.1f} % ({worst['name']}).**")


def deviation(result):
    """Where a deviation lies, as far as the simulation shows it."""
    if result["dots"] != result["bound"]:
        return f"- {result['name']}, {result['error']:+.1f} %: no reason shown."
    return (f"- {result['name']}, {result['error']:+.1f} %: the deviation does not lie in the dot products, because their PCUs fire exactly "
            f"{result['bound']} times per step. We add {result['added']:.1f} cycles per step, the published latency adds "
            f"{result['published_added']:.1f}.")


def auto_deviation(result, paper):
    """How `auto` differs from the published mapping: in the work of a step, and in waiting."""
    head = f"- {result['name']}, auto, {result['error']:+.1f} %: the mapping is not the published one"
    if paper is None:
        return head + "."
    work, waiting = paper["bound"] - result["bound"], paper["published_added"] - result["added"]
    return (f"{head}. Its dot products take {result['bound']} cycles per step, {fewer(work, 'd')} than those of `paper` "
            f"({paper['bound']}). It adds {result['added']:.1f} cycles, {fewer(waiting, '.1f')} than the published latency "
            f"({paper['published_added']:.1f}). In all a step takes {fewer(work + waiting, '.1f')} cycles.")


def fewer(cycles, form):
    return f"{abs(cycles):{form}} {'fewer' if cycles >= 0 else 'more'}"


def deviations(paper, auto):
    lines = ["", "## Where the deviations lie", ""]
    compared = [r for r in paper if r["error"] is not None]
    lines += [deviation(r) for r in compared]
    by_name = {r["name"]: r for r in paper}
    far = [r for r in auto if r["error"] is not None and abs(r["error"]) > LARGE]
    lines += [auto_deviation(r, by_name.get(r["name"])) for r in far]
    if not compared and not far:
        lines += ["None of these rows has a published latency to explain."]
    if compared:
        lines += ["", "The composition of the published added cycles is not published, so this page cannot explain them further."]
    if auto:
        lines += ["", *model_deviations(auto)]
    return lines


def care(paper, auto):
    lines = ["", "## Read with care", ""]
    for r in (r for r in paper or auto if r["refusal"]):
        lines.append(f"- {r['name']} exceeds the published chip and runs with `--set /pmu/capacity_kb={LARGER_KB}`. "
                     f"The program's message: \"{r['refusal'].split('; ')[0]}\".")
    lines += [hu_note(r) for r in paper if r["row"]["cell"] == "gru" and r["published"]]
    if auto:
        lines += ["- The paper's authors did not run the mappings of `auto`. So the error of `auto` against the published latency "
                  "says how much faster another mapping of the same chip is, and nothing about the simulator's accuracy."]
    lines += ["- Placement starts from a seed. Another seed may change the added cycles, but never the bound."]
    return lines


def hu_note(result):
    """The one choice behind the GRU rows that was made with a published latency in sight."""
    row, mapping = result["row"], result["report"]["mapping"]
    hidden, steps = int(row["hidden"]), int(row["steps"])
    columns = -(-2 * hidden // (mapping["ru"] * mapping["rv"]))
    alone = -(-hidden // 2) * columns * steps / (result["report"]["clock_mhz"] * 1000)
    return (f"- The GRU rows use hu = {mapping['hu']}. The paper's table prints 2, with which the dot products of {result['name']} "
            f"alone take {alone:.3f} ms, more than the published {row['plasticine_ms']} ms. So hu was inferred from published "
            "latencies, and this row cannot confirm hu: only the added cycles can be compared.")
