// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "json/value.h"
#include "rda/describe.h"
#include "regress/golden.h"
#include "regress/profile.h"
#include "regress/rules.h"
#include "regress/where.h"

namespace rda::regress {

/// The outcome of a case in this run.
struct Outcome {
  int exit = 0;         ///< 0, or the exit code of a refusal: 3, 4 or 5
  std::string message;  ///< of the refusal
  json::Value report;   ///< without units and streams; null if it was refused
  std::string inputs;  ///< hash of everything on which the outcome depends: chip, workload, mapping
                       ///< options, ...
  json::Value chip, workload, options;  ///< values of the files, and the default options
  Profile profile;
  static void describe(auto& self, auto& visit) {
    visit("exit", self.exit, Range{0, 5}, Doc{"exit code"});
    visit("message", self.message, Doc{"message of a refusal"});
    visit("report", self.report, Doc{"report without its lists"});
    visit("inputs", self.inputs, Doc{"hash of the inputs"});
    visit("chip", self.chip, Doc{"values of the chip file"});
    visit("workload", self.workload, Doc{"values of the workload file"});
    visit("options", self.options, Doc{"mapping options by default"});
    visit("profile", self.profile, Doc{"profile of the run"});
  }
};

/// One figure of a case. Besides metrics there are the rows `inputs` and `refusal`.
struct Row {
  std::string metric;
  json::Value recorded, now;
  Verdict verdict = Verdict::same;
  std::optional<double> ratio;  ///< new / recorded
  std::string rule, why;
  static void describe(auto& self, auto& visit) {
    visit("metric", self.metric, Doc{"figure of the report, inputs or refusal"});
    visit("recorded", self.recorded, Doc{"recorded value"});
    visit("now", self.now, Doc{"value now"});
    visit("verdict", self.verdict, Doc{"result of the comparison"});
    visit("ratio", self.ratio, Doc{"now / recorded"});
    visit("rule", self.rule, Doc{"rule by which a value passes"});
    visit("why", self.why, Doc{"reason of the recorded value's last change"});
  }
};

struct CaseResult {
  std::string name;
  bool failed = false;
  std::string problem;  ///< why the case could not run; it then has no rows
  std::vector<Row> rows;
  std::vector<std::string> changed_inputs;  ///< "chip /pcu/stages: 6 -> 7"
  std::optional<Where> where;               ///< where the cycles went; only if a row moved
  std::string no_where;                     ///< why `where` is missing although a row moved
  std::optional<double> seconds;            ///< that it took on this machine; only in JUnit
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"name of the case"});
    visit("failed", self.failed, Doc{"whether the case makes the check fail"});
    visit("problem", self.problem, Doc{"reason why the case could not run"});
    visit("rows", self.rows, Doc{"figures of the case"});
    visit("changed_inputs", self.changed_inputs, Doc{"values of the inputs that changed"});
    visit("where", self.where, Doc{"where the runs differ"});
    visit("no_where", self.no_where, Doc{"reason why the place cannot be named"});
  }
};

struct CheckResult {
  int schema = 1;
  std::string golden;  ///< file
  std::vector<CaseResult> cases;
  std::int64_t failed() const;
  static void describe(auto& self, auto& visit) {
    visit("schema", self.schema, Range{1, 1}, Doc{"version of this format"});
    visit("golden", self.golden, Doc{"golden file"});
    visit("cases", self.cases, Doc{"results by case"});
  }
};

/// Whether a row fails. `allow_new`: new rows do not fail.
bool fails(const Row& row, bool allow_new);

/// Compares a case's outcome with the recorded one. `recorded` and `profiles` come from the file
/// beside the golden file.
CaseResult judge(const std::string& name, const Case& expected, const Outcome& now,
                 const ProfileFile& profiles, bool allow_new);

/// A case that could not run. @param problem  one line
CaseResult broken(const std::string& name, const std::string& problem);

/// Records the new values of rows that moved, are new or are missing in the case, with the reason.
/// Rows that their rule lets pass keep the recorded value.
void update(Case& expected, const CaseResult& result, const Outcome& now, const std::string& why);

}  // namespace rda::regress
