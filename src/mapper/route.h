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
  int max_rounds = 1000;   ///< most rip-up rounds for one kind of token
  int patience = 40;       ///< most rounds without a decrease of overuse
  int present_gain = 8;    ///< price of one excess stream on a link in round 1, in 16ths of a link
  int present_growth = 5;  ///< growth of that price per round, in 16ths
  int history_gain = 24;   ///< permanent price of an excess stream in a round, in 64ths of a link
};

/// Effort and result of routing.
struct RouteReport {
  int rounds = 0;                ///< of the kind of token that took the most
  std::int64_t links = 0;        ///< switch–switch links used, all streams
  std::int64_t lower_bound = 0;  ///< sum over streams of half the bounding box's perimeter
  int longest_recurrent = 0;  ///< links of the longest writer–reader path of a recurrent stream
  std::array<TrackUse, kTokenKinds.size()> tracks;  ///< by TokenKind
};

/// A kind of token whose streams could not be routed.
struct Congestion {
  TokenKind kind = TokenKind::vector;
  std::string text;  ///< names the most overused link, its streams and the number of excess streams
  int tracks_tried = 0;  ///< a number of tracks with which the routes of some round were legal
};

/// Gives every stream of a placed mapping a route, except local streams, so that no link carries
/// more streams of a kind than it has tracks. The method is negotiated congestion (PathFinder,
/// McMurchie and Ebeling, FPGA'95). Recurrent streams choose first, then streams of higher rate.
/// Recurrent and busy streams get near-shortest paths to every reader, other streams few links. The
/// same mapping gives the same routes on every machine.
/// @param report  filled in if all streams have a route
/// @return the first kind of token that could not be routed; none if all streams have a route
std::optional<Congestion> try_route(const Chip& chip, Mapping& mapping, const RouteOptions& options,
                                    RouteReport& report);

/// As try_route(), with an exception.
/// @throws MappingError  if a kind of token cannot be routed; names the most overused link, its
/// streams and a number of tracks with which routing succeeds
RouteReport route(const Chip& chip, Mapping& mapping, const RouteOptions& options = {});

/// Throws the error of route().
[[noreturn]] void refuse(const Chip& chip, const Mapping& mapping, const RouteOptions& options,
                         const Congestion& congestion);

}  // namespace rda::mapper
