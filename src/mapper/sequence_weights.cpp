// SPDX-License-Identifier: Apache-2.0
// PMUs that keep a sequence as the weights of a dot unit. Each holds the columns of its slice, of
// all rows: which rows the unit needs does not show in the loops of what writes them.
#include <fmt/format.h>

#include <algorithm>

#include "mapper/dot_unit.h"
#include "mapper/sequence_columns.h"
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
                Role::weights} {}

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

  /// A column for each step of a sequence, or for each item.
  Programs columns_of_steps() {
    const SequenceColumns columns(b_, {sequence_, product_.order, b_.graph.is_of_rows(product_),
                                       memory_.lo, memory_.hi, memory_.format});
    const std::int64_t row = columns.row_bytes();
    bytes_ = columns.bytes();
    Programs programs{{}, columns.write_program()};
    Port out = port("out", {});
    out.access.emplace().strides = {b_.vector_bytes()};
    out.access->offset = dot_.u * row;
    programs.read.space = {{vectors()}};
    read_rows(b_, reader(), programs.read, std::move(out), b_.hu(piece_.product) * row,
              columns.sequence_bytes());
    return programs;
  }

  Builder& b_;
  const DotUnit& dot_;
  const Piece& piece_;
  const Node& product_;
  const NodeId sequence_;
  const int number_;
  const VectorMemory memory_;
  std::int64_t bytes_ = 0;  // of the buffer
};

}  // namespace

StreamId add_sequence_weights(const DotUnit& dot, std::size_t piece) {
  return SequenceWeights(dot, piece).add();
}

}  // namespace rda::mapper
