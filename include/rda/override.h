// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace rda {

/// One `--set /json/pointer=JSON`.
struct Override {
  std::string pointer, value;
};

}  // namespace rda
