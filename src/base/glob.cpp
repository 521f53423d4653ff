// SPDX-License-Identifier: Apache-2.0
#include "base/glob.h"

#include <fnmatch.h>

namespace rda {

bool matches(const std::string& pattern, const std::string& name) {
  return pattern == name || fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

}  // namespace rda
