// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/check/case.h"
#include "regress/check.h"

namespace rda::app {

/// The texts of a golden file and of the profiles beside it.
struct Updated {
  std::string golden, profiles;
};

/// Takes over what moved, is new or is gone, with the reason. `all` and `result` are of the same
/// cases; cases that could not run, or are not among them, stay as they are.
Updated updated(regress::Golden golden, const regress::ProfileFile& before,
                const std::vector<Ran>& all, const regress::CheckResult& result,
                const std::string& why);

/// What --update recorded, a line each.
std::string update_text(const regress::CheckResult& result, bool same_profiles);

}  // namespace rda::app
