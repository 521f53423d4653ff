// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>

namespace rda::test {

/// FNV-1a over the bit patterns of numbers.
class Fnv1a {
 public:
  void add(float number) {
    for (int byte = 0; byte < 4; ++byte)
      hash_ =
          (hash_ ^ (std::bit_cast<std::uint32_t>(number) >> (8 * byte) & 0xff)) * 0x100000001b3u;
  }
  std::uint64_t hash() const { return hash_; }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325u;
};

}  // namespace rda::test
