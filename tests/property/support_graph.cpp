// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "property/support_builder.h"
#include "rda/error.h"

namespace rda::test {
namespace {

/// Items that carry values are counted by the outermost loops; not by those of stream ports.
std::int64_t outermost(const Mapping& mapping) {
  std::int64_t most = 1;
  for (const Unit& unit : mapping.units)
    for (const Program& program : unit.programs)
      if (program.has_pipeline()) most = std::max(most, program.space.extents.back());
  return most;
}

bool draw(Case& c, Random& random) {
  GraphBuilder builder(c, random);
  for (int left = static_cast<int>(random.uniform_int(1, 3)); left > 0; --left)
    chance(random, 65) ? builder.add_source() : builder.add_reader();
  for (int left = static_cast<int>(random.uniform_int(2, 12)); left > 0; --left) {
    const std::int64_t what = random.uniform_int(1, 100);
    if (what <= 47)
      builder.add_pcu();
    else if (what <= 55)
      builder.add_turns();
    else if (what <= 70)
      builder.add_n_buffer();
    else if (what <= 80)
      builder.add_recurrence();
    else if (what <= 88)
      builder.add_look_up();
    else if (what <= 95)
      builder.add_reader();
    else
      builder.add_source();
  }
  return builder.finish() && route_at_random(c.chip, c.mapping, random);
}

}  // namespace

Case random_graph(std::uint64_t seed) {
  Random random(seed);
  for (int attempt = 0; attempt < 500; ++attempt) {
    Case c{.seed = seed, .chip = random_chip(random)};
    c.chip.pmu.interpolation = interpolates(seed);
    c.mapping.chip = c.chip.name;
    c.mapping.workload = "graph " + std::to_string(seed);
    c.mapping.policy = "hand";
    if (!draw(c, random)) continue;
    c.mapping.steps = outermost(c.mapping);
    const auto wrong = violations(c.chip, c.mapping);
    if (wrong.empty()) return c;
  }
  throw InternalError("no legal graph from seed " + std::to_string(seed));
}

Traits traits_of(const Case& c) {
  Traits traits{.recurrent = c.recurrent};
  for (const Stream& stream : c.mapping.streams) {
    std::multiset<int> hops;
    const auto route = stream.route();
    for (const RouteNode& node : route) hops.insert(node.parent);
    for (std::size_t n = 0; n < route.size(); ++n) {
      auto next = hops.count(static_cast<int>(n));
      for (const UnitId reader : stream.to)
        if (c.mapping.units[reader].site() == route[n].site()) ++next;
      if (next > 1) traits.fork = true;
    }
    if (stream.is_local()) continue;
    for (const UnitId reader : stream.to) {
      const Hardware hardware = hardware_of(c.chip, c.mapping.units[reader].kind);
      if (hardware.fifo_depth[stream.kind] < 2 * c.chip.network.hop_latency) traits.shallow = true;
    }
  }
  return traits;
}

}  // namespace rda::test
