// SPDX-License-Identifier: Apache-2.0
// Memories of scalars and vectors with bundles of several positions: banks, rings, parts, margins.
#include <functional>
#include <set>

#include "support_partition.h"

namespace rda::mapper {
namespace {

/// Calls `each` with the indices of every firing of the first item.
void for_firings(const Program& program,
                 const std::function<void(const std::vector<std::int64_t>&)>& each) {
  std::vector<std::int64_t> index(loops(program).size());
  while (index.back() == 0) {
    each(index);
    for (std::size_t l = 0; l < index.size() && ++index[l] == loops(program)[l]; ++l)
      if (l + 1 < index.size())
        index[l] = 0;
      else
        return;
  }
}

/// Expects that no two ports of a firing access the same bank, and that all addresses are in the
/// slot.
void expect_own_banks(const Chip& chip, const Unit& unit) {
  const auto check_ports = [&](const Program& program, const std::vector<Port>& ports) {
    for_firings(program, [&](const std::vector<std::int64_t>& index) {
      std::set<std::int64_t> banks;
      int words = 0;
      for (const Port& port : ports) {
        if (!port.access || !port.where.contains(index)) continue;
        const std::int64_t byte = port.access->byte_in_slot(index);
        EXPECT_GE(byte, 0) << unit.name;
        EXPECT_LE(byte + 4, unit.buffers[0].slot_bytes) << unit.name;
        banks.insert(byte / 4 % chip.pmu.banks);
        ++words;
      }
      EXPECT_EQ(std::ssize(banks), words) << unit.name;
    });
  };
  check_ports(write(unit), write(unit).inputs);
  check_ports(read(unit), read(unit).outputs);
}

std::int64_t initial(const Mapping& m, const std::string& stream) {
  return std::ranges::find(m.streams, stream, &Stream::name)->initial();
}

TEST(RowMemory, BundlesNeverMeetInABank) {
  const Chip chip = shipped_chip("plasticine_rnn");
  for (const auto* name : {"lstm", "gru", "gru_before"})
    for (const int hu : {4, 7, 22})
      for (const int turns : {1, 3, 6})
        for (const Products products : {Products::together, Products::input_first}) {
          const Plan plan{.hu = hu, .ru = 1, .turns = turns, .products = products};
          const Mapping m = partition(cell(name, 321, 321), chip, plan);
          for (const Unit* unit : units(m, ".memory")) expect_own_banks(chip, *unit);
        }
}

/// r comes in one bundle, n.x and n.h in three each; a memory merges those of n.h.
Mapping merging(Chip& chip) {
  chip.pcu.inputs.scalar = 6;
  return partition(cell("gru", 300, 300), chip, {.hu = 3, .ru = 1, .turns = 3});
}

TEST(RowRing, HoldsARowInEachSlot) {
  Chip chip = shipped_chip("plasticine_rnn");
  const Mapping m = merging(chip);
  const auto found = units(m, "layer0.n.h.memory0");
  ASSERT_EQ(found.size(), 1U);
  const Unit& ring = *found[0];
  EXPECT_EQ(ring.buffers[0].slot_bytes, 3 * 4);
  EXPECT_EQ(ring.buffers[0].slots, 100);  // all rows of a step
  EXPECT_EQ(loops(write(ring)), (std::vector<std::int64_t>{100, 3}));
  EXPECT_EQ(write(ring).inputs[0].access->slot_level, 0);
  EXPECT_EQ(loops(read(ring)), (std::vector<std::int64_t>{3, 100, 3}));
  EXPECT_EQ(read(ring).outputs[0].access->slot_level, 1);
  EXPECT_EQ(initial(m, found[0]->name + ".permit"), 100);
  EXPECT_EQ(initial(m, found[0]->name + ".full"), 0);
}

TEST(RowRing, IsNoLongerThanSlotsAreCounted) {
  Chip chip = shipped_chip("plasticine_rnn");
  chip.pmu.max_slots = 7;
  EXPECT_EQ((*units(merging(chip), "layer0.n.h.memory0")[0]).buffers[0].slots, 7);
}

TEST(RowParts, OfEarlyValuesMayBeReadBeforeAllAreWritten) {
  const Plan plan{.hu = 2, .ru = 1, .products = Products::input_first};
  const Mapping m = partition(cell("rnn", 60, 60), shipped_chip("plasticine_rnn"), plan);
  const auto found = units(m, "layer0.h.sum.early.memory1");
  ASSERT_EQ(found.size(), 1U);
  const Unit& early = *found[0];
  EXPECT_EQ(early.buffers[0].slots, 2);
  const auto rows = [](const std::vector<Port>& ports, const std::string& name) {
    std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
    for (const Port& port : ports)
      if (port.name.starts_with(name) && !port.access)
        ranges.emplace_back(port.where.bounds.at(0).lo, port.where.bounds.at(0).hi);
    return ranges;
  };
  using Ranges = std::vector<std::pair<std::int64_t, std::int64_t>>;
  EXPECT_EQ(rows(write(early).outputs, "filled"), (Ranges{{6, 7}, {14, 15}, {21, 22}, {29, 30}}));
  EXPECT_EQ(rows(read(early).inputs, "full"), (Ranges{{0, 1}, {7, 8}, {15, 16}, {22, 23}}));
}

/// Elements of the neighbouring slices in a bundle are stored in the margins or dropped, and every
/// element of the slice is stored where it is read.
TEST(VectorMemory, KeepsItsElementsAndNoneOutsideItsMargins) {
  for (const Format format : {Format::fp8_e4m3, Format::bf16})
    for (const int hu : {4, 7, 22}) {
      Graph graph = cell("lstm", 321, 321);
      graph.set_formats({format, format, Format::fp32, Format::fp32});
      const int size = bytes(format);
      const Plan plan{.hu = hu, .ru = 3, .turns = 4};
      Chip chip = shipped_chip("plasticine_rnn");
      const Mapping m = partition(graph, chip, plan);
      for (const Unit* unit : units(m, "layer0.h[")) {
        const Content& first = unit->buffers[0].contents.at(0);
        std::set<std::int64_t> there;
        for (const Port& in : write(*unit).inputs) {
          if (!in.access) continue;
          const std::string& name = m.streams[in.stream].name;
          const std::int64_t begin = std::stoll(name.substr(name.find('[') + 1));
          const bool turns = loops(write(*unit)).size() == 3;
          for_firings(write(*unit), [&](const std::vector<std::int64_t>& index) {
            if (!in.where.contains(index) || !in.access->keep.contains(index)) return;
            const std::int64_t byte = in.access->byte_in_slot(index);
            EXPECT_GE(byte, 0);
            EXPECT_LE(byte + size, unit->buffers[0].slot_bytes);
            const std::int64_t row = index[turns ? 1 : 0], turn = turns ? index[0] : 0;
            const std::int64_t element = row * hu + begin + turn;
            EXPECT_EQ(byte, first.offset + (element - first.first_col) * size);
            there.insert(element);
          });
        }
        for (std::int64_t e = first.first_col; e < first.first_col + first.cols; ++e)
          EXPECT_TRUE(there.contains(e)) << unit->name << " " << e;
        EXPECT_EQ(read(*unit).outputs[0].access->offset, first.offset);
      }
    }
}

}  // namespace
}  // namespace rda::mapper
