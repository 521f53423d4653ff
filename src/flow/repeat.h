// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "flow/inputs.h"
#include "json/value.h"
#include "rda/conditions.h"
#include "rda/report.h"

namespace rda::flow {

/// What a report says of the run that made it.
struct Repeat {
  Inputs inputs;
  std::string mapping_file;  ///< empty: the workload is mapped
  Conditions conditions;
  std::string command, simulator_version, simulator_commit;
  json::Value figures;  ///< object: what else the report says

  /// Whether this program made the report.
  bool is_ours() const;
  /// What a figure of the report is in the run repeated, "/cycles is 5, and 7 in the repeated run";
  /// empty if all are the same. Of a report that another program made only the cycles are compared.
  std::string difference(const Report& repeated) const;
};

/// Checks what the shape of a report does not say: that its version is known, and that it says all
/// that its run started from. Requires that `report` has the shape of a Report.
/// @throws ConfigError  for everything that is wrong, naming `file`
void check_report(const json::Value& report, const std::string& file);

/// Reads the inputs of a report's run. Data and mapping files are looked for from the current
/// folder.
/// @throws ConfigError  naming the report: it has no inputs, they are not valid, or a file that the
/// run read has other bytes now
Repeat load_report(const std::filesystem::path& file);

}  // namespace rda::flow
