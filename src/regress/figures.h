// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"

namespace rda::regress {

using Figures = std::map<std::string, json::Value>;

/// All values within a value that are in no list, by dotted name: "pcu.lanes".
Figures values_of(const json::Value& value);

/// Those of a report that are figures: not what it started from, and by which program.
Figures figures_of(const json::Value& report);

/// The name as figures_of() has it: "/utilization/pcu" and "utilization/pcu" are "utilization.pcu".
std::string figure_name(std::string_view spelled);

/// The names of all figures that a report has, whatever was asked for.
std::vector<std::string> known_figures();

}  // namespace rda::regress
