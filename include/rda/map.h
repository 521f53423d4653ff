// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rda/chip.h"
#include "rda/error.h"
#include "rda/graph.h"
#include "rda/mapping.h"

namespace rda {

enum class Policy { paper, automatic };
constexpr std::array<std::string_view, 2> names(Policy) { return {"paper", "auto"}; }

/// Who adds up a row's partial sums.
enum class Sums {
  policy,  ///< the policy's choice
  units,   ///< PCUs of their own
  chain,   ///< the dot units themselves, each in a stage its map-reduce leaves free
};
constexpr std::array<std::string_view, 3> names(Sums) { return {"policy", "units", "chain"}; }

/// When a dot unit multiplies its columns of x and of h.
enum class Products {
  policy,       ///< the policy's choice
  together,     ///< row by row, x and h
  input_first,  ///< all rows' x, then all rows' h: W·x does not wait for the h of the step before
};
constexpr std::array<std::string_view, 3> names(Products) {
  return {"policy", "together", "input_first"};
}

/// How to map. Its JSON keys are what `--set` reaches besides those of chip and workload.
struct MappingOptions {
  Policy policy = Policy::paper;
  int hu = 0;     ///< rows computed side by side; 0: the policy's choice
  int ru = 0;     ///< column slices computed side by side; 0: the policy's choice
  int rv = 0;     ///< values a vector; 0: as many as the format packs
  int turns = 0;  ///< units that take turns at a scalar unit, at most; 0: the policy's choice
  Sums sums = Sums::policy;
  Products products = Products::policy;
  int region_rows = 0, region_cols = 0;  ///< sites that units may take; 0: all
  int track_limit = 0;  ///< vector tracks that routes may take, of others twice as many; 0: all
  /// Tokens of a PCU's or PMU's FIFO that partition and placement count on; 0: all.
  int vector_fifo_limit = 0, scalar_fifo_limit = 0;
  std::int64_t seed = 1;  ///< of placement
  int place_effort = 10;  ///< annealing moves per unit and temperature, in tens

  static void describe(auto& self, auto& visit) {
    visit("policy", self.policy, Doc{"how the unrolling is chosen"});
    visit("hu", self.hu, Range{0, 4096},
          Doc{"rows computed at the same time; 0: chosen by the policy", "rows"});
    visit("ru", self.ru, Range{0, 4096},
          Doc{"column slices computed at the same time; 0: chosen by the policy", "slices"});
    visit("rv", self.rv, Range{0, 4096},
          Doc{"values of a vector; shows the number that the format packs into the lanes (0 means "
              "this number); any other number is an error",
              "values"});
    visit("turns", self.turns, Range{0, 64},
          Doc{"most rows that share one look-up or element-wise unit; 0: chosen by the policy",
              "rows"});
    visit(
        "sums", self.sums,
        Doc{"which units add partial sums and biases: PCUs of their own, or a chain of dot units"});
    visit(
        "products", self.products,
        Doc{"order of products in a dot unit: x and h of a row together, or x of all rows first"});
    visit("region_rows", self.region_rows, Range{0, 256},
          Doc{"rows of the grid, from the north, that units may use; 0: all", "rows"});
    visit("region_cols", self.region_cols, Range{0, 256},
          Doc{"columns of the grid, from the west, that units may use; 0: all", "columns"});
    visit("track_limit", self.track_limit, Range{0, 64},
          Doc{"vector tracks of a link that routes may use; they may use twice as many scalar and "
              "control tracks; 0: all",
              "tracks"});
    visit("vector_fifo_limit", self.vector_fifo_limit, Range{0, 4096},
          Doc{"FIFO depth that the mapper assumes for vectors; 0: the chip's", "vectors"});
    visit("scalar_fifo_limit", self.scalar_fifo_limit, Range{0, 4096},
          Doc{"FIFO depth that the mapper assumes for scalars; 0: the chip's", "scalars"});
    visit("seed", self.seed, Range{0, 9007199254740991.0}, Doc{"seed of placement"});
    visit("place_effort", self.place_effort, Range{1, 1000},
          Doc{"effort of placement: annealing moves per unit and temperature, in tens"});
  }
};

/// How full the switch–switch links are with one kind of token.
struct TrackUse {
  int tracks = 0;               ///< a link has
  std::int64_t links = 0;       ///< of the grid, each way
  std::int64_t used = 0;        ///< tracks, of all links
  int most = 0;                 ///< tracks used of the link that has most in use
  std::int64_t full_links = 0;  ///< that have no track left
};

/// What placement and routing cost and reached.
struct MapQuality {
  double place_seconds = 0, route_seconds = 0;  ///< host time; never in a report
  int placements = 0;                           ///< tried, the routed one included
  int route_rounds = 0;
  std::int64_t routed_links = 0;        ///< switch–switch links used, all streams
  std::int64_t routed_lower_bound = 0;  ///< sum over streams of half the bounding box's perimeter
  std::array<TrackUse, kTokenKinds.size()> tracks;  ///< by TokenKind
  int longest_recurrent_hops = 0;  ///< links of the longest writer–reader path on the recurrence
  /// Cycles of the longest way around the recurrence: what a step takes longer than its rows' work.
  /// An estimate; 0 without a recurrence.
  int recurrence_cycles = 0;
  bool sustained = true;  ///< FIFOs are deep enough for the streams' rates, by the same estimate
};

/// Maps a graph onto a chip: partition, place, route. Legal by construction and by check(). Policy
/// `paper` only: `auto` is a search that simulates (src/flow/search.h), which chooses one of
/// candidates() and has it mapped.
/// @throws MappingError  naming what does not fit, needed and available, and what would fit;
/// InternalError  for another policy
Mapping map(const Graph& graph, const Chip& chip, const MappingOptions& options,
            MapQuality* quality = nullptr);

/// The first half of map(): units, their programs and streams, without sites of
/// PCUs and PMUs and without routes.
/// @throws MappingError  naming what does not fit, needed and available, and what would fit
Mapping partitioned(const Graph& graph, const Chip& chip, const MappingOptions& options);

/// All that place_and_route() can read of a chip and of options: runs in which this is the same
/// share the placement of a mapping. Stream ports have their sites before.
struct PlacementInputs {
  GridConfig grid;
  NetworkConfig network;
  PerKind pcu_fifo_depth, pmu_fifo_depth;
  int region_rows = 0, region_cols = 0;  ///< as in MappingOptions, and so are all below
  int track_limit = 0;
  int vector_fifo_limit = 0, scalar_fifo_limit = 0;
  std::int64_t seed = 1;
  int place_effort = 10;
  static void describe(auto& self, auto& visit);  // src/mapper/placement_fields.h
};
PlacementInputs placement_inputs(const Chip& chip, const MappingOptions& options);
/// What place_and_route() reads of a partitioned mapping: all but the intervals of stream ports,
/// which follow from the chip.
Mapping placement_inputs(Mapping mapping);

/// The second half: gives units their sites and streams their routes.
/// @throws MappingError  naming the link or kind of site that is short
MapQuality place_and_route(const PlacementInputs& inputs, Mapping& mapping);
/// Names the sources of the mapper: two programs in which it is the same place and route alike.
std::string_view mapper_version();

/// A way to map, and what an analytic model expects of it before anything is placed.
struct Candidate {
  MappingOptions options;  ///< with no choice left open
  double cycles = 0;       ///< of the whole run, expected
  int pcus = 0, pmus = 0;
  bool published = false;  ///< the one that policy `paper` takes
};

/// Ways to map that fit the chip by the count of its units, ports and bytes, the one expected to
/// take the fewest cycles first; the one that policy `paper` takes is among them. What `options`
/// fixes is the same in all of them.
/// @throws MappingError  if nothing fits
std::vector<Candidate> candidates(const Graph& graph, const Chip& chip,
                                  const MappingOptions& options);

/// The parts of a chip that are worth a search of their own, as `options` with a region and a track
/// limit: grids smaller by eight rows and columns, to multiples of eight, down to 8 x 8; each with
/// all tracks, and with powers of two of them down to 2. So a chip of this ladder has the
/// candidates of the smaller ones on it, placed and routed alike where stream ports are at the same
/// switches. The first is the whole chip. Just `options` if they name a part.
std::vector<MappingOptions> parts(const Chip& chip, const MappingOptions& options);
/// The chip as if it ended where the region, the track limit and the FIFO limits of `options` do.
Chip part_of(Chip chip, const MappingOptions& options);

/// `options`, which parts() made out of `asked`, with other FIFO limits: 4 or 2 vectors with 16 or
/// 4 scalars, as far as the chip's FIFOs hold them; parts() has the most of these. So a chip with
/// deeper FIFOs has the mappings of one with shallower ones. None if `asked` names limits.
std::vector<MappingOptions> other_fifos(const Chip& chip, const MappingOptions& asked,
                                        const MappingOptions& options);

}  // namespace rda
