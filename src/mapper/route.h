// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "rda/chip.h"
#include "rda/map.h"
#include "rda/mapping.h"

namespace rda::mapper {

struct RouteOptions {
  int max_rounds = 1000;  ///< rip-up rounds of a kind before giving up
  int patience = 40;      ///< rounds without less overuse before giving up
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
  std::array<TrackUse, kTokenKinds.size()> tracks;  ///< by TokenKind
};

/// A kind of token whose streams could not be routed.
struct Congestion {
  TokenKind kind = TokenKind::vector;
  std::string text;      ///< the most overused link, who wants it, how many too many
  int tracks_tried = 0;  ///< with as many tracks the routes of one round would have been legal
};

/// Gives every stream of a placed mapping that is not local (a control stream from a PMU to itself
/// alone) a route, so that no link carries more streams of a kind than it has tracks, by negotiated
/// congestion (PathFinder, McMurchie and Ebeling, FPGA'95). Recurrent and busy streams choose
/// first; they get near-shortest paths to every reader, others few links. Same mapping, same
/// routes, on every machine.
/// @param report  what it took, if all streams have a route
/// @return what could not be routed; none if all streams have a route
std::optional<Congestion> try_route(const Chip& chip, Mapping& mapping, const RouteOptions& options,
                                    RouteReport& report);

/// The same.
/// @throws MappingError  naming the most overused link, how many streams want it and which, and how
/// many tracks would do, found by routing with as many
RouteReport route(const Chip& chip, Mapping& mapping, const RouteOptions& options = {});

/// The error that `route` throws.
[[noreturn]] void refuse(const Chip& chip, const Mapping& mapping, const RouteOptions& options,
                         const Congestion& congestion);

}  // namespace rda::mapper
