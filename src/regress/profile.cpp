// SPDX-License-Identifier: Apache-2.0
#include "regress/profile.h"

#include <algorithm>
#include <cctype>

#include "json/reader.h"
#include "json/writer.h"
#include "rda/error.h"
#include "report/report_fields.h"

namespace rda::regress {
namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// A part of a name between dots, without what differs among alike units.
std::string group_of_part(std::string_view part) {
  constexpr std::string_view kGates = "ifgorzn";
  if (part.size() == 1 && (kGates.find(part[0]) != kGates.npos || is_digit(part[0]))) return "*";
  std::string group(part.substr(0, part.find('[')));
  const bool indexed = group.size() < part.size();
  if (group.starts_with("layer")) return group + (indexed ? "[*]" : "");
  while (!group.empty() && is_digit(group.back())) group.pop_back();
  return group + (indexed ? "[*]" : "");
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

std::string group_of(std::string_view name) {
  std::string group;
  for (std::size_t start = 0; start <= name.size();) {
    const std::size_t end = std::min(name.find('.', start), name.size());
    const std::string part = group_of_part(name.substr(start, end - start));
    start = end + 1;
    group += (group.empty() ? "" : ".") + part;
  }
  return group;
}

Profile profile_of(const Report& report) {
  Profile profile;
  profile.cycles = report.cycles;
  for (const UnitReport& unit : report.units) {
    const ActivitySums& a = unit.activity;
    add(profile.units[group_of(unit.name)],
        {1, unit.firings, a.active, a.conflict, a.blocked, a.idle, a.starved,
         unit.bytes_read + unit.bytes_written, 0});
  }
  for (const StreamReport& stream : report.streams)
    add(profile.streams[group_of(stream.name)],
        {1, stream.tokens, stream.links, stream.carrying, stream.held, 0});
  return profile;
}

Profile profile_of(const json::Value& report) {
  Report read;
  json::fill(report, read);
  return profile_of(read);
}

void add_measured(Profile& profile, const Report& report, const explain::Measured& measured,
                  std::int64_t steps) {
  profile.chain_steps = steps;
  for (std::size_t u = 0; u < measured.pipelines.size(); ++u)
    profile.units[group_of(report.units[u].name)].back() += measured.pipelines[u];
  for (std::size_t s = 0; s < measured.ways.size(); ++s)
    profile.streams[group_of(report.streams[s].name)].back() += measured.ways[s];
  for (const explain::SpentPart& part : measured.chain) {
    const std::string& name = part.unit >= 0
                                  ? report.units[static_cast<std::size_t>(part.unit)].name
                                  : report.streams[static_cast<std::size_t>(part.stream)].name;
    profile.chain[std::string(word(part.spent)) + ' ' + group_of(name)] += part.cycles;
  }
}

std::string profile_file_of(const std::string& golden_file) {
  const std::string stem =
      golden_file.ends_with(".json") ? golden_file.substr(0, golden_file.size() - 5) : golden_file;
  return stem + ".profile.json";
}

ProfileFile read_profiles(std::string_view text, const std::string& file) {
  ProfileFile profiles = json::read<ProfileFile>(text, file);
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
