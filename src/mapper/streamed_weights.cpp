// SPDX-License-Identifier: Apache-2.0
#include "mapper/streamed_weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/ceil_div.h"
#include "mapper/handed_sequences.h"
#include "mapper/memories.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

/// Rows of off-chip memory that the ring's dot unit reads in each pass.
std::int64_t rows_of(const StreamedWeights::Ring& ring) { return ring.streamed.rows; }

/// The address generator number `ag` of `used`, at even distances along each side.
int spread(const AgConfig& ags, int ag, int used) {
  const int sides = ags.both_sides ? 2 : 1, side = ag % sides;
  const int here = (ags.count - side + sides - 1) / sides,
            wanted = (used - side + sides - 1) / sides;
  return ag / sides * here / wanted * sides + side;
}

}  // namespace

StreamedWeights::StreamedWeights(Builder& b, const std::vector<DotUnit>& dots) : b_(b) {
  if (!b.chip.memory)
    throw MappingError("weights", fmt::format("{}: the chip has no off-chip memory (own or shared "
                                              "would do, or a chip with /memory)",
                                              word(b.plan.weights)));
  residence_ = residences(b, dots);
}

void StreamedWeights::add(Ring ring) {
  const DotUnit& dot = ring.streamed.dot;
  groups_[{rhythm_of(dot), dot.element_bytes(), rows_of(ring)}].push_back(std::move(ring));
}

/// The address generators that bring no sequences.
AgConfig StreamedWeights::free_ags() const {
  AgConfig ags = b_.chip.memory->ags;
  ags.count -= handed_ags(b_.graph);
  return ags;
}

/// As many address generators as fill the queues of all channels with their bursts, as far as
/// the chip has them; shared by the groups as their dot units are.
std::vector<int> StreamedWeights::ags_of_groups() const {
  const ChannelConfig& channels = b_.chip.memory->channels;
  const AgConfig free = free_ags();
  const auto groups = std::ssize(groups_);
  if (groups > free.count)
    throw MappingError("ags", fmt::format("needs {}, the chip has {}", groups, free.count));
  std::int64_t rings = 0;
  for (const auto& [key, group] : groups_) rings += std::ssize(group);
  const std::int64_t bursts = std::int64_t{channels.count} * channels.queue;
  const std::int64_t wanted =
      std::clamp<std::int64_t>(ceil_div(bursts, free.outstanding), groups, free.count);
  std::int64_t spare = wanted - groups;
  std::vector<int> ags;
  for (const auto& [key, group] : groups_) {
    const std::int64_t more = std::min(spare * std::ssize(group) / rings, std::ssize(group) - 1);
    ags.push_back(static_cast<int>(1 + more));
  }
  return ags;
}

void StreamedWeights::finish() {
  const std::vector<int> ags = ags_of_groups();
  const int used = std::accumulate(ags.begin(), ags.end(), 0);
  int ag = 0;
  auto of_group = ags.begin();
  for (const auto& [key, group] : groups_) {
    const int buffer = add_buffer(group);
    const auto shares = static_cast<std::size_t>(*of_group++);
    for (std::size_t share = 0; share < shares; ++share, ++ag) {
      const std::size_t first = group.size() * share / shares;
      const std::size_t last = group.size() * (share + 1) / shares;
      const StreamId stream =
          b_.add_stream(fmt::format("off_chip.w{}", ag), TokenKind::vector,
                        1.0 / static_cast<double>(std::max<std::size_t>(1, shares)));
      const int port = spread(free_ags(), ag, used);
      const Share of{group, first, last, ag, port, stream};
      add_ag(of, buffer);
      for (std::size_t ring = first; ring < last; ++ring) add_ring(of, ring);
    }
  }
}

/// The rows of a group in the order of use: bytes that an item reads.
int StreamedWeights::add_buffer(const RingGroup& group) {
  const DotUnit& dot = group.front().streamed.dot;
  const std::int64_t row = std::ssize(group) * dot.element_bytes();
  Buffer buffer{fmt::format("weights{}", b_.mapping.memory.size()),
                0,
                dot.passes() * rows_of(group.front()) * row,
                1,
                {}};
  if (!b_.mapping.memory.empty()) {
    const Buffer& last = b_.mapping.memory.back();
    const std::int64_t burst = b_.chip.memory->channels.burst_bytes;
    buffer.offset = round_up(last.offset + last.slot_bytes, burst);
  }
  std::int64_t base = 0;
  for (const Ring& ring : group) {
    add_weight_contents(ring.streamed, {base, row}, buffer.contents);
    base += dot.element_bytes();
  }
  b_.mapping.memory.push_back(std::move(buffer));
  return static_cast<int>(b_.mapping.memory.size()) - 1;
}

void StreamedWeights::add_ag(const Share& share, int buffer) {
  const DotUnit& dot = share.group.front().streamed.dot;
  const std::int64_t rings = static_cast<std::int64_t>(share.last - share.first);
  const std::int64_t row = std::ssize(share.group) * dot.element_bytes();
  const std::int64_t rows = rows_of(share.group.front());
  Program program;
  program.space = {{rings * dot.element_bytes() / b_.vector_bytes(), rows}};
  Port out = port("out", share.stream);
  Access& access = out.access.emplace();
  access.buffer = buffer;
  access.offset = static_cast<std::int64_t>(share.first) * dot.element_bytes();
  access.strides = {b_.vector_bytes(), row};
  if (dot.passes() > 1) {
    program.space.extents.push_back(dot.passes());
    access.strides.push_back(rows * row);
  }
  program.space.extents.push_back(b_.items(dot.row_node()));
  access.slot_level = static_cast<int>(program.space.rank());
  program.outputs.push_back(std::move(out));
  program.work = ExternalAccess{};
  program.latency = mapping::latency_of(b_.chip, program);
  Unit unit = new_unit(UnitKind::ag, fmt::format("off_chip.weights{}", share.ag),
                       dot.origin(Role::off_chip, {share.ag}));
  const Site site = port_site(b_.chip, UnitKind::ag, share.port);
  unit.place = EdgePort{share.port, site.row, site.col};
  unit.programs.push_back(std::move(program));
  b_.add_unit(std::move(unit));
}

/// The program that takes all vectors of an address generator and keeps those of ring `number`.
/// `ports` are those of the tokens `filled` and `permit`.
Program StreamedWeights::write_program(const Share& share, std::size_t number,
                                       RingPorts& ports) const {
  const DotUnit& dot = share.group[number].streamed.dot;
  const auto rings = static_cast<std::int64_t>(share.last - share.first);
  const auto own = static_cast<std::int64_t>(number - share.first);
  const std::int64_t vectors = dot.element_bytes() / b_.vector_bytes();
  Program write;
  write.space = {{vectors}};
  Port in = port("in", share.stream);
  Access& access = in.access.emplace();
  access.strides = {b_.vector_bytes()};
  ports.filled = port("filled", {}, 0, {{0, vectors - 1, vectors}});
  ports.permit = port("permit", {}, 0, {{0, 0, 1}});
  if (rings > 1) {
    write.space.extents.push_back(rings);
    access.keep = {{1, own, own + 1}};
    for (Port* signal : {&ports.filled, &ports.permit}) signal->where.add({1, own, own + 1});
  }
  access.slot_level = static_cast<int>(write.space.rank());
  write.space.extents.push_back(rows_of(share.group[number]));
  if (dot.passes() > 1) write.space.extents.push_back(dot.passes());
  write.space.extents.push_back(b_.items(dot.row_node()));
  write.inputs.push_back(std::move(in));
  return write;
}

void StreamedWeights::add_ring(const Share& share, std::size_t number) {
  const Ring& ring = share.group[number];
  const DotUnit& dot = ring.streamed.dot;
  const std::int64_t beside = ring.residence.beside, all = beside + rows_of(ring);
  ResidentWeights resident{{dot.space(all), {}, {}}, {}};
  if (ring.beside) resident = resident_weights({*ring.beside}, all);
  Unit pmu = weight_memory(ring.streamed);
  std::int64_t offset = 0;
  if (ring.beside) {
    offset = round_up(resident.buffer.slot_bytes, b_.chip.pmu.row_bytes());
    pmu.buffers.push_back(std::move(resident.buffer));
  }
  pmu.buffers.push_back({"ring", offset, dot.element_bytes(), ring.residence.slots, {}});
  RingPorts ports;
  Programs programs{std::move(resident.read), write_program(share, number, ports)};
  const Bounds streamed = beside > 0 ? Bounds{{1, beside, all}} : Bounds{};
  Port out = port("streamed", ring.streamed.stream, 0, streamed);
  Access& access = out.access.emplace();
  access.buffer = static_cast<int>(pmu.buffers.size()) - 1;
  access.strides = {b_.operand_bytes()};
  if (b_.plan.vectors()) access.lane_stride = static_cast<int>(dot.pitch());
  access.slot_level = 1;
  programs.read.outputs.push_back(std::move(out));
  programs.write.inputs.front().access->buffer = static_cast<int>(pmu.buffers.size()) - 1;
  ports.full = port("full", {}, 0, streamed);
  ports.full.where.add({0, 0, 1});
  ports.freed = port("freed", {}, 1, streamed);
  add_ring_programs(b_, pmu, ring.residence.slots, std::move(programs), std::move(ports));
  b_.add_unit(std::move(pmu));
}

}  // namespace rda::mapper
