// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "mapper/dot_unit.h"
#include "mapper/memories.h"

namespace rda::mapper {

/// Where the rows of a dot unit lie: the first ones in PMUs of their own, then those beside a ring
/// in the PMU of the ring, and the others in off-chip memory. The ring has a slot for an element.
struct Residence {
  std::int64_t whole = 0;   ///< rows in PMUs of their own
  std::int64_t beside = 0;  ///< rows beside the ring, a multiple of `slots`
  int slots = 0;            ///< of the ring; 0: all rows are on the chip
};

/// Brings weights from off-chip memory. Dot units that multiply at the same time and lack equally
/// many rows are a group. Their rows lie in memory in the order of use, one unit behind the other
/// in each row. Address generators read them, each for neighbouring units of a group: a stream
/// brings the vectors to the rings of these units, and each ring keeps its own.
///
///     memory:  row 0: dot 0, dot 1 | dot 2, dot 3   row 1: dot 0, …
///     ag 0 ──► ring of dot 0, ring of dot 1
///     ag 1 ──► ring of dot 2, ring of dot 3
class StreamedWeights {
 public:
  /// The PMU in which weights of one dot unit arrive.
  struct Ring {
    Residence residence;
    std::optional<WeightPart> beside;
    WeightPart streamed;
  };

  StreamedWeights(Builder& b, const std::vector<DotUnit>& dots);

  /// Where the rows of a dot unit lie.
  Residence residence(const DotUnit& dot) const { return residence_.at(dot.name); }
  void add(Ring ring);
  /// Adds the PMUs with rings, the address generators and the buffers of off-chip memory.
  /// @throws MappingError  if the chip has too few address generators
  void finish();

 private:
  /// Rhythm, bytes of an element, rows from off-chip memory.
  using Group = std::tuple<DotRhythm, std::int64_t, std::int64_t>;
  using RingGroup = std::vector<Ring>;
  /// Rings [first, last) of a group, which an address generator feeds.
  struct Share {
    const RingGroup& group;
    std::size_t first, last;
    int ag, port;  ///< number among those that are used, and on the chip
    StreamId stream;
  };

  AgConfig free_ags() const;
  std::vector<int> ags_of_groups() const;
  void add_ring(const Share& share, std::size_t number);
  void add_ag(const Share& share, int buffer);
  int add_buffer(const RingGroup& group);
  Program write_program(const Share& share, std::size_t number, RingPorts& ports) const;

  Builder& b_;
  std::map<std::string, Residence> residence_;  // by name of the dot unit
  std::map<Group, RingGroup> groups_;
};

/// The residence of each dot unit, by name, under the plan's `weights` and `more_pmus`.
std::map<std::string, Residence> residences(const Builder& b, const std::vector<DotUnit>& dots);

}  // namespace rda::mapper
