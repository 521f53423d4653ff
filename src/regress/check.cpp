// SPDX-License-Identifier: Apache-2.0
#include "regress/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "regress/differences.h"
#include "regress/figures.h"

namespace rda::regress {
namespace {

using json::Value;

std::string text_of(int exit, const std::string& message) {
  return fmt::format("exit {}: {}", exit, message);
}

Row row_of_inputs(const Case& expected, const Outcome& now) {
  Row row{"inputs", expected.inputs, now.inputs, Verdict::same, {}, "equal", ""};
  if (expected.inputs.empty()) {
    row.recorded = Value();
    row.verdict = Verdict::fresh;
  } else if (expected.inputs != now.inputs) {
    row.verdict = Verdict::moved;
  }
  return row;
}

/// The row of a case that is refused, or was.
Row row_of_refusal(const Case& expected, const Outcome& now) {
  Row row{"refusal", Value(), Value(), Verdict::same, {}, "equal", ""};
  if (now.exit != 0) row.now = text_of(now.exit, now.message);
  if (expected.refusal) {
    row.recorded = text_of(expected.refusal->exit, expected.refusal->message);
    row.why = expected.refusal->why;
    row.verdict = row.recorded == row.now ? Verdict::same : Verdict::moved;
  } else {
    row.verdict = expected.recorded() ? Verdict::moved : Verdict::fresh;
  }
  return row;
}

Row row_of(const std::string& name, const Metric& metric, const Figures& figures) {
  const auto found = figures.find(name);
  const Value* now = found == figures.end() ? nullptr : &found->second;
  Row row{name,      metric.is, now ? *now : Value(), judge(metric, now), {}, rule_text(metric),
          metric.why};
  if (now) row.ratio = ratio(metric.is, *now);
  return row;
}

void find_where(const ProfileFile& profiles, const Outcome& now, CaseResult& result) {
  const auto recorded = profiles.cases.find(result.name);
  if (recorded == profiles.cases.end()) {
    result.no_where = "nothing is recorded of where its cycles went (--update records it)";
    return;
  }
  result.where = where(recorded->second, now.profile);
  for (const Row& row : result.rows)
    if (row.metric == "cycles" && row.recorded != Value(recorded->second.cycles))
      result.no_where = "what is recorded of where its cycles went is of another run";
}

}  // namespace

std::int64_t CheckResult::failed() const {
  return std::ranges::count_if(cases, &CaseResult::failed);
}

bool fails(const Row& row, bool allow_new) {
  return row.verdict == Verdict::moved || row.verdict == Verdict::missing ||
         (row.verdict == Verdict::fresh && !allow_new);
}

CaseResult judge(const std::string& name, const Case& expected, const Outcome& now,
                 const ProfileFile& profiles, bool allow_new) {
  CaseResult result;
  result.name = name;
  result.rows.push_back(row_of_inputs(expected, now));
  if (now.exit != 0 || expected.refusal) result.rows.push_back(row_of_refusal(expected, now));
  const Figures figures = figures_of(now.report);
  if (now.exit == 0)
    for (const auto& [metric, rule] : expected.metrics)
      result.rows.push_back(row_of(metric, rule, figures));
  const auto moved = [](const Row& row) { return row.verdict == Verdict::moved; };
  if (moved(result.rows.front()))
    result.changed_inputs = changed_inputs(profiles, expected, now, name);
  const bool figures_moved = std::any_of(result.rows.begin() + 1, result.rows.end(), moved);
  if (figures_moved && now.exit == 0 && !expected.refusal) find_where(profiles, now, result);
  result.failed =
      std::ranges::any_of(result.rows, [&](const Row& row) { return fails(row, allow_new); });
  return result;
}

CaseResult broken(const std::string& name, const std::string& problem) {
  CaseResult result;
  result.name = name;
  result.failed = true;
  result.problem = problem;
  return result;
}

void update(Case& expected, const CaseResult& result, const Outcome& now, const std::string& why) {
  for (const Row& row : result.rows) {
    if (row.verdict == Verdict::same || row.verdict == Verdict::within) continue;
    if (row.metric == "inputs") {
      expected.inputs = now.inputs;
    } else if (row.metric == "refusal" && now.exit != 0) {
      for (auto& [name, metric] : expected.metrics) metric.is = Value();
      expected.refusal = Refusal{now.exit, now.message, why};
    } else if (row.metric == "refusal") {
      expected.refusal.reset();
      Metric& cycles = expected.metrics["cycles"];
      cycles.is = figures_of(now.report).at("cycles");
      cycles.why = why;
    } else if (row.verdict == Verdict::missing) {
      expected.metrics.erase(row.metric);
    } else {
      expected.metrics[row.metric].is = row.now;
      expected.metrics[row.metric].why = why;
    }
  }
}

}  // namespace rda::regress
