// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "json/value.h"

namespace rda::regress {

struct Case;
struct Outcome;
struct ProfileFile;

/// The differences of two JSON values, one line each, in the order of pointers: "/pcu/stages: 6 ->
/// 7".
std::vector<std::string> differences(const json::Value& before, const json::Value& now);

/// The changed inputs of a case, from the file beside the golden file, one line for each value:
/// "chip /pcu/stages: 6 -> 7", or "case /seed: 1 -> 2" if the case says so. If that file does not
/// tell, one line that says why.
std::vector<std::string> changed_inputs(const ProfileFile& profiles, const Case& expected,
                                        const Outcome& now, const std::string& name);

}  // namespace rda::regress
