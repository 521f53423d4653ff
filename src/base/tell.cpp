// SPDX-License-Identifier: Apache-2.0
#include "base/tell.h"

#include <unistd.h>

#include <cstdio>
#include <exception>

#include "base/text.h"

namespace rda {

void tell(std::string_view text) noexcept {
  if (isatty(STDERR_FILENO) == 0) return tell_raw(text);
  try {
    tell_raw(wrapped(text, kScreenColumns, 2));
  } catch (const std::exception&) {  // out of memory
    tell_raw(text);
  }
}

void tell_raw(std::string_view text) noexcept {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
}

}  // namespace rda
