// SPDX-License-Identifier: Apache-2.0
#include "regress/profile.h"

#include <fmt/format.h>

#include <algorithm>

#include "json/reader.h"
#include "json/writer.h"
#include "rda/error.h"
#include "report/report_fields.h"

namespace rda::regress {
namespace {

/// The key of a unit's or stream's sums.
std::string group_of(const auto& grouped) {
  return grouped.layer < 0 ? grouped.group
                           : fmt::format("layer{} {}", grouped.layer, grouped.group);
}

/// The group of the unit or stream that cycles went to.
std::string group_of(const Report& report, const explain::SpentEntry& entry) {
  return entry.unit.exists() ? group_of(report.units[entry.unit.index()])
                             : group_of(report.streams[entry.stream.index()]);
}

void add(std::vector<std::int64_t>& sums, const std::vector<std::int64_t>& row) {
  sums.resize(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) sums[i] += row[i];
}

bool has_columns(const std::map<std::string, std::vector<std::int64_t>>& rows,
                 std::size_t columns) {
  return std::ranges::all_of(rows, [&](const auto& row) { return row.second.size() == columns; });
}

template <std::size_t N>
std::vector<std::string> texts(const std::array<std::string_view, N>& names) {
  return {names.begin(), names.end()};
}

}  // namespace

Profile profile_of(const Report& report) {
  Profile profile;
  profile.cycles = report.cycles;
  for (const UnitReport& unit : report.units) {
    const ActivitySums& a = unit.activity;
    add(profile.units[group_of(unit)], {1, unit.firings, a.active, a.conflict, a.blocked, a.idle,
                                        a.starved, unit.bytes_read + unit.bytes_written, 0});
  }
  for (const StreamReport& stream : report.streams)
    add(profile.streams[group_of(stream)],
        {1, stream.tokens, stream.links, stream.carrying, stream.held, 0});
  return profile;
}

std::optional<Profile> profile_of(const json::Value& report) {
  Report read;
  json::fill(report, read);
  const auto no_group = [](const auto& grouped) { return grouped.group.empty(); };
  if (std::ranges::any_of(read.units, no_group) || std::ranges::any_of(read.streams, no_group))
    return std::nullopt;
  return profile_of(read);
}

void add_measured(Profile& profile, const Report& report, const explain::Measured& measured,
                  std::int64_t steps) {
  profile.chain_steps = steps;
  for (const UnitId u : measured.pipelines.ids())
    profile.units[group_of(report.units[u.index()])].back() += measured.pipelines[u];
  for (const StreamId s : measured.ways.ids())
    profile.streams[group_of(report.streams[s.index()])].back() += measured.ways[s];
  for (const explain::SpentEntry& entry : measured.chain)
    profile.chain[fmt::format("{} {}", word(entry.spent), group_of(report, entry))] += entry.cycles;
}

std::string profile_file_of(const std::string& golden_file) {
  const std::string stem =
      golden_file.ends_with(".json") ? golden_file.substr(0, golden_file.size() - 5) : golden_file;
  return stem + ".profile.json";
}

ProfileFile read_profiles(std::string_view text, const std::string& file) {
  ProfileFile profiles =
      json::read_value<ProfileFile>(json::parse_as(json::FileKind::profile, text, file), file);
  for (const auto& [name, profile] : profiles.cases)
    if (!has_columns(profile.units, kUnitColumns.size()) ||
        !has_columns(profile.streams, kStreamColumns.size()))
      throw ConfigError(
          file, json::child("/cases", name),
          "a row does not have a number for each column (write the file anew with --update)");
  return profiles;
}

std::string to_text(const ProfileFile& profiles) {
  ProfileFile all = profiles;
  all.unit_columns = texts(kUnitColumns);
  all.stream_columns = texts(kStreamColumns);
  return dump(json::to_value(all)) + '\n';
}

}  // namespace rda::regress
