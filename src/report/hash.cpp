// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdint>
#include <initializer_list>

#include "rda/report.h"

namespace rda {

std::string input_hash(std::string_view chip, std::string_view workload, std::string_view mapping) {
  std::uint64_t hash = 14695981039346656037u;  // FNV-1a's offset basis and prime, 64 bits
  const auto mix = [&](unsigned char byte) { hash = (hash ^ byte) * 1099511628211u; };
  for (const std::string_view text : {chip, workload, mapping}) {
    for (const char c : text) mix(static_cast<unsigned char>(c));
    mix(0);  // keeps "ab", "c" and "a", "bc" apart
  }
  return fmt::format("{:016x}", hash);
}

}  // namespace rda
