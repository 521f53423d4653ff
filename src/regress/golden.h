// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"
#include "rda/describe.h"

namespace rda::regress {

// A golden file: cases and their recorded figures (docs/ci.md).

/// A recorded figure of a case, and the values that pass.
struct Metric {
  json::Value is;  ///< the recorded value: a number, text, true or false; null: not recorded yet
  std::vector<double> range;  ///< least and most of new / recorded; empty: the value must be equal
  double abs = 0;             ///< largest difference that passes whatever the ratio
  std::string why;
  static void describe(auto& self, auto& visit) {
    visit("is", self.is, Doc{"recorded value; absent: --update records it"});
    visit("range", self.range,
          Doc{"least and greatest new / recorded that passes; absent: equal values"});
    visit("abs", self.abs, Range{0}, Doc{"difference that passes for any ratio"});
    visit("why", self.why, Doc{"reason of its last change"});
  }
};

/// The values that pass for figures without a rule of their own.
struct Tolerance {
  std::vector<double> range;  ///< as that of a Metric
  double abs = 0;             ///< as that of a Metric
  friend bool operator==(const Tolerance&, const Tolerance&) = default;
  static void describe(auto& self, auto& visit) {
    visit("range", self.range,
          Doc{"least and greatest new / recorded that passes; absent: equal values"});
    visit("abs", self.abs, Range{0}, Doc{"difference that passes for any ratio"});
  }
};

/// The end of a case without a report.
struct Refusal {
  int exit = 3;
  std::string message, why;
  static void describe(auto& self, auto& visit) {
    visit("exit", self.exit, Range{3, 4}, Doc{"exit code: 3 does not map, 4 deadlock or limit"});
    visit("message", self.message, Doc{"the message, without the program's name"});
    visit("why", self.why, Doc{"reason of its last change"});
  }
};

/// A run and its expected outcome: metrics or a refusal; neither: not recorded yet.
struct Case {
  std::string chip, workload;  ///< files, relative to the golden file
  std::string policy;
  std::int64_t steps = 0, search_budget = 0, verify_steps = 0;
  std::map<std::string, json::Value> set;
  std::string inputs;
  std::map<std::string, Metric> metrics;
  std::optional<Refusal> refusal;
  /// Whether it has a recorded outcome.
  bool recorded() const;
  static void describe(auto& self, auto& visit) {
    visit("chip", self.chip, Doc{"chip file, relative to the golden file"});
    visit("workload", self.workload, Doc{"workload file, relative to the golden file"});
    visit("policy", self.policy, Doc{"mapping policy: paper or auto; absent: paper"});
    visit("steps", self.steps, Range{0, 1e12}, Doc{"time steps; 0: as in the workload", "steps"});
    visit("search_budget", self.search_budget, Range{0, 1e6},
          Doc{"as --search-budget of run; 0: the default"});
    visit("verify_steps", self.verify_steps, Range{0, 1e12},
          Doc{"number of first steps whose values are compared with the reference", "steps"});
    visit("set", self.set, Doc{"JSON pointer of a value -> the value, as --set of run"});
    visit("inputs", self.inputs, Doc{"hash of chip, workload and options with all defaults"});
    visit("metrics", self.metrics, Doc{"figures of the report by name; absent: cycles"});
    visit("refusal", self.refusal, Doc{"refusal that is expected instead of figures"});
  }
};

struct Golden {
  int schema = 1;
  std::string about;
  Tolerance tolerance;
  std::map<std::string, Case> cases;
  static void describe(auto& self, auto& visit) {
    visit("schema", self.schema, Range{1, 1}, Doc{"version of this format"});
    visit("about", self.about, Doc{"what the cases are for"});
    visit("tolerance", self.tolerance, Doc{"rule of all figures that have none of their own"});
    visit("cases", self.cases, Doc{"runs by name"});
  }
};

/// Reads a golden file. Names of metrics get dots (regress/figures.h); a case that has neither
/// metrics nor a refusal gets the metric `cycles`, not recorded.
/// @throws ConfigError  for everything that is wrong, naming `file`, pointer, what is wrong and
/// what would be right
Golden read_golden(std::string_view text, const std::string& file);

/// The case with the tolerance for its figures that have neither a range nor an absolute
/// difference.
Case with_tolerance(Case c, const Tolerance& tolerance);

/// What a case says besides its files, by the name of the option or the pointer of the value; equal
/// for equal runs of equal files.
json::Value said_by(const Case& c);

/// Canonical text: keys sorted, no member with a default value, a newline at the end.
std::string to_text(const Golden& golden);

/// JSON Schema (draft-07) of golden files.
std::string golden_schema();

}  // namespace rda::regress
