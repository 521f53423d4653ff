// SPDX-License-Identifier: Apache-2.0
#include "app/check/valid.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/gather.h"
#include "base/text.h"
#include "flow/inputs.h"
#include "json/overrides.h"
#include "json/suggest.h"
#include "rda/error.h"
#include "regress/figures.h"

namespace rda::app {
namespace {

using json::child;

/// Checks the words of one case after the other, each problem alone.
class CaseWords {
 public:
  CaseWords(const regress::Case& c, std::string pointer, const std::string& file)
      : case_(c), pointer_(std::move(pointer)), file_(file) {}

  void check() {
    policy();
    for (const auto& [knob, value] : case_.set) check_knob(knob);
    for (const auto& [metric, rule] : case_.metrics)
      if (rule.is.is_null()) check_metric(metric);
    gather_.raise();
  }

 private:
  void fail(const std::string& pointer, const std::string& problem) {
    gather_([&] { throw ConfigError(file_, pointer, problem); });
  }

  void policy() {
    const auto known = names(Policy{});
    if (case_.policy.empty() || std::ranges::find(known, case_.policy) != known.end()) return;
    fail(child(pointer_, "policy"),
         fmt::format("{} is no policy (one of: paper, auto)", one_line(case_.policy)));
  }

  void check_knob(const std::string& knob) {
    const std::vector<Override> one{{knob, ""}};
    if (json::known_ones(one, knobs_).empty())
      fail(child(child(pointer_, "set"), knob),
           "no knob has this pointer" + json::suggest_pointer(knob, knobs_));
  }

  void check_metric(const std::string& metric) {
    if (metric.starts_with("cost."))
      fail(child(child(pointer_, "metrics"), metric),
           "a check estimates no area and energy (a figure of the run itself would be right)");
    if (std::ranges::find(figures_, metric) == figures_.end())
      fail(child(child(pointer_, "metrics"), metric),
           fmt::format("reports have no such figure{} (docs/stats.md)",
                       did_you_mean(metric, figures_)));
  }

  const regress::Case& case_;
  const std::string pointer_;
  const std::string& file_;
  const std::vector<std::string> knobs_ = flow::known_knobs();
  const std::vector<std::string> figures_ = regress::known_figures();
  Gather gather_;
};

void load_inputs(const regress::Case& c, const std::filesystem::path& folder) {
  std::vector<Override> overrides;
  for (const auto& [knob, value] : c.set) overrides.push_back({knob, dump_line(value)});
  if (c.steps > 0) overrides.push_back({"/steps", std::to_string(c.steps)});
  flow::load((folder / c.chip).lexically_normal(), (folder / c.workload).lexically_normal(),
             overrides);
}

/// Names the case that a problem of its files belongs to.
void load_inputs(const regress::Case& c, const std::string& pointer, const std::string& file) {
  const std::string where = file + '#' + pointer + ": ";
  try {
    load_inputs(c, std::filesystem::path(file).parent_path());
  } catch (const Error& error) {
    throw with_further(Error(error.exit_code, where + error.what()), error,
                       [&](const std::string& line) { return where + line; });
  }
}

void check(const regress::Golden& golden, const std::string& file, bool with_inputs) {
  Gather gather;
  for (const auto& [name, c] : golden.cases)
    gather([&] {
      const std::string pointer = child("/cases", name);
      CaseWords(c, pointer, file).check();
      if (with_inputs) load_inputs(c, pointer, file);
    });
  gather.raise();
}

}  // namespace

void check_words(const regress::Golden& golden, const std::string& file) {
  check(golden, file, false);
}

void check_inputs(const regress::Golden& golden, const std::string& file) {
  check(golden, file, true);
}

}  // namespace rda::app
