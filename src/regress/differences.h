// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "json/value.h"

namespace rda::regress {

struct Case;
struct Outcome;
struct ProfileFile;

/// Where two JSON values differ, one line each: "/pcu/stages: 6 -> 7", in the order of pointers.
std::vector<std::string> differences(const json::Value& before, const json::Value& now);

/// What changed of a case's inputs, as far as the file beside the golden file tells: a line a
/// value, "chip /pcu/stages: 6 -> 7"; or one that says why it cannot be told.
std::vector<std::string> changed_inputs(const ProfileFile& profiles, const Case& expected,
                                        const Outcome& now);

}  // namespace rda::regress
