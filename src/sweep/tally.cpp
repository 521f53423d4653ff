// SPDX-License-Identifier: Apache-2.0
#include "sweep/tally.h"

#include <fmt/format.h>

#include <numeric>

#include "base/text.h"

namespace rda::sweep {

std::int64_t Tally::known() const {
  return std::accumulate(by_status.begin(), by_status.end(), std::int64_t{0});
}

std::int64_t Tally::failed() const {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < by_status.size(); ++i)
    if (is_failure(static_cast<Status>(i))) count += by_status[i];
  return count;
}

std::string Tally::text() const {
  std::string text = counted(points, "point");
  const char* before = ": ";
  const auto add = [&](std::int64_t count, std::string_view what) {
    if (count == 0) return;
    text += fmt::format("{}{} {}", before, count, what);
    before = ", ";
  };
  for (std::size_t i = 0; i < by_status.size(); ++i) add(by_status[i], names(Status{})[i]);
  add(missing(), "missing");
  return text;
}

ExitCode Tally::exit_code() const {
  if (missing() > 0) return ExitCode::check_failed;
  return failed() > 0 ? ExitCode::sweep_points_failed : ExitCode::ok;
}

}  // namespace rda::sweep
