// SPDX-License-Identifier: Apache-2.0
#include "app/check/update.h"

#include <fmt/format.h>

#include "base/text.h"
#include "regress/render.h"

namespace rda::app {
namespace {

std::string line_of_update(const regress::CaseResult& c, const regress::Row& row) {
  const bool refusal = row.metric == "refusal";
  const std::string before = refusal ? "" : one_line(regress::in_words(row.recorded)) + " -> ";
  const std::string now = refusal && row.now.is_null() ? "none" : regress::in_words(row.now);
  return wrapped(
      fmt::format("{}: {} {}{}\n", one_line(c.name), row.metric, before, one_line(now, 2000)), 80,
      4);
}

}  // namespace

Updated updated(regress::Golden golden, const regress::ProfileFile& before,
                const std::vector<Ran>& all, const regress::CheckResult& result,
                const std::string& why) {
  regress::ProfileFile profiles;
  const auto keep = [](const auto& from, auto& to, const std::string& key) {
    if (const auto found = from.find(key); found != from.end()) to[key] = found->second;
  };
  profiles.options = before.options;
  std::size_t i = 0;
  for (auto& [name, c] : golden.cases) {
    const Ran& ran = all[i];
    if (ran.outcome) {
      update(c, result.cases[i], *ran.outcome, why);
      profiles.chips[c.chip] = ran.outcome->chip;
      profiles.workloads[c.workload] = ran.outcome->workload;
      profiles.options = ran.outcome->options;
      if (ran.outcome->exit == 0) profiles.cases[name] = ran.outcome->profile;
    } else {
      keep(before.chips, profiles.chips, c.chip);
      keep(before.workloads, profiles.workloads, c.workload);
      keep(before.cases, profiles.cases, name);
    }
    ++i;
  }
  return {to_text(golden), to_text(profiles)};
}

std::string update_text(const regress::CheckResult& result, bool same_profiles) {
  std::string text;
  std::size_t rows = 0;
  for (const regress::CaseResult& c : result.cases) {
    if (!c.problem.empty())
      text += wrapped(fmt::format("{}: it cannot run: {}\n", one_line(c.name), c.problem), 80, 4);
    for (const regress::Row& row : c.rows) {
      if (row.verdict == regress::Verdict::same || row.verdict == regress::Verdict::within)
        continue;
      ++rows;
      const bool first_hash = row.metric == "inputs" && row.verdict == regress::Verdict::fresh;
      if (!first_hash) text += line_of_update(c, row);
    }
  }
  const std::string file = one_line(result.golden, 400);
  if (rows > 0) return text + file + ": written\n";
  return text + file + ": nothing moved" +
         (same_profiles ? "\n" : "; where the cycles go did, and is written\n");
}

}  // namespace rda::app
