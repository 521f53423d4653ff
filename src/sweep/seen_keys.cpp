// SPDX-License-Identifier: Apache-2.0
#include "sweep/seen_keys.h"

#include <charconv>

namespace rda::sweep {
namespace {

std::uint64_t first_bits(std::string_view digits) {
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value;
}

}  // namespace

bool SeenKeys::add(std::string_view key) {
  constexpr std::size_t kDigits = 16;
  const bool is_new =
      keys_.emplace(first_bits(key.substr(0, kDigits)), first_bits(key.substr(kDigits, kDigits)))
          .second;
  if (!is_new) ++repeated_;
  return is_new;
}

}  // namespace rda::sweep
