// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explain/measured.h"
#include "json/value.h"
#include "rda/describe.h"
#include "rda/report.h"

namespace rda::regress {

// Sums of a run over groups of units and streams, recorded to show later where another run differs.
// A group has the units or streams of one layer and one group of the report: all dot units of layer
// 0 are "layer0 dot", the streams from them to adders "layer0 dot -> sum".

/// The columns of a group of units. `pipeline`: the measured fewest cycles from firings to their
/// tokens.
inline constexpr std::array<std::string_view, 9> kUnitColumns{
    "units", "firings", "active", "conflict", "blocked", "idle", "starved", "bytes", "pipeline"};
/// The columns of a group of streams. `way`: the measured fewest cycles from writers to readers.
inline constexpr std::array<std::string_view, 6> kStreamColumns{"streams",  "tokens", "links",
                                                                "carrying", "held",   "way"};

struct Profile {
  std::int64_t cycles = 0;  ///< of the run
  std::int64_t chain_steps =
      0;  ///< number of first steps that the chain and the measured cycles cover
  /// "network layer0 dot -> sum": cycles; they add up to the cycles of those steps.
  std::map<std::string, std::int64_t> chain;
  std::map<std::string, std::vector<std::int64_t>> units;    ///< by group, kUnitColumns
  std::map<std::string, std::vector<std::int64_t>> streams;  ///< by group, kStreamColumns
  friend bool operator==(const Profile&, const Profile&) = default;
  static void describe(auto& self, auto& visit) {
    visit("cycles", self.cycles, Range{0}, Doc{"of the run", "cycles"});
    visit("chain_steps", self.chain_steps, Range{0}, Doc{"first steps the chain is of", "steps"});
    visit("chain", self.chain, Range{0}, Doc{"cycles by what they were spent on", "cycles"});
    visit("units", self.units, Doc{"groups of units, a number a column"});
    visit("streams", self.streams, Doc{"groups of streams, a number a column"});
  }
};

/// The sums of a report with lists of units and streams, without a chain and measured cycles.
Profile profile_of(const Report& report);
/// The same for a report in JSON. None for a report of an earlier version, which has no groups.
std::optional<Profile> profile_of(const json::Value& report);
/// Adds the chain and the cycles measured in the first `steps` steps.
void add_measured(Profile& profile, const Report& report, const explain::Measured& measured,
                  std::int64_t steps);

/// The file beside a golden file: profiles of its cases, and the inputs from which they were made.
struct ProfileFile {
  int schema = 1;
  std::vector<std::string> unit_columns, stream_columns;
  /// By file name as in the golden file: the values of the file without overrides.
  std::map<std::string, json::Value> chips, workloads;
  json::Value options;                      ///< default mapping options
  std::map<std::string, json::Value> said;  ///< by case: said_by() of it
  std::map<std::string, Profile> cases;
  static void describe(auto& self, auto& visit) {
    visit("schema", self.schema, Range{1, 1}, Doc{"version of this format"});
    visit("unit_columns", self.unit_columns, Doc{"what the numbers of units are"});
    visit("stream_columns", self.stream_columns, Doc{"what the numbers of streams are"});
    visit("chips", self.chips, Doc{"values of the chip files"});
    visit("workloads", self.workloads, Doc{"values of the workload files"});
    visit("options", self.options, Doc{"mapping options by default"});
    visit("said", self.said, Doc{"what each case says besides its files"});
    visit("cases", self.cases, Doc{"profiles by case"});
  }
};

/// The file beside a golden file: cycles.json has cycles.profile.json.
std::string profile_file_of(const std::string& golden_file);

/// @throws ConfigError
ProfileFile read_profiles(std::string_view text, const std::string& file);
std::string to_text(const ProfileFile& profiles);

}  // namespace rda::regress
