// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "json/value.h"
#include "sweep/point.h"

namespace rda::sweep {

/// How a point ended.
enum class Status {
  ok,
  unmappable,  ///< the workload does not fit the chip
  deadlock,
  cycle_limit,  ///< it took more cycles than the points' run allows
  invalid,      ///< chip or workload is one that cannot be
  differs,      ///< a simulated value is not the reference's
  timeout,
  memory,  ///< it needed more than it was allowed
  crash,   ///< the process was killed, or met a bug of ours
};
constexpr std::array<std::string_view, 9> names(Status) {
  return {"ok",      "unmappable", "deadlock", "cycle_limit", "invalid",
          "differs", "timeout",    "memory",   "crash"};
}

/// Whether it says something about the host, so that trying again may help: such a point has no
/// result, but an error.
constexpr bool is_error(Status status) { return status >= Status::timeout; }
/// Whether a sweep with such a point has failed: there is no result, or it is wrong. A design that
/// does not map is an answer.
constexpr bool is_failure(Status status) { return is_error(status) || status == Status::differs; }

/// What is known of a point after it ran.
struct Result {
  Status status = Status::ok;
  std::string message;   ///< one line; empty if it is ok
  json::Value report;    ///< object: a Report without units and streams; null if it is not ok
  std::string key = {};  ///< of the point, as read
};

/// What a store keeps: the result and all that determines it, without the knobs' names and without
/// the place of the data file, and a sum of all this. JSON on one line, with a newline.
std::string to_text(const Point& point, const Result& result);

/// The result that a stored text holds.
/// @throws ConfigError  naming `file`, also if the text was changed since to_text() made it
Result parse_result(std::string_view text, const std::string& file);

}  // namespace rda::sweep
