// SPDX-License-Identifier: Apache-2.0
#include "app/check/update.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "regress/render.h"

namespace rda::app {
namespace {

std::string line_of_update(const regress::CaseResult& c, const regress::Row& row) {
  const bool refusal = row.metric == "refusal";
  const std::string before = refusal ? "" : one_line(regress::in_words(row.recorded)) + " -> ";
  const std::string now = refusal && row.now.is_null() ? "none" : regress::in_words(row.now);
  return wrapped(
      fmt::format("{}: {} {}{}\n", one_line(c.name), row.metric, before, one_line(now, 2000)),
      kScreenColumns, 4);
}

/// The values of the files that the cases of an update use.
class Files {
 public:
  /// Values of this run, or those of a case that did not run. Where the two are not the same, no
  /// later message could tell which values a case was recorded with: the file is left out.
  void add(const std::string& file, const json::Value& values) {
    const auto [kept, is_new] = values_.try_emplace(file, values);
    if (!is_new && kept->second != values) unclear_.insert(file);
  }
  std::map<std::string, json::Value> take() {
    for (const std::string& file : unclear_) values_.erase(file);
    return std::move(values_);
  }

 private:
  std::map<std::string, json::Value> values_;
  std::set<std::string> unclear_;
};

void keep(const auto& from, auto& to, const std::string& key) {
  if (const auto found = from.find(key); found != from.end()) to[key] = found->second;
}

}  // namespace

Updated updated(regress::Golden golden, const regress::ProfileFile& before,
                const std::vector<Ran>& all, const regress::CheckResult& result,
                const std::string& why) {
  regress::ProfileFile profiles;
  profiles.options = before.options;
  const auto ran_of = [&](const std::string& name) -> const regress::Outcome* {
    const auto found = std::ranges::find(result.cases, name, &regress::CaseResult::name);
    if (found == result.cases.end()) return nullptr;
    const Ran& ran = all[static_cast<std::size_t>(found - result.cases.begin())];
    return ran.outcome ? &*ran.outcome : nullptr;
  };
  Files chips, workloads;
  for (auto& [name, c] : golden.cases) {
    if (const regress::Outcome* now = ran_of(name)) {
      update(c, *std::ranges::find(result.cases, name, &regress::CaseResult::name), *now, why);
      chips.add(c.chip, now->chip);
      workloads.add(c.workload, now->workload);
      profiles.options = now->options;
      profiles.said[name] = said_by(c);
      if (now->exit == 0) profiles.cases[name] = now->profile;
      continue;
    }
    if (const auto chip = before.chips.find(c.chip); chip != before.chips.end())
      chips.add(c.chip, chip->second);
    if (const auto workload = before.workloads.find(c.workload); workload != before.workloads.end())
      workloads.add(c.workload, workload->second);
    keep(before.cases, profiles.cases, name);
    keep(before.said, profiles.said, name);
  }
  profiles.chips = chips.take();
  profiles.workloads = workloads.take();
  return {to_text(golden), to_text(profiles)};
}

std::string update_text(const regress::CheckResult& result, bool same_profiles) {
  std::string text;
  std::size_t rows = 0;
  std::int64_t broken = 0;
  for (const regress::CaseResult& c : result.cases) {
    broken += c.problem.empty() ? 0 : 1;
    if (!c.problem.empty())
      text += wrapped(fmt::format("{}: it cannot run: {}\n", one_line(c.name), c.problem),
                      kScreenColumns, 4);
    for (const regress::Row& row : c.rows) {
      if (row.verdict == regress::Verdict::same || row.verdict == regress::Verdict::within)
        continue;
      ++rows;
      const bool first_hash = row.metric == "inputs" && row.verdict == regress::Verdict::fresh;
      if (!first_hash) text += line_of_update(c, row);
    }
  }
  const std::string file = one_line(result.golden, 400);
  const std::string others =
      broken == 0 ? ""
                  : fmt::format(" ({} could not run, and is as it was)", counted(broken, "case"));
  if (rows > 0) return text + file + ": written" + others + '\n';
  if (broken == std::ssize(result.cases)) return text + file + ": unchanged: no case could run\n";
  return text + file + ": nothing moved" + others +
         (same_profiles ? "\n" : "; where the cycles go did, and is written\n");
}

}  // namespace rda::app
