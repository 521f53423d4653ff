# SPDX-License-Identifier: Apache-2.0
"""What validation.md says about policy `auto`: against `paper`, the model's error, and what limits it."""

from statistics import geometric_mean, median

from validation.tables import cycles, percent, table

LANES = 16  # of a PCU of the chip
LARGE = 5  # percent: a deviation from here on is explained

COMPARED = """
## Policy auto against policy paper

{summary}

{table}

- **speedup**: cycles of `paper` / cycles of `auto`, both simulated to the last step.
- **hu, ru**: `5v` stands for 5 vectors of {lanes} rows (hv = {lanes}), each in the lanes of a vector.
- **bound**: the cycles per step of the dot products alone: the number of row groups, ceil(hidden / (hu · hv)), times the vectors of
  a slice. These are ceil((input + hidden) / (ru · rv)), or ceil(input / (ru · rv)) + ceil(hidden / (ru · rv)) where all rows' W·x
  come before all rows' U·h (products "input first").
- **above bound**: per step / bound - 1. A run at 0 % only multiplies.
"""

MODEL = """
## The search and its model

{summary}

{table}

- **considered**: candidates that fit by count and that the analytic model ranked. **simulated**: candidates that were placed,
  routed and simulated for their first steps. **refused**: candidates that could not be placed and routed.
- **model**: cycles of the whole run that the model predicted for the chosen candidate before it was placed. **error**: model /
  simulated to the last step - 1.
- **waiting**: cycles per step above the bound, as predicted and as simulated. The model counts the bound exactly, so its error is
  an error of the waiting.
- **published rank**: rank of the unrolling of `paper` among the simulated candidates, by simulated cycles. It is not tried where
  its dot products alone take longer than the best candidate does.
"""

LIMITS = """
## What limits auto

{table}

- **ceiling**: gates · hidden / hv · vectors / {pcus} cycles per step: all {pcus} PCUs of the chip do only dot products, and never
  wait. No mapping on this chip takes fewer cycles.
- **dots**: PCUs that do dot products, and their share of all PCUs. **other work**, **unused**: PCUs with other work, and without
  work.
- **per step** is the sum of the ceiling and of three losses, in cycles per step. **to other PCUs**: there are fewer dot units than
  PCUs. **to rounding**: rows and slices do not divide evenly. **to waiting**: cycles beyond the bound; these are the latency of the
  recurrence, in which dot units have nothing to do, and a share of the cycles in which the chip fills and empties.
- **of ceiling**: ceiling / per step.
"""

GAIN = """
### How much could be gained over paper

{table}

- **more dot units**: bound of `paper` / ceiling, the largest gain that more dot units can bring.
- **possible**: per step of `paper` / ceiling, the gain if in addition nothing ever waits. **auto**: the gain of `auto`.
"""


def compared_table(pairs):
    """Cycles of both policies; one line a row."""
    def both(text):
        return [(f"{policy}", lambda p, i=i: text(p[i])) for i, policy in enumerate(("paper", "auto"))]

    def titled(columns, title):
        return [(f"{title} {policy}", text) for policy, text in columns]

    return table([
        ("task", lambda p: p[0]["name"]),
        *titled(both(cycles), "cycles"),
        ("speedup", lambda p: f"**{speedup(p):.2f} x**"),
        *titled(both(lambda r: f"{r['step']:.1f}"), "per step"),
        *titled(both(lambda r: f"{r['bound']}"), "bound"),
        *titled(both(lambda r: f"{100 * (r['step'] / r['bound'] - 1):+.0f} %"), "above bound"),
        ("hu, ru", lambda p: f"{p[0]['chosen_text']} → {p[1]['chosen_text']}"),
    ], pairs)


def speedup(pair):
    return pair[0]["report"]["cycles"] / pair[1]["report"]["cycles"]


def compared(paper, auto):
    pairs = list(zip(paper, auto))
    for pair in pairs:
        for result in pair:
            mapping = result["report"]["mapping"]
            result["chosen_text"] = f"{mapping['hu']}{'v' if mapping['hv'] > 1 else ''}, {mapping['ru']}"
    most, least = max(pairs, key=speedup), min(pairs, key=speedup)
    text = (f"**Geometric mean of the speedup over {len(pairs)} row{'s' if len(pairs) > 1 else ''}: {geometric_mean(map(speedup, pairs)):.2f} x; from "
            f"{speedup(least):.2f} x ({least[0]['name']}) to {speedup(most):.2f} x ({most[0]['name']}).**")
    return COMPARED.format(summary=text, table=compared_table(pairs), lanes=LANES)


def simulated(result):
    return [trial for trial in result["log"]["trials"] if "cycles" in trial]


def rank_of_published(result):
    trials = simulated(result)
    ranks = [i + 1 for i, trial in enumerate(trials) if trial["published"]]
    if ranks:
        return f"{ranks[0]} of {len(trials)}"
    tried = any(trial["published"] for trial in result["log"]["trials"])
    return "refused" if tried else "not tried"


def model_waits(result):
    """Cycles per step above the bound, as the model predicts them."""
    return result["chosen"]["model_cycles"] / int(result["row"]["steps"]) - result["bound"]


def model(auto):
    errors = [100 * (t["model_cycles"] / t["cycles"] - 1) for r in auto for t in simulated(r)]
    text = (f"**Median |error| of the model: {median(abs(r['model_error']) for r in auto):.1f} % of the {len(auto)} chosen, "
            f"{median(map(abs, errors)):.1f} % of all {len(errors)} simulated.**")
    return MODEL.format(summary=text, table=table([
        ("task", lambda r: r["name"]),
        ("considered", lambda r: f"{r['log']['considered']}"),
        ("simulated", lambda r: f"{len(simulated(r))}"),
        ("refused", lambda r: f"{len(r['log']['trials']) - len(simulated(r))}"),
        ("steps each", lambda r: f"{r['log']['steps']}"),
        ("model", lambda r: f"{r['chosen']['model_cycles']:,.0f}"),
        ("simulated cycles", cycles),
        ("error", lambda r: percent(r["model_error"])),
        ("model waiting", lambda r: f"{model_waits(r):.1f}"),
        ("simulated waiting", lambda r: f"{r['added']:.1f}"),
        ("published rank", rank_of_published),
    ], auto))


def losses(result):
    """The ceiling of a row in cycles per step, and the cycles of a step beyond it, by reason."""
    pcus = result["report"]["mapping"]["pcus_on_chip"]
    ceiling, even = result["work"] / pcus, result["work"] / result["dot_pcus"]
    return ceiling, {"other PCUs": even - ceiling, "rounding": result["bound"] - even, "waiting": result["added"]}


def limit_line(result):
    """The largest loss of a row in words."""
    lost = losses(result)[1]
    most = max(lost, key=lost.get)
    mapping = result["report"]["mapping"]
    other = mapping["pcus_used"] - result["dot_pcus"]
    free = mapping["pcus_on_chip"] - mapping["pcus_used"]
    why = {
        "other PCUs": f"{other} PCUs have other work, {free} have none",
        "rounding": "rows and slices do not divide evenly over the dot units",
        "waiting": "dot units wait for the recurrence" if int(result["row"]["steps"]) > 1
                   else "there is one step only, so nothing overlaps with the path from the first input to the last output",
    }[most]
    return (f"- {result['name']}: {sum(lost.values()):.1f} of {result['step']:.1f} cycles per step are lost. The largest loss, "
            f"{lost[most]:.1f}, is to {most}: {why}.")


def limits(auto):
    mapping = auto[0]["report"]["mapping"]
    pcus = mapping["pcus_on_chip"]

    def lost(key):
        return f"to {key}", lambda r: f"{losses(r)[1][key]:.1f}"

    text = LIMITS.format(pcus=pcus, table=table([
        ("task", lambda r: r["name"]),
        ("ceiling", lambda r: f"{losses(r)[0]:.1f}"),
        lost("other PCUs"), lost("rounding"), lost("waiting"),
        ("per step", lambda r: f"{r['step']:.1f}"),
        ("of ceiling", lambda r: f"**{100 * losses(r)[0] / r['step']:.0f} %**"),
        (f"dots of {pcus}", lambda r: f"{r['dot_pcus']} ({100 * r['dot_pcus'] / pcus:.0f} %)"),
        ("other work", lambda r: f"{r['report']['mapping']['pcus_used'] - r['dot_pcus']}"),
        ("unused", lambda r: f"{pcus - r['report']['mapping']['pcus_used']}"),
    ], auto))
    return text + "\n" + "\n".join(limit_line(r) for r in auto) + "\n"


def gains(paper, auto):
    return GAIN.format(table=table([
        ("task", lambda p: p[0]["name"]),
        ("dots paper", lambda p: f"{p[0]['dot_pcus']}"),
        ("dots auto", lambda p: f"{p[1]['dot_pcus']}"),
        ("more dot units", lambda p: f"{p[0]['bound'] / losses(p[0])[0]:.2f} x"),
        ("possible", lambda p: f"{p[0]['step'] / losses(p[0])[0]:.2f} x"),
        ("auto", lambda p: f"**{speedup(p):.2f} x**"),
    ], list(zip(paper, auto))))


def model_deviations(auto):
    """Where the model is off by much, and in what."""
    far = [r for r in auto if abs(r["model_error"]) > LARGE]
    if not far:
        return [f"The error of the model is at most {LARGE} % for each chosen candidate."]
    lines = []
    for r in far:
        lines.append(f"- {r['name']}, model {r['model_error']:+.1f} %: the model predicts {model_waits(r):.1f} cycles of waiting per "
                     f"step, the simulation has {r['added']:.1f}; the bound of {r['bound']} is the same in both.")
    return lines + ["", "The model knows no sites, no routes and no full FIFOs; its error is the cost of these."]
