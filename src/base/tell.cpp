// SPDX-License-Identifier: Apache-2.0
#include "base/tell.h"

#include <cstdio>

namespace rda {

void tell(std::string_view text) noexcept {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
}

}  // namespace rda
