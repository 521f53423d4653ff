# SPDX-License-Identifier: Apache-2.0
"""What validation.md says in words: how far ours is from the published, why, and what to read with care."""

from validation.auto import LARGE, model_deviations
from validation.runs import LARGER_KB


def summary(results):
    compared = [r for r in results if r["error"] is not None]
    if not compared:
        return "No row of these has a published latency in the data."
    worst = max(compared, key=lambda r: abs(r["error"]))
    mean = sum(abs(r["error"]) for r in compared) / len(compared)
    return (f"**{len(compared)} of {len(results)} rows have a published latency to compare with: mean |error| {mean:.1f} %, "
            f"largest {worst['error']:+.1f} % ({worst['name']}).**")


def deviation(result):
    """Where a deviation lies, as far as the simulation shows it."""
    if result["dots"] != result["bound"]:
        return f"- {result['name']}, {result['error']:+.1f} %: no reason shown."
    return (f"- {result['name']}, {result['error']:+.1f} %: not in the dot products, whose PCUs fire exactly {result['bound']} "
            f"times a step; {result['added']:.1f} cycles a step are added here, {result['published_added']:.1f} in the published "
            "latency.")


def auto_deviation(result, paper):
    """What `auto` does otherwise than the published mapping: less work a step, and less waiting."""
    head = f"- {result['name']}, auto, {result['error']:+.1f} %: another mapping than the published one"
    if paper is None:
        return head + "."
    work, waiting = paper["bound"] - result["bound"], paper["published_added"] - result["added"]
    return (f"{head}. Its dot products take {result['bound']} cycles a step where those of `paper` take {paper['bound']} "
            f"({work} fewer), and it adds {result['added']:.1f} where the published latency adds {paper['published_added']:.1f} "
            f"({waiting:.1f} fewer): {work + waiting:.1f} cycles a step less in all.")


def deviations(paper, auto):
    lines = ["", "## Where the deviations lie", ""]
    compared = [r for r in paper if r["error"] is not None]
    lines += [deviation(r) for r in compared]
    by_name = {r["name"]: r for r in paper}
    far = [r for r in auto if r["error"] is not None and abs(r["error"]) > LARGE]
    lines += [auto_deviation(r, by_name.get(r["name"])) for r in far]
    if not compared and not far:
        lines += ["No row of these has a published latency to explain."]
    if compared:
        lines += ["", "Of what the published added cycles consist is not published, so the reason is shown no further than this."]
    if auto:
        lines += ["", *model_deviations(auto)]
    return lines


def care(paper, auto):
    lines = ["", "## Read with care", ""]
    for r in (r for r in paper or auto if r["refusal"]):
        lines.append(f"- {r['name']} exceeds the published chip and runs with `--set /pmu/capacity_kb={LARGER_KB}`. "
                     f"The program's own words: \"{r['refusal'].split('; ')[0]}\".")
    lines += [hu_note(r) for r in paper if r["row"]["cell"] == "gru" and r["published"]]
    if auto:
        lines += ["- `auto` is not what the paper's authors ran: its error against the published latency says how much faster "
                  "another mapping of the same chip is, and nothing about the simulator's accuracy."]
    lines += ["- Placement starts from a seed: another one may change what is added, never the bound."]
    return lines


def hu_note(result):
    """The one choice behind the GRU rows that was made with a published latency in sight."""
    row, mapping = result["row"], result["report"]["mapping"]
    hidden, steps = int(row["hidden"]), int(row["steps"])
    columns = -(-2 * hidden // (mapping["ru"] * mapping["rv"]))
    alone = -(-hidden // 2) * columns * steps / (result["report"]["clock_mhz"] * 1000)
    return (f"- The GRU rows use hu = {mapping['hu']}. The paper's table prints 2, with which the dot products of {result['name']} "
            f"alone take {alone:.3f} ms, more than the published {row['plasticine_ms']} ms. So hu was inferred from published "
            "latencies, and that row cannot confirm it: only what is added can be compared.")
