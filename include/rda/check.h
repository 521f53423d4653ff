// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rda/error.h"

namespace rda {

/// Throws InternalError with the expression and its place. Used by RDA_CHECK only.
[[noreturn]] inline void check_failed(const char* expression, const char* file, int line,
                                      const std::string& detail = {}) {
  throw InternalError(std::string(file) + ":" + std::to_string(line) + ": broken invariant: " +
                      expression + (detail.empty() ? "" : " (" + detail + ")"));
}

}  // namespace rda

/// States an invariant that is always checked. A failure is our bug (exit code 70). The one macro
/// of the project: nothing else can name the expression and its line.
#define RDA_CHECK(condition, ...) \
  ((condition) ? void()           \
               : ::rda::check_failed(#condition, __FILE__, __LINE__ __VA_OPT__(, ) __VA_ARGS__))
