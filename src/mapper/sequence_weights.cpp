// SPDX-License-Identifier: Apache-2.0
// PMUs that keep a sequence as the weights of a dot unit. Each holds the columns of its slice, of
// all rows: which rows the unit needs does not show in the loops of what writes them.
#include <fmt/format.h>

#include <algorithm>

#include "mapper/dot_unit.h"
#include "mapper/sequences.h"

namespace rda::mapper {
namespace {

class SequenceWeights {
 public:
  SequenceWeights(const DotUnit& dot, std::size_t piece)
      : b_(dot.b),
        dot_(dot),
        piece_(dot.slices.front().pieces[piece]),
        product_(b_.node(piece_.product)),
        sequence_(product_.args[1]),
        number_(static_cast<int>(piece)),
        memory_{sequence_,
                piece_.lo - piece_.begin,
                piece_.hi - piece_.begin,
                b_.vector_bytes(),
                1,
                product_.formats.weights,
                fmt::format("{}.sequence{}", dot.name, piece),
                Role::weights},
        steps_(b_.graph.steps_of(b_.node(sequence_))),
        batch_(b_.graph.batch) {}

  StreamId add() {
    const StreamId stream =
        b_.add_stream(fmt::format("{}.w{}", dot_.name, number_), TokenKind::vector,
                      static_cast<double>(vectors()) / b_.stages[piece_.product].row_cycles);
    Unit pmu = new_unit(UnitKind::pmu, memory_.name,
                        dot_.origin(Role::weights, {dot_.u, dot_.number, number_}));
    Programs programs = product_.transposed ? columns_of_steps() : rows_of_steps();
    pmu.buffers.push_back({"sequence", 0, bytes_, 1, {}});
    programs.read.outputs.front().stream = stream;
    add_filled_programs(b_, pmu, std::move(programs), 0, 0);
    b_.add_unit(std::move(pmu));
    return stream;
  }

 private:
  std::int64_t vectors() const { return memory_.hi - memory_.lo; }
  bool reversed() const { return product_.order == Order::reverse; }

  SequenceReader reader() const { return {piece_.product, dot_.u, dot_.rows(), reversed()}; }

  /// A row for each step: an entry for each item.
  Programs rows_of_steps() {
    SequencePrograms made = rows_of_sequence(b_, memory_, reader(), {});
    bytes_ = made.bytes;
    return std::move(made.programs);
  }

  /// A column for each step: the rows of one sequence after those of another. A row is a word
  /// longer than its vectors, so that neighbouring elements are in different banks.
  Programs columns_of_steps() {
    const std::int64_t row = vectors() * b_.vector_bytes() + 4;
    const std::int64_t all = product_.size * row;
    bytes_ = batch_ * all;
    Programs programs;
    write_columns(programs.write, row, all);
    Port out = port("out", {});
    out.access.emplace().strides = {b_.vector_bytes()};
    out.access->offset = dot_.u * row;
    programs.read.space = {{vectors()}};
    read_rows(b_, reader(), programs.read, std::move(out), b_.hu(piece_.product) * row, all);
    return programs;
  }

  void write_columns(Program& write, std::int64_t row, std::int64_t all) const {
    const std::int64_t hu = b_.hu(sequence_), element = b_.element_bytes(memory_.format);
    const std::int64_t first = std::int64_t{memory_.lo} * b_.rv(memory_.format);
    const std::int64_t last = std::min(steps_, std::int64_t{memory_.hi} * b_.rv(memory_.format));
    TurnLoops loops{1, b_.rows(sequence_)};
    for (const Bundle& bundle : b_.bundles_of(sequence_))
      loops.turns = std::max(loops.turns, bundle.count());
    write.space = loops.space(steps_);
    if (batch_ > 1) write.space.extents.insert(write.space.extents.end() - 1, batch_);
    const int step_loop = static_cast<int>(write.space.rank()) - 1;
    for (const Bundle& bundle : b_.bundles_of(sequence_)) {
      Port in = port(fmt::format("in{}", bundle.begin), b_.value(sequence_, bundle), 0,
                     loops.bounds(b_, sequence_, bundle, 0));
      Access& access = in.access.emplace();
      access.format = memory_.format;
      access.scale = b_.node(sequence_).scale;
      access.offset = bundle.begin * row + (reversed() ? steps_ - 1 - first : -first) * element;
      if (loops.turns > 1) access.strides.push_back(row);
      access.strides.push_back(hu * row);
      if (batch_ > 1) access.strides.push_back(all);
      access.strides.push_back(reversed() ? -element : element);
      access.slot_level = step_loop + 1;
      if (reversed())
        access.keep.add({step_loop, steps_ - last, steps_ - first});
      else
        access.keep.add({step_loop, first, last});
      write.inputs.push_back(std::move(in));
    }
  }

  Builder& b_;
  const DotUnit& dot_;
  const Piece& piece_;
  const Node& product_;
  const NodeId sequence_;
  const int number_;
  const VectorMemory memory_;
  const std::int64_t steps_, batch_;
  std::int64_t bytes_ = 0;  // of the buffer
};

}  // namespace

StreamId add_sequence_weights(const DotUnit& dot, std::size_t piece) {
  return SequenceWeights(dot, piece).add();
}

}  // namespace rda::mapper
