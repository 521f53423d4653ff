// SPDX-License-Identifier: Apache-2.0
#include "regress/where.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <string_view>
#include <utility>

namespace rda::regress {
namespace {

using Rows = std::map<std::string, std::vector<std::int64_t>>;

void sort(std::vector<Change>& changes) {
  std::ranges::stable_sort(changes, std::ranges::greater{},
                           [](const Change& change) { return std::abs(change.by()); });
}

std::set<std::string> groups(const Rows& a, const Rows& b) {
  std::set<std::string> names;
  for (const Rows* rows : {&a, &b})
    for (const auto& row : *rows) names.insert(row.first);
  return names;
}

std::int64_t value(const Rows& rows, const std::string& group, std::size_t column) {
  const auto row = rows.find(group);
  return row == rows.end() ? 0 : row->second[column];
}

/// The figures that differ, at most `most`: first those of `first`, then all others, each group
/// sorted.
template <std::size_t N>
std::vector<Change> changes_of(const Rows& before, const Rows& now,
                               const std::array<std::string_view, N>& columns,
                               const std::set<std::string_view>& first, std::size_t most) {
  std::vector<Change> causes, others;
  for (const std::string& group : groups(before, now))
    for (std::size_t c = 0; c < N; ++c) {
      const Change change{fmt::format("{} {}", group, columns[c]), value(before, group, c),
                          value(now, group, c)};
      if (change.by() != 0) (first.contains(columns[c]) ? causes : others).push_back(change);
    }
  sort(causes);
  sort(others);
  causes.resize(std::min(causes.size(), (most + 1) / 2));
  others.resize(std::min(others.size(), most - causes.size()));
  causes.insert(causes.end(), others.begin(), others.end());
  return causes;
}

std::vector<Change> chain_of(const Profile& before, const Profile& now) {
  std::map<std::string, Change> by_name;
  for (const auto& [what, cycles] : before.chain) by_name[what] = {what, cycles, 0};
  for (const auto& [what, cycles] : now.chain) {
    by_name[what].what = what;
    by_name[what].now = cycles;
  }
  std::vector<Change> changes;
  for (const auto& entry : by_name) changes.push_back(entry.second);
  return changes;
}

/// The first word of "network layer0 dot -> sum".
std::string kind_of(const Change& change) { return change.what.substr(0, change.what.find(' ')); }

std::vector<Change> by_kind(const std::vector<Change>& chain) {
  std::map<std::string, Change> kinds;
  for (const Change& part : chain) {
    Change& kind = kinds[kind_of(part)];
    kind.what = kind_of(part);
    kind.before += part.before;
    kind.now += part.now;
  }
  std::vector<Change> changes;
  for (const auto& entry : kinds) changes.push_back(entry.second);
  sort(changes);
  return changes;
}

std::int64_t total(const std::vector<Change>& changes) {
  std::int64_t sum = 0;
  for (const Change& change : changes) sum += change.by();
  return sum;
}

/// The kind that changed most in the direction of the total; if the total is unchanged, the kind
/// that changed most.
const Change* main_kind(const std::vector<Change>& spent) {
  const std::int64_t sum = total(spent);
  const Change* best = nullptr;
  for (const Change& kind : spent) {
    const std::int64_t towards = sum < 0 ? -kind.by() : sum > 0 ? kind.by() : std::abs(kind.by());
    if (towards > 0 && (!best || towards > std::abs(best->by()))) best = &kind;
  }
  return best;
}

// --- sentences -----------------------------------------------------------------------------------

/// A column summed over all groups, and in how many groups it differs.
struct Column {
  std::int64_t before = 0, now = 0;
  std::size_t differ = 0, groups = 0;
};

template <std::size_t N>
Column column(const Rows& before, const Rows& now, const std::array<std::string_view, N>& columns,
              std::string_view name) {
  const auto c = static_cast<std::size_t>(std::ranges::find(columns, name) - columns.begin());
  Column sum;
  for (const std::string& group : groups(before, now)) {
    const std::int64_t a = value(before, group, c), b = value(now, group, c);
    sum.before += a;
    sum.now += b;
    ++sum.groups;
    if (a != b) ++sum.differ;
  }
  return sum;
}

Column of_units(const Profile& before, const Profile& now, std::string_view name) {
  return column(before.units, now.units, kUnitColumns, name);
}
Column of_streams(const Profile& before, const Profile& now, std::string_view name) {
  return column(before.streams, now.streams, kStreamColumns, name);
}

/// "41 units" or "41 -> 43 units".
std::string moved(const Column& column, std::string_view what) {
  if (column.before == column.now) return fmt::format("{} {}", column.now, what);
  return fmt::format("{} -> {} {}", column.before, column.now, what);
}

void say_mapping(const Profile& before, const Profile& now, Where& where) {
  const Column units = of_units(before, now, "units"), streams = of_streams(before, now, "streams"),
               links = of_streams(before, now, "links"), firings = of_units(before, now, "firings");
  if (units.differ + streams.differ + links.differ == 0) {
    if (firings.differ > 0)
      where.says.push_back(fmt::format("The units do other work: {} -> {} firings in all.",
                                       firings.before, firings.now));
    return;
  }
  // Units at other places with longer routes are what a slower network makes of a mapping.
  if (units.differ + streams.differ > 0) where.cause = "mapping";
  where.says.push_back(fmt::format("The mapping differs: {}, {}, {} of routes.",
                                   moved(units, "units"), moved(streams, "streams"),
                                   moved(links, "links")));
}

/// Measured figures that explain the change of a kind.
std::string more_of(const std::string& kind, const Profile& before, const Profile& now) {
  if (kind == "network") {
    const Column way = of_streams(before, now, "way"), links = of_streams(before, now, "links");
    if (way.differ > 0)
      return fmt::format(
          "Streams take {} from writer to reader, {} -> {} cycles in all, over {} -> {} links.",
          way.now > way.before ? "longer" : "less", way.before, way.now, links.before, links.now);
  }
  if (kind == "pipelines") {
    const Column depth = of_units(before, now, "pipeline");
    if (depth.differ > 0)
      return fmt::format("Pipelines are {}: {} -> {} cycles in all, in {} of {} groups of units.",
                         depth.now > depth.before ? "longer" : "shorter", depth.before, depth.now,
                         depth.differ, depth.groups);
  }
  if (kind == "conflicts") {
    const Column lost = of_units(before, now, "conflict");
    return fmt::format("Bank conflicts take {} -> {} unit-cycles in all.", lost.before, lost.now);
  }
  if (kind == "work") {
    const Column work = of_units(before, now, "firings"), busy = of_units(before, now, "active");
    return fmt::format("Units fire {} -> {} times and are active {} -> {} unit-cycles in all.",
                       work.before, work.now, busy.before, busy.now);
  }
  if (kind == "waiting") {
    const Column held = of_units(before, now, "blocked"), way = of_streams(before, now, "held");
    return fmt::format(
        "Units have no room to put tokens: blocked {} -> {} unit-cycles; tokens held on links {} "
        "-> {} track-cycles.",
        held.before, held.now, way.before, way.now);
  }
  return "";
}

constexpr std::string_view in_words(std::string_view kind) {
  if (kind == "network") return "network streams";
  if (kind == "pipelines") return "pipelines of units";
  if (kind == "conflicts") return "bank conflicts of memories";
  if (kind == "work") return "work of units, one firing after the other";
  if (kind == "synchronization") return "full and permit tokens within memories";
  return "waiting for room or for a late token";
}

/// Waiting has a cause: if a measured delay has changed in the same direction, that delay is the
/// cause.
std::string root_of(const Change& kind, const Profile& before, const Profile& now) {
  if (kind.what != "waiting") return kind.what;
  const auto same_way = [&](const Column& delay) {
    return delay.now != delay.before && (delay.now > delay.before) == (kind.by() > 0);
  };
  if (same_way(of_streams(before, now, "way"))) return "network";
  if (same_way(of_units(before, now, "conflict"))) return "conflicts";
  if (same_way(of_units(before, now, "pipeline"))) return "pipelines";
  return kind.what;
}

void say_kind(const Profile& before, const Profile& now, Where& where) {
  const Change* kind = main_kind(where.spent);
  if (!kind) return;
  const std::string root = root_of(*kind, before, now);
  if (where.cause.empty()) where.cause = root;
  where.says.push_back(
      fmt::format("Mostly {}: {:+} cycles of the critical chain, which changed by {:+} in all.",
                  in_words(kind->what), kind->by(), total(where.spent)));
  if (root != kind->what) where.says.push_back(fmt::format("It follows from {}:", in_words(root)));
  if (const std::string more = more_of(root, before, now); !more.empty())
    where.says.push_back(more);
}

}  // namespace

Where where(const Profile& before, const Profile& now, std::size_t most) {
  Where result;
  if (before.chain_steps == now.chain_steps && now.chain_steps > 0) {
    result.chain_steps = now.chain_steps;
    result.chain = chain_of(before, now);
    result.spent = by_kind(result.chain);
    sort(result.chain);
    std::erase_if(result.chain, [](const Change& change) { return change.by() == 0; });
    result.chain.resize(std::min(result.chain.size(), most));
  }
  result.units =
      changes_of(before.units, now.units, kUnitColumns, {"units", "firings", "pipeline"}, most);
  result.streams = changes_of(before.streams, now.streams, kStreamColumns,
                              {"streams", "tokens", "links", "way"}, most);
  say_mapping(before, now, result);
  say_kind(before, now, result);
  const bool routes_differ = of_streams(before, now, "links").differ > 0;
  if (result.cause.empty() && routes_differ) result.cause = "mapping";
  return result;
}

}  // namespace rda::regress
