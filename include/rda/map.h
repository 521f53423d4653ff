// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
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

/// The units that add the partial sums of a row.
enum class Sums {
  policy,  ///< the policy's choice
  units,   ///< separate PCUs
  chain,   ///< the dot units, each in a stage behind its map-reduce
};
constexpr std::array<std::string_view, 3> names(Sums) { return {"policy", "units", "chain"}; }

/// The order in which a dot unit multiplies its columns of x and of h.
enum class Products {
  policy,       ///< the policy's choice
  together,     ///< row by row, x and h of each row
  input_first,  ///< x of all rows, then h of all rows: W·x does not wait for h of the last step
};
constexpr std::array<std::string_view, 3> names(Products) {
  return {"policy", "together", "input_first"};
}

/// The memories that hold the weights of a dot unit.
enum class Weights {
  policy,    ///< the policy's choice
  own,       ///< PMUs of its own
  shared,    ///< as own, but the rows that fill no whole PMU lie in one that two dot units share
  mixed,     ///< as many rows as fit in PMUs of its own; the others come from off-chip memory
  streamed,  ///< all rows come from off-chip memory
};
constexpr std::array<std::string_view, 5> names(Weights) {
  return {"policy", "own", "shared", "mixed", "streamed"};
}
/// Whether weights may come from off-chip memory in each item.
constexpr bool uses_off_chip(Weights weights) {
  return weights == Weights::mixed || weights == Weights::streamed;
}

/// Where a sequence lies that a domain makes and later ones read.
enum class Sequences {
  policy,    ///< the policy's choice: mixed on a chip with off-chip memory, otherwise resident
  resident,  ///< in PMUs
  mixed,     ///< in PMUs if it fits them, otherwise in off-chip memory
  spilled,   ///< in off-chip memory, if only products read it
};
constexpr std::array<std::string_view, 4> names(Sequences) {
  return {"policy", "resident", "mixed", "spilled"};
}

/// The choices of a mapping. `--set` accepts their JSON keys, besides those of chip and workload.
struct MappingOptions {
  Policy policy = Policy::paper;
  int hu = 0;     ///< rows, or vectors of rows, computed at the same time; 0: chosen by the policy
  int hv = 0;     ///< rows of a vector: 1, or the lanes of a PCU; 0: chosen by the policy
  int ru = 0;     ///< column slices computed at the same time; 0: chosen by the policy
  int rv = 0;     ///< values of a row multiplied at once: 0, or the number that the format packs
  int turns = 0;  ///< most rows that share one scalar unit; 0: chosen by the policy
  Sums sums = Sums::policy;
  Products products = Products::policy;
  Weights weights = Weights::policy;
  Sequences sequences = Sequences::policy;
  /// Parts into which the layers are cut, which run one after the other; 0: one, unless the weights
  /// do not fit and several are faster, or the network does not fit; then as few as fit.
  int sections = 0;
  int section = 0;                       ///< the only one that is mapped, from 1; 0: all
  int region_rows = 0, region_cols = 0;  ///< rows and columns that units may use; 0: all
  int track_limit = 0;  ///< vector tracks that routes may use (scalar, control: twice that); 0: all
  /// FIFO depth that partition and placement assume, in tokens; 0: the chip's.
  int vector_fifo_limit = 0, scalar_fifo_limit = 0;
  std::int64_t seed = 1;  ///< of placement
  int place_effort = 10;  ///< annealing moves per unit and temperature, in tens

  static void describe(auto& self, auto& visit) {
    visit("policy", self.policy, Doc{"how the unrolling is chosen"});
    visit("hu", self.hu, Range{0, 4096},
          Doc{"rows (with hv > 1: vectors of rows) computed at the same time; 0: chosen by the "
              "policy",
              "rows"});
    visit("hv", self.hv, Range{0, 64},
          Doc{"rows in the lanes of a vector: 1, or pcu.lanes; 0: chosen by the policy", "rows"});
    visit("ru", self.ru, Range{0, 4096},
          Doc{"column slices computed at the same time; 0: chosen by the policy", "slices"});
    visit("rv", self.rv, Range{0, 4096},
          Doc{"values of a row that are multiplied at once: the number that the format packs into "
              "the lanes (with hv > 1: into a word), or 0, which stands for that number; any other "
              "number is an error",
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
    visit("weights", self.weights,
          Doc{"memories of a dot unit's weights: PMUs of its own; for the rows that fill no whole "
              "PMU one that two dot units share; or off-chip memory for the rows that do not fit, "
              "or for all"});
    visit("sequences", self.sequences,
          Doc{"where the sequences of layers lie that later layers read in another order: in PMUs, "
              "in off-chip memory if they do not fit, or there in any case"});
    visit(
        "sections", self.sections, Range{0, 256},
        Doc{"sections into which the layers are cut, which run one after the other; 0: one if the "
            "network fits so, and its weights do or more are no faster; otherwise as few as fit",
            "sections"});
    visit("section", self.section, Range{0, 256},
          Doc{"the only section that is mapped and run, from 1 (needs sections); 0: all"});
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

/// Use of the tracks of one kind of token on the switch–switch links.
struct TrackUse {
  int tracks = 0;               ///< tracks of a link
  std::int64_t links = 0;       ///< directed links of the grid
  std::int64_t used = 0;        ///< used tracks of all links
  int most = 0;                 ///< used tracks of the most used link
  std::int64_t full_links = 0;  ///< links without a free track
};

/// Effort and result of placement and routing.
struct MapQuality {
  double place_seconds = 0, route_seconds = 0;  ///< host time; never in a report
  int placements = 0;                           ///< placements tried, including the routed one
  int route_rounds = 0;
  std::int64_t routed_links = 0;        ///< switch–switch links used, all streams
  std::int64_t routed_lower_bound = 0;  ///< sum over streams of half the bounding box's perimeter
  std::array<TrackUse, kTokenKinds.size()> tracks;  ///< by TokenKind
  int longest_recurrent_hops = 0;  ///< links of the longest writer–reader path on the recurrence
  /// Estimated cycles of the longest path around the recurrence, which a step takes in addition to
  /// the cycles of its rows; 0 without a recurrence.
  int recurrence_cycles = 0;
  bool sustained =
      true;  ///< whether FIFOs are deep enough for the streams' rates, by the same estimate
};

/// Maps a graph onto a chip: partitions, places and routes it. The result passes check(). Accepts
/// policy `paper` only; policy `auto` is a search that simulates (src/flow/search.h) and calls the
/// mapper for its candidates.
/// @throws MappingError  if the graph does not fit; names the shortage with both numbers, and
/// changes that would make it fit
/// @throws InternalError  for policy `auto`
Mapping map(const Graph& graph, const Chip& chip, const MappingOptions& options,
            MapQuality* quality = nullptr);

/// What the first unrolling lacks that map() would try, by the count of units, ports, stages and
/// bytes, in one line; none if one of them fits. `policy` is not read.
/// @throws MappingError  as map(), for an option that the graph or the chip does not admit
std::optional<std::string> misfit(const Graph& graph, const Chip& chip,
                                  const MappingOptions& options);

/// Everything that place_and_route() reads of a chip and of options. Runs with the same inputs and
/// the same partitioned mapping can share a placement.
struct PlacementInputs {
  GridConfig grid;
  NetworkConfig network;
  PerKind pcu_fifo_depth, pmu_fifo_depth;
  int region_rows = 0, region_cols = 0;  ///< this and all fields below: as in MappingOptions
  int track_limit = 0;
  int vector_fifo_limit = 0, scalar_fifo_limit = 0;
  std::int64_t seed = 1;
  int place_effort = 10;
  static void describe(auto& self, auto& visit);  // src/mapper/placement_fields.h
};
PlacementInputs placement_inputs(const Chip& chip, const MappingOptions& options);
/// The mapping with the fields that place_and_route() reads: the `ii` of stream ports, which it
/// does not read, is set to 1.
Mapping placement_inputs(Mapping mapping);

/// Placements that are tried, unless told otherwise, until one can be routed.
inline constexpr int kPlacements = 8;

/// Gives the units of a partitioned mapping their sites, and its streams their routes.
/// @param placements  1 to kPlacements; with fewer, a refusal does not say what would do
/// @throws MappingError  if sites or tracks are short; names the kind of site or the link
MapQuality place_and_route(const PlacementInputs& inputs, Mapping& mapping,
                           int placements = kPlacements);
using PlaceAndRoute = std::function<MapQuality(const PlacementInputs&, Mapping&)>;
/// map() with another way to place and route, which does it as place_and_route() does and whose
/// mappings pass check(). It is asked for each unrolling that fits by count, until one can be
/// placed and routed.
/// @throws MappingError, InternalError  as map()
Mapping map_with(const Graph& graph, const Chip& chip, const MappingOptions& options,
                 MapQuality* quality, const PlaceAndRoute& place);
/// Hash of the mapper's sources. Programs with the same version place and route alike.
std::string_view mapper_version();

/// A set of choices, and the estimate of an analytic model before placement.
struct Candidate {
  MappingOptions options;  ///< every choice is fixed
  double cycles = 0;       ///< expected cycles of the whole run
  double least = 0;        ///< cycles that its busiest program fires: no run takes fewer
  int pcus = 0, pmus = 0;
  bool published = false;  ///< whether policy `paper` takes it
};

/// Candidates that may be left out, to save time.
struct CandidateLimits {
  std::int64_t count = std::numeric_limits<std::int64_t>::max();  ///< all but so many
  double cycles = std::numeric_limits<double>::infinity();        ///< and those of more cycles
};

/// The candidates that fit the chip by the count of units, ports, stages and bytes, with the fewest
/// expected cycles first. The candidate of policy `paper` is among them if it fits. Choices that
/// `options` fixes are the same in all candidates.
/// @throws MappingError  if no candidate fits
std::vector<Candidate> candidates(const Graph& graph, const Chip& chip,
                                  const MappingOptions& options,
                                  const CandidateLimits& limits = {});

/// The parts of a chip to search, each as `options` with a region and a track limit. The first is
/// the whole chip. Further regions are smaller by eight rows and columns each, rounded to multiples
/// of eight, down to 8 x 8; each region is tried with all tracks, and with powers of two of them
/// down to
/// 2. So a large chip also has the candidates of the smaller chips of this series, placed and
/// routed alike if the stream ports are at the same switches. If `options` names a region or a
/// track limit, the only part is that one.
std::vector<MappingOptions> parts(const Chip& chip, const MappingOptions& options);
/// The chip as if it ended where the region, the track limit and the FIFO limits of `options` do.
Chip part_of(Chip chip, const MappingOptions& options);

/// Copies of `options` (a part that parts() made out of `asked`) with other FIFO limits: 4 or 2
/// vectors with 16 or 4 scalars, as far as the chip's FIFOs are that deep. parts() takes the
/// deepest of these combinations. So a chip with deeper FIFOs also has the mappings of a chip with
/// shallower FIFOs. Empty if `asked` names a FIFO limit.
std::vector<MappingOptions> other_fifos(const Chip& chip, const MappingOptions& asked,
                                        const MappingOptions& options);

}  // namespace rda
