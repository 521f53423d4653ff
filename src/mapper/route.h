// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::mapper {

struct RouteOptions {
  int max_rounds = 200;  ///< rip-up rounds of a kind before giving up
  int patience = 30;     ///< rounds without less overuse before giving up
  int present_gain = 8;  ///< first-round price of one stream too many on a link, in 16ths of a link
  int present_growth = 5;  ///< growth of that price a round, in 16ths
  int history_gain = 24;   ///< permanent price of a stream too many for a round, in 64ths of a link
};

/// What routing took and reached.
struct RouteReport {
  int rounds = 0;                ///< of the kind of token that took most
  std::int64_t links = 0;        ///< switch–switch links used, all streams
  std::int64_t lower_bound = 0;  ///< sum over streams of half the bounding box's perimeter
  int longest_recurrent = 0;  ///< links of the longest writer–reader path of a recurrent stream
};

/// Gives every stream of a placed mapping that is not local (a control stream from a PMU to itself
/// alone) a route, so that no link carries more streams of a kind than it has tracks, by negotiated
/// congestion (PathFinder, McMurchie and Ebeling, FPGA'95). Recurrent and busy streams choose
/// first; recurrent ones get near-shortest paths to every reader, others few links. Same mapping,
/// same routes, on every machine.
///
/// @throws MappingError  naming the most overused link, how many streams want it, and how many
/// tracks would do
RouteReport route(const Chip& chip, Mapping& mapping, const RouteOptions& options = {});

}  // namespace rda::mapper
