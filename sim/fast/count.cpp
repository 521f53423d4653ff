// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/count.h"

#include <algorithm>
#include <vector>

namespace rda::sim::fast {
namespace {

struct Extent {
  std::int64_t lo, hi;
};

std::vector<Extent> box(const Program& program, const Port& port) {
  std::vector<Extent> extents;
  for (const std::int64_t extent : program.loops) extents.push_back({0, extent});
  const auto narrow = [&](const std::vector<Bound>& bounds) {
    for (const Bound& b : bounds) {
      Extent& e = extents[static_cast<std::size_t>(b.loop)];
      e = {std::max(e.lo, b.lo), std::min(e.hi, b.hi)};
    }
  };
  narrow(port.where);
  narrow(port.access->keep);
  return extents;
}

/// Firings before number `n` whose indices lie in all of `extents`.
std::int64_t firings_inside(const std::vector<std::int64_t>& loops,
                            const std::vector<Extent>& extents, std::int64_t n) {
  std::int64_t inside = 1, all = 1, count = 0;
  // From the innermost loop out: whole iterations of a loop before n's index, and n's rest in the
  // inner ones.
  for (std::size_t l = 0; l < loops.size(); ++l) {
    const bool outermost = l + 1 == loops.size();
    const std::int64_t index = outermost ? n / all : n / all % loops[l];
    const Extent& e = extents[l];
    const std::int64_t whole =
        std::clamp<std::int64_t>(index - e.lo, 0, std::max<std::int64_t>(0, e.hi - e.lo));
    count = whole * inside + (index >= e.lo && index < e.hi ? count : 0);
    inside *= std::max<std::int64_t>(0, e.hi - e.lo);
    all *= loops[l];
  }
  return count;
}

}  // namespace

std::int64_t port_bytes(const Chip& chip, const Mapping& mapping, const Program& program,
                        bool writes, std::int64_t firings) {
  std::int64_t bytes = 0;
  for (const Port& port : writes ? program.inputs : program.outputs) {
    if (!port.access) continue;
    std::vector<Extent> extents = box(program, port);
    for (int l = 0; !writes && l < port.level; ++l) {
      Extent& e = extents[static_cast<std::size_t>(l)];
      e.lo = std::max(e.lo, e.hi - 1);
    }
    const TokenKind kind = mapping.streams[static_cast<std::size_t>(port.stream)].kind;
    bytes += firings_inside(program.loops, extents, firings) * token_bytes(chip, kind);
  }
  return bytes;
}

}  // namespace rda::sim::fast
