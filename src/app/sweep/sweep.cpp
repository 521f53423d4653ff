// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "app/examples.h"
#include "app/output.h"
#include "base/text.h"

namespace rda::app {
namespace {

/// The verbs, in the order in which one uses them.
constexpr std::array kVerbs{
    Command{"plan", "plan SPEC [-o points.jsonl]", "write the points of a sweep, one per line",
            sweep_plan},
    Command{"run", "run POINTS --store DIR [options]",
            "run the points that are not in the store yet, on all cores", sweep_run},
    Command{"submit", "submit POINTS --store DIR [--dry-run] [options]",
            "run the points that a store lacks on a Slurm cluster", sweep_submit},
    Command{"status", "status POINTS --store DIR",
            "say how many points are in the store, and how they ended", sweep_status},
    Command{"collect", "collect POINTS --store DIR [--sqlite FILE] [--csv FILE] [options]",
            "write knobs and figures of all points as tables", sweep_collect},
    Command{"best", "best POINTS --store DIR --minimize METRIC [options]",
            "print the designs that no other design beats", sweep_best},
    Command{"refine", "refine POINTS --store DIR --minimize METRIC [-o refined.jsonl]",
            "add the best designs and those next to them with policy auto", sweep_refine},
    Command{"plot", "plot POINTS --store DIR --x METRIC --y METRIC -o front.svg|.png|.pdf",
            "draw the points, and the designs that no other design beats", sweep_plot},
    Command{"report", "report POINTS --store DIR [--minimize METRIC] -o page.html",
            "show the points on a page to look at with a browser", sweep_report},
};

std::string sweep_usage() {
  std::string text = "rdasim sweep: plan many runs, run them, and compare their results\n\n";
  for (const Command& verb : kVerbs)
    text += wrapped(fmt::format("  rdasim sweep {}\n", verb.synopsis), kScreenColumns, 6) +
            wrapped(fmt::format("      {}\n", verb.summary), kScreenColumns, 6);
  text += "  rdasim sweep VERB --help\n      options and examples of a verb\n\n";
  return text + examples_text("sweep");
}

}  // namespace

std::span<const Command> sweep_verbs() { return kVerbs; }

ExitCode sweep(Words words) {
  if (words.empty()) throw UsageError("sweep: a verb is missing (try rdasim sweep --help)");
  const std::string& word = words.front();
  if (word == "--help" || word == "-h") {
    print(sweep_usage());
    return ExitCode::ok;
  }
  const auto verb = std::ranges::find(kVerbs, word, &Command::name);
  if (verb != kVerbs.end()) return verb->run(words.subspan(1));
  std::vector<std::string> names;
  for (const Command& known : kVerbs) names.emplace_back(known.name);
  const std::string verbs = join(names, ", ");
  names.emplace_back("--help");
  throw UsageError(fmt::format("sweep {}: unknown verb{} (verbs: {})", one_line(word),
                               did_you_mean(word, names), verbs));
}

}  // namespace rda::app
