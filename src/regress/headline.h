// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "regress/check.h"

namespace rda::regress {

/// The values that changed in a case's inputs: "inputs: /network/hop_latency 1 -> 2 (chip)"; if it
/// cannot be told which: that they are not those that were recorded.
std::string inputs_headline(const CaseResult& result);

/// The same of all failing cases: "inputs: /network/hop_latency 1 -> 2 (chip; 12 cases)", those of
/// most cases first; "inputs: as recorded" if figures moved although no input did. Empty if neither
/// can be said.
std::string inputs_headline(const CheckResult& result);

}  // namespace rda::regress
