// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "gpu/kernel_classes.h"
#include "gpu/timeline.h"
#include "rda/error.h"

namespace rda::gpu {

/// What a file of these bytes holds.
inline Timeline imported(const std::string& bytes) { return import_timeline(bytes, "f"); }

/// Why a file of these bytes is refused; empty: it is not.
inline std::string refusal(const std::string& bytes) {
  try {
    imported(bytes);
    return "";
  } catch (const ConfigError& error) {
    return error.what();
  }
}

inline bool says(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

inline bool noted(const Timeline& timeline, const std::string& part) {
  for (const std::string& note : timeline.notes)
    if (says(note, part)) return true;
  return false;
}

inline std::int64_t total_ns(const Timeline& timeline) {
  std::int64_t sum = 0;
  for (const Kernel& kernel : timeline.kernels) sum += kernel.duration_ns;
  return sum;
}

}  // namespace rda::gpu
