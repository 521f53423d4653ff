// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "rda/error.h"
#include "sweep/result.h"

namespace rda::sweep {

/// How many points of a sweep ended in which way.
struct Tally {
  std::int64_t points = 0;  ///< of all, also those that have not run
  std::array<std::int64_t, names(Status{}).size()> by_status{};

  std::int64_t& of(Status status) { return by_status[static_cast<std::size_t>(status)]; }
  std::int64_t known() const;   ///< that have a result or an error
  std::int64_t failed() const;  ///< of these, see is_failure()
  std::int64_t missing() const { return points - known(); }

  /// "24 points: 20 ok, 3 unmappable, 1 missing".
  std::string text() const;
  /// ok: every point has a result that counts; check_failed: some have not run;
  /// sweep_points_failed: all have run and some failed.
  ExitCode exit_code() const;
};

}  // namespace rda::sweep
