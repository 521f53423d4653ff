// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "rda/chip.h"
#include "rda/graph.h"
#include "rda/mapping.h"
#include "rda/tensors.h"
#include "rda/workload.h"
#include "support/forked_run.h"

// Initializers that name a few fields leave out the others on purpose.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace rda::test {

/// Something that can be simulated.
struct Case {
  std::uint64_t seed = 0;
  Chip chip;
  Mapping mapping;
  Tensors tensors;
  std::optional<Graph> graph;  ///< what was mapped; none for graphs drawn at random
  bool recurrent = false;
};

/// Whether `chances` out of 100 come true.
inline bool chance(Random& random, int chances) { return random.uniform_int(1, 100) <= chances; }

/// One of the numbers, each as often as it is named.
inline int pick(Random& random, std::initializer_list<int> from) {
  return from.begin()[random.below(from.size())];
}

/// A chip with a grid of at most 8 × 8 and ports, stages and memory to spare.
Chip random_chip(Random& random);
/// Whether the chip of this seed interpolates in its tables: from the seed alone, so that what else
/// is drawn stays what it was.
bool interpolates(std::uint64_t seed);

/// A legal graph of random programs, placed and routed at random. The same for the same seed.
Case random_graph(std::uint64_t seed);

/// Gives every stream of `mapping` a random tree. @return whether there were tracks enough
bool route_at_random(const Chip& chip, Mapping& mapping, Random& random);

/// Formats that the datapath has units for.
Formats draw_formats(Random& random);
/// Factors of the rows of int8 weights, if a layer may have some: from the seed alone.
RowScales draw_rows(std::uint64_t seed, const Workload& workload);
/// Gives int8 layers of a list scales of their own.
void draw_layer_scales(std::uint64_t seed, Workload& workload);
/// Lets some workloads run several batches: as many as they had steps. From the seed alone.
void draw_repeat(std::uint64_t seed, Workload& workload);
/// Gives a workload a list of layers of all types, in its direction.
void draw_layers(Random& random, Workload& workload, int most_layers, int most_size);

/// A small random RNN, of equal layers or of listed ones, lowered and mapped onto a random chip;
/// nothing if it does not fit. Of some few steps, or so many.
std::optional<Case> random_workload(std::uint64_t seed, std::int64_t steps = 0);

/// A batch of training of a small random network, mapped onto a chip with units to spare; nothing
/// if it is not mapped.
std::optional<Case> random_training(std::uint64_t seed);

/// A workload mapped with options of its own: a case, or the reason why it does not fit.
struct Choice {
  std::optional<Case> made;
  std::string refusal;
};
/// A random RNN of some hundred units at most, mapped with random options (turns, sums, products)
/// onto a chip like the shipped one, or with few ports and shallow FIFOs.
Choice random_choice(std::uint64_t seed);

/// Gives a chip some off-chip memory.
void add_memory(Random& random, Chip& chip);

/// Random layers in both directions on a random chip with off-chip memory, through which all
/// sequences go that can.
Choice random_spilled(std::uint64_t seed);

/// The same mapping with units and streams in another order.
struct Permuted {
  Mapping mapping;
  IdVector<UnitId, UnitId> unit;  ///< old number → new number
  IdVector<StreamId, StreamId> stream;
};
Permuted permute(const Mapping& mapping, Random& random);

/// The cycles of the run if no buffer were ever full: the longest path through all firings, from
/// data, rates, latencies and routes alone. None if the run can never end.
std::optional<Cycle> earliest_end(const Chip& chip, const Mapping& mapping);

/// A lower bound of the cycles in closed form: multiply-accumulates over dot units, and tokens that
/// must arrive before the last token at a sink.
Cycle lower_bound(const Chip& chip, const Mapping& mapping);

// `where` and `level` once more, index by index and apart from rda/space.h.

/// Whether the firing is inside all bounds.
bool inside(const Bounds& bounds, Index index);
/// Whether all loops below the port's level are at their last index inside its `where`.
bool last_below(const Program& program, const Port& port, Index index);
/// Bank cycles of a firing of one of a unit's programs, counted word by word; 1 without a memory.
std::int64_t bank_cycles(const Chip& chip, const Mapping& mapping, const Unit& unit,
                         const Program& program, Index index);

/// The features that a case exercises.
struct Traits {
  bool fork = false, shallow = false, recurrent = false;
};
Traits traits_of(const Case& c);

/// In a child process for SystemC, and for an engine that may crash because a rule is broken.
inline Outcome run(const Case& c, const SimulateOptions& options) {
  if (options.engine == Engine::fast && options.disturbance.broken == BrokenRule::none)
    return run_here(c.chip, c.mapping, c.tensors, options);
  return run_forked(c.chip, c.mapping, c.tensors, options);
}

}  // namespace rda::test
