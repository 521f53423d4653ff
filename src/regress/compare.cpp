// SPDX-License-Identifier: Apache-2.0
#include "regress/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>
#include <string_view>
#include <vector>

#include "base/gather.h"
#include "base/statistics.h"
#include "base/text.h"
#include "json/writer.h"
#include "rda/error.h"
#include "regress/numbers.h"
#include "regress/rules.h"

namespace rda::regress {
namespace {

using json::Value;

constexpr std::string_view kOutcome = "outcome";

/// Figures that describe the inputs of a report, not its results.
bool is_about(const std::string& name) {
  return name == "schema_version" || name == "seed" || name == "schema";
}

bool is_number(const Value& value) { return number(value) || value.get_if<bool>(); }

/// The figures that are compared by default.
std::vector<std::string> usual_metrics(const Comparand& a, const Comparand& b) {
  if (a.kind == Comparand::Kind::store || b.kind == Comparand::Kind::store) return {"cycles"};
  const bool reports = a.kind == Comparand::Kind::report && b.kind == Comparand::Kind::report;
  std::set<std::string> names;
  for (const Comparand* comparand : {&a, &b})
    for (const auto& [identity, entry] : comparand->entries)
      for (const auto& [name, value] : entry.figures)
        if (!reports || (is_number(value) && !is_about(name))) names.insert(name);
  return {names.begin(), names.end()};
}

/// The figures that both sides have. @throws Error (bad input)  if there are none
std::vector<std::string> shared_figures(const Comparand& a, const Comparand& b) {
  const auto names_of = [](const Comparand& comparand) {
    std::set<std::string> names;
    for (const auto& [key, entry] : comparand.entries)
      for (const auto& [name, value] : entry.figures) names.insert(name);
    return names;
  };
  const std::set<std::string> first = names_of(a), second = names_of(b);
  std::vector<std::string> shared;
  std::ranges::set_intersection(first, second, std::back_inserter(shared));
  if (shared.empty())
    throw Error(ExitCode::bad_input,
                fmt::format("{} and {} have no figure in common (e.g. latency_ms, cycles)",
                            one_line(a.file, 200), one_line(b.file, 200)));
  return shared;
}

/// A figure that no entry has is a typing error.
void refuse_unknown(const Comparand& a, const Comparand& b,
                    const std::vector<std::string>& metrics) {
  std::set<std::string> known;
  for (const Comparand* comparand : {&a, &b})
    for (const auto& entry : comparand->entries)
      for (const auto& figure : entry.second.figures) known.insert(figure.first);
  if (known.empty()) return;
  const std::vector<std::string> names(known.begin(), known.end());
  Gather gather;
  for (const std::string& metric : metrics)
    if (!known.contains(metric))
      gather([&] {
        throw Error(ExitCode::bad_input,
                    fmt::format("--metric: {} is no figure of either{}", one_line(metric),
                                did_you_mean(metric, names)));
      });
  gather.raise();
}

/// The difference of a pair, for sorting: 0 if it is equal, and the largest if it has no ratio.
double distance(const Pair& pair) {
  if (pair.a == pair.b) return 0;
  if (!pair.ratio || *pair.ratio <= 0) return std::numeric_limits<double>::infinity();
  return std::fabs(std::log(*pair.ratio));
}

/// @param usual  whether nobody asked for this figure
void add_pair(const Entry& a, const Entry& b, const std::string& metric, bool usual,
              Comparison& comparison) {
  const auto find = [&](const Entry& entry) {
    const auto found = entry.figures.find(metric);
    return found == entry.figures.end() ? Value() : found->second;
  };
  Pair pair{a.name == b.name ? a.name : a.name + " | " + b.name, metric, find(a), find(b), {}};
  if (pair.a.is_null() && pair.b.is_null()) return;
  if (usual && pair.b.is_null()) return comparison.figures_only_a.push_back(metric);
  if (usual && pair.a.is_null()) return comparison.figures_only_b.push_back(metric);
  pair.ratio = ratio(pair.a, pair.b);
  comparison.pairs.push_back(std::move(pair));
}

Summary summary_of(const std::string& metric, const std::vector<Pair>& pairs) {
  Summary summary;
  summary.metric = metric;
  std::vector<double> ratios, first, second;
  bool all = true;
  for (const Pair& pair : pairs) {
    if (pair.metric != metric) continue;
    ++summary.pairs;
    if (pair.a != pair.b) ++summary.differ;
    all = all && pair.ratio && *pair.ratio > 0;
    if (!all) continue;
    ratios.push_back(*pair.ratio);
    first.push_back(*number(pair.a));
    second.push_back(*number(pair.b));
  }
  if (summary.pairs == 0 || !all) return summary;
  summary.geomean = geometric_mean(ratios);
  summary.least = std::ranges::min(ratios);
  summary.most = std::ranges::max(ratios);
  summary.correlation = correlation_of_logs(first, second);
  return summary;
}

/// Only what both know is compared: a report of an earlier format says nothing of its inputs.
void find_knobs(const Comparand& a, const Comparand& b, Comparison& comparison) {
  if (a.kind != Comparand::Kind::report) return;
  const Figures &first = a.entries.begin()->second.knobs, &second = b.entries.begin()->second.knobs;
  for (const auto& [name, value] : first)
    if (const auto other = second.find(name); other != second.end() && other->second != value)
      comparison.knobs.push_back({name, value, other->second});
}

void find_where(const Comparand& a, const Comparand& b, Comparison& comparison) {
  if (a.entries.size() != 1 || b.entries.size() != 1 || !comparison.different()) return;
  const Entry &first = a.entries.begin()->second, &second = b.entries.begin()->second;
  if (first.profile && second.profile) comparison.where = where(*first.profile, *second.profile);
}

}  // namespace

bool Comparison::different() const {
  return !only_a.empty() || !only_b.empty() ||
         std::ranges::any_of(summaries, [](const Summary& s) { return s.differ > 0; });
}

bool Comparison::exceeds(double limit) const {
  return !only_a.empty() || std::ranges::any_of(pairs, [&](const Pair& pair) {
    if (pair.metric == kOutcome) return pair.a != pair.b;
    return pair.a != pair.b && (!pair.ratio || *pair.ratio > limit);
  });
}

Comparison compare(const Comparand& a, const Comparand& b, const std::vector<std::string>& asked,
                   const std::vector<std::string>& added) {
  const bool own_a = a.kind == Comparand::Kind::numbers, own_b = b.kind == Comparand::Kind::numbers;
  if (own_a || own_b) {
    const std::vector<std::string> metrics = asked.empty() ? shared_figures(a, b) : asked;
    if (own_a && !own_b) return compare(joined(a, b), b, metrics, added);
    if (own_b && !own_a) return compare(a, joined(b, a), metrics, added);
  }
  if ((a.kind == Comparand::Kind::report) != (b.kind == Comparand::Kind::report) ||
      a.kind != b.kind)
    throw Error(
        ExitCode::bad_input,
        fmt::format(
            "{} and {}: two reports, two stores or two golden files can be compared, or one "
            "of them with a CSV of workload and latency_ms",
            one_line(a.file, 200), one_line(b.file, 200)));
  refuse_unknown(a, b, asked);
  std::vector<std::string> metrics = asked.empty() ? usual_metrics(a, b) : asked;
  std::ranges::copy_if(added, std::back_inserter(metrics), [&](const std::string& name) {
    return std::ranges::find(metrics, name) == metrics.end();
  });
  Comparison comparison;
  comparison.a = a.file;
  comparison.b = b.file;
  bool refused = false;
  for (const auto& [identity, first] : a.entries) {
    const auto found = b.entries.find(identity);
    if (found == b.entries.end()) {
      comparison.only_a.push_back(first.name);
      continue;
    }
    const Entry& second = found->second;
    if (first.outcome != "ok" || second.outcome != "ok") {
      comparison.pairs.push_back(
          {first.name, std::string(kOutcome), first.outcome, second.outcome, {}});
      refused = true;
      continue;
    }
    const bool usual = asked.empty() && a.kind == Comparand::Kind::report;
    for (const std::string& metric : metrics) add_pair(first, second, metric, usual, comparison);
  }
  for (const auto& [identity, entry] : b.entries)
    if (!a.entries.contains(identity)) comparison.only_b.push_back(entry.name);
  for (const std::string& metric : metrics)
    comparison.summaries.push_back(summary_of(metric, comparison.pairs));
  if (refused) comparison.summaries.push_back(summary_of(std::string(kOutcome), comparison.pairs));
  std::ranges::stable_sort(comparison.pairs, std::ranges::greater{}, distance);
  if (a.kind == Comparand::Kind::report) {  // the most important figure first
    std::ranges::stable_partition(comparison.pairs, [&](const Pair& pair) {
      return std::ranges::find(added, pair.metric) != added.end();
    });
    std::ranges::stable_partition(comparison.pairs,
                                  [](const Pair& pair) { return pair.metric == "cycles"; });
  }
  find_knobs(a, b, comparison);
  find_where(a, b, comparison);
  return comparison;
}

std::string to_json(const Comparison& comparison) {
  return dump(json::to_value(comparison)) + '\n';
}

}  // namespace rda::regress
