// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <string_view>
#include <utility>

namespace rda::sweep {

/// The keys of the points so far, in little memory: 128 of their 256 bits tell them apart.
class SeenKeys {
 public:
  /// Notes a key of 64 hexadecimal digits. @return whether it is a new one
  bool add(std::string_view key);
  /// How many keys were not new.
  std::int64_t repeated() const { return repeated_; }

 private:
  std::set<std::pair<std::uint64_t, std::uint64_t>> keys_;
  std::int64_t repeated_ = 0;
};

}  // namespace rda::sweep
