// SPDX-License-Identifier: Apache-2.0
// PMUs that hold elements and send each once per row: states, merged values and values of an
// earlier phase.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "mapper/initial_states.h"
#include "mapper/memories.h"
#include "mapper/row_shares.h"
#include "mapper/sequences.h"
#include "mapping/latency.h"
#include "rda/check.h"

namespace rda::mapper {
namespace {

/// A PMU that stores scalars of a node row by row and reads them back: a state, a value of an
/// earlier phase, or a merged value of this phase (in a ring of row groups).
class RowMemory {
 public:
  RowMemory(Builder& b, NodeId node, int phase, const RowShare& share)
      : b_(b),
        node_(node),
        phase_(phase),
        share_(share),
        value_(buffered(b, node)),
        state_(b.node(node).op == Op::state),
        kept_(is_kept(b, node)),
        taken_(is_taken(b, node)),
        ring_(!state_ && !taken_ && b.when[node].phase == phase),
        format_(state_ ? b.node(node).formats.state
                       : Format::fp32),  // other values are not rounded
        element_(b.plan.hv * bytes(format_)),
        pitch_(ring_ ? element_
               : (kept_ || taken_) && share.count() == 1
                   ? b.rows(node) * element_
                   : pitch_bytes(b, b.rows(node) * element_)) {
    lay_out();
    value_ = buffered(b, node, end_);
  }

  void add() {
    const std::string name = fmt::format("{}.memory{}{}", b_.node(node_).name, phase_,
                                         index_text({share_.begin, share_.begin + 1}));
    Unit pmu =
        new_unit(UnitKind::pmu, name, b_.origin_of(node_, Role::rows, {share_.begin, share_.end}));
    pmu.buffers.push_back({"rows",
                           0,
                           end_ * items(),
                           ring_   ? ring_rows()
                           : kept_ ? 1
                                   : value_.slots,
                           {}});
    if (state_) pmu.buffers[0].contents = initial();
    Programs programs{reads(), writes()};
    if (taken_) {
      pmu.buffers.clear();
      programs.read.space.extents.pop_back();  // the loop over items
      KeptSequence(b_, node_, end_).add(b_, pmu, std::move(programs));
    } else if (kept_)
      add_kept_programs(b_, pmu, std::move(programs));
    else if (ring_)
      add_row_programs(b_, pmu, ring_rows(), std::move(programs));
    else if (!state_ && b_.plan.input_first())
      add_part_programs(b_, pmu, value_.slots, kParts, std::move(programs));
    else
      add_programs(b_, pmu, value_, std::move(programs));
    b_.add_unit(std::move(pmu));
  }

 private:
  /// Items in a slot.
  std::int64_t items() const { return kept_ ? b_.items(node_) : 1; }

  // Input first: the `full` tokens of a buffer, one for each quarter of its rows.
  static constexpr int kParts = 4;

  /// Slots of a ring: as many row groups as a step of the batch has, max_slots allows and the
  /// memory holds.
  int ring_rows() const {
    const std::int64_t all =
        b_.rows_of(node_, share_.begin) * b_.graph.sequences_of(b_.node(node_)) * b_.plan.sequences;
    const std::int64_t held = b_.chip.pmu.capacity_bytes() / end_;
    const std::int64_t most = std::min<std::int64_t>({b_.chip.pmu.max_slots, all, held});
    return static_cast<int>(std::max<std::int64_t>(1, most));
  }

  /// Sets the offset of each position: `pitch_` bytes apart. If there are more positions than
  /// banks, each bundle begins at a bank of its own, so that bundles never conflict in a bank.
  /// These are the bundles of the readers, or of the writer if it has fewer.
  void lay_out() {
    std::vector<Bundle> wide;
    for (const Builder::Operand& r : share_.read) wide.push_back(r.bundle);
    if (wide.empty() || wide.size() > share_.written.size()) wide = share_.written;
    const bool apart = !b_.plan.vectors() && share_.count() > b_.chip.pmu.banks;
    for (std::size_t l = 0; l < wide.size(); ++l) {
      if (apart) end_ = round_up(end_, b_.chip.pmu.row_bytes()) + 4 * static_cast<std::int64_t>(l);
      for (int t = 0; t < wide[l].count(); ++t, end_ += pitch_) offsets_.push_back(end_);
    }
    RDA_CHECK(std::ssize(offsets_) == share_.count(), "rows that no bundle has");
  }
  std::int64_t at(int u) const { return offsets_[static_cast<std::size_t>(u - share_.begin)]; }

  std::vector<Content> initial() const {
    const int hu = b_.hu(node_);
    std::vector<Content> contents;
    for (int u = share_.begin; kept_ && u < share_.end; ++u)
      contents.push_back(
          {value_.initial, 0, at(u), end_, 0, 1, items(), u, hu, b_.rows_of(node_, u), format_});
    for (int u = share_.begin; !kept_ && u < share_.end; ++u)
      for (int slot = 0; slot < value_.filled; ++slot) {
        const std::int64_t rows = b_.rows_of(node_, u);
        if (!b_.plan.vectors())
          contents.push_back({value_.initial, slot, at(u), 0, slot, 1, 1, u, hu, rows, format_});
        for (std::int64_t row = 0; row < (b_.plan.vectors() ? rows : 0); ++row) {
          const auto [first, last] = b_.rows_in(node_, u + row * hu);
          contents.push_back({value_.initial, slot, at(u) + row * element_, 0, slot, 1, 1, first, 1,
                              last - first, format_});
        }
      }
    return contents;
  }

  TurnLoops loops(const std::vector<Bundle>& bundles) const {
    TurnLoops loops{1, b_.rows_of(node_, share_.begin)};
    for (const Bundle& bundle : bundles) loops.turns = std::max(loops.turns, bundle.count());
    return loops;
  }

  Access access(const TurnLoops& loops, Bundle bundle) const {
    Access access;
    access.offset = at(bundle.begin);
    if (loops.turns > 1) access.strides.push_back(pitch_);
    if (!ring_) access.strides.push_back(element_);
    if (kept_) access.strides.push_back(end_);
    access.slot_level = static_cast<int>(loops.turns == 1 ? 0 : 1) + (ring_ ? 0 : 1);
    access.format = format_;
    if (b_.plan.vectors()) access.lane_stride = bytes(format_);
    return access;
  }

  Program reads() const {
    std::vector<Bundle> bundles;
    for (const Builder::Operand& r : share_.read) bundles.push_back(r.bundle);
    const TurnLoops turns = loops(bundles);
    Program read;
    read.space = turns.space(b_.items(node_));
    for (const auto& [stream, bundle] : share_.read) {
      Port out =
          port(fmt::format("out{}", bundle.begin), stream, 0, turns.bounds(b_, node_, bundle, 0));
      out.access = access(turns, bundle);
      read.outputs.push_back(std::move(out));
    }
    return read;
  }

  Program writes() {
    const TurnLoops turns = loops(share_.written);
    Program write;
    write.space = turns.space(b_.items(value_.writer));
    for (const Bundle& bundle : share_.written) {
      Port in = port(fmt::format("in{}", bundle.begin), b_.value(value_.writer, bundle), 0,
                     turns.bounds(b_, node_, bundle, 0));
      Access to = access(turns, bundle);
      if (!ring_ && !kept_) to.first_slot = value_.filled;
      to.tap = state_ ? b_.node(node_).name : "";
      to.tap_row = std::int64_t{bundle.begin} * b_.plan.hv;
      to.tap_step = std::int64_t{b_.hu(node_)} * b_.plan.hv;
      to.tap_turn = bundle.count() > 1 ? b_.plan.hv : 0;
      in.access = std::move(to);
      write.inputs.push_back(std::move(in));
    }
    if (begins_with_values(b_, node_)) add_initial(turns, write);
    return write;
  }

  /// Adds the ports that bring the values with which the state begins.
  void add_initial(const TurnLoops& turns, Program& write) {
    make_room_for_initial(b_, write);
    const NodeId initial = b_.node(node_).initial;
    const int item_loop = static_cast<int>(write.space.rank()) - 1;
    for (const Bundle& bundle : share_.written) {
      Port in = port(fmt::format("initial{}", bundle.begin),
                     b_.element_operand(initial, bundle, 0).front().stream, 0,
                     turns.bounds(b_, node_, bundle, 0));
      in.where.add({item_loop, 0, b_.graph.batch});
      in.access = access(turns, bundle);
      write.inputs.push_back(std::move(in));
    }
  }

  Builder& b_;
  const NodeId node_;
  const int phase_;
  const RowShare& share_;
  Buffered value_;
  const bool state_, kept_, taken_, ring_;
  const Format format_;
  const std::int64_t element_;         // bytes of an element
  const std::int64_t pitch_;           // bytes from one position to the next
  std::vector<std::int64_t> offsets_;  // of each position
  std::int64_t end_ = 0;               // bytes of a slot
};

/// Whether a take, of which a PMU cannot hold all elements, is cut by positions.
bool is_cut(const Builder& b, NodeId node) {
  if (!is_taken(b, node) || b.plan.vectors()) return false;
  const NodeId made = b.node(node).args[0];
  const std::int64_t items = b.graph.columns_of(b.node(made), b.node(node).order);
  return b.node(made).op != Op::input && b.hu(made) == b.hu(node) &&
         items * b.elements(node) * 4 > b.chip.pmu.capacity_bytes();
}

}  // namespace

void add_row_memories(Builder& b) {
  ask_for_initial_elements(b);
  for (auto& [read, streams] : b.scalar_reads) {
    if (b.node(read.node).op == Op::bias) continue;
    if (b.node(read.node).op == Op::input || (is_taken(b, read.node) && !is_cut(b, read.node))) {
      add_input_memories(b, read, streams);
      continue;
    }
    std::ranges::sort(streams, {}, [](const Builder::Operand& r) { return r.bundle.begin; });
    for (const RowShare& share : row_shares(b, read.node, streams))
      RowMemory(b, read.node, read.phase, share).add();
  }
}

}  // namespace rda::mapper
