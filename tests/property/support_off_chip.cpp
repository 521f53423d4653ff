// SPDX-License-Identifier: Apache-2.0
#include "property/support_off_chip.h"

#include <algorithm>
#include <string>

#include "base/random.h"

namespace rda::test {
namespace {

constexpr int kLanes = 3, kCols = 6;
constexpr std::int64_t kBufferBytes = 1 << 20;

/// Makes lanes of units, one in each row: each reads memory, or writes it and then reads it.
class OffChipMaker {
 public:
  OffChipMaker(std::uint64_t seed, std::int64_t steps)
      : random_(seed), map_(kLanes, kCols), steps_(steps > 0 ? steps : one_of({1, 2, 3, 30})) {}

  OffChipCase make() {
    chip();
    map_.steps(steps_);
    const int lanes = 1 + below(kLanes);
    for (int row = 0; row < lanes; ++row) lane(row);
    tensors();
    OffChipCase made;
    made.chip = map_.chip;
    made.mapping = map_.finished();
    made.tensors = map_.tensors;
    made.options.verify_steps = below(2) * (1 + below(2));
    made.options.max_cycles = 200'000;
    if (below(3) == 0) {
      made.options.disturbance.stall_seed = random_.next() % 1000;
      made.options.disturbance.stall_per_mille = 100;
      made.options.disturbance.stall_period = 20 + below(30);
    }
    return made;
  }

 private:
  int below(int n) { return static_cast<int>(random_.below(static_cast<std::uint64_t>(n))); }
  int one_of(std::initializer_list<int> numbers) {
    return *(numbers.begin() + below(static_cast<int>(numbers.size())));
  }

  void chip() {
    Chip& chip = map_.chip;
    chip.network.tracks = {16, 16, 16};
    chip.network.hop_latency = one_of({1, 1, 2});
    const int depth = one_of({1, 2, 4, 16});
    chip.pcu.fifo_depth = chip.stream.fifo_depth = {depth, depth, depth};
    chip.clock_mhz = one_of({1000, 730, 1333});
    chip.stream.sources.interval = one_of({1, 1, 3});
    chip.stream.sinks.interval = one_of({1, 1, 2, 9});
    ChannelConfig channels{
        .count = one_of({1, 2, 3}), .interleave = one_of({1, 2, 5}), .queue = one_of({1, 3, 16})};
    if (below(2) == 0)
      channels.model = dram();
    else
      channels.model =
          SimpleChannel{one_of({16, 48, 64, 128}), one_of({1, 3, 5}), one_of({1, 7, 40})};
    if (channels.model.index() == 0) channels.burst_bytes = one_of({32, 64, 128});
    map_.memory(channels, one_of({4, 5, 16}));
    AgConfig& ags = chip.memory->ags;
    ags.count = 2 * kLanes;
    ags.fifo_depth = {depth, depth, depth};
  }

  DramChannel dram() {
    DramChannel dram;
    dram.preset =
        kDramPresets[static_cast<std::size_t>(below(static_cast<int>(kDramPresets.size())))];
    dram.timing["tREFI"] = one_of({0, 1300, 2000});
    dram.page = below(2) == 0 ? PagePolicy::open : PagePolicy::closed;
    dram.cap = one_of({0, 1, 4});
    dram.writes_high = one_of({1, 2, 8});
    dram.writes_low = 0;
    return dram;
  }

  std::string name(const std::string& what, int row) const { return what + std::to_string(row); }

  Path along(int row, int from, int to) const {
    Path path;
    for (int col = from; col != to; col += from < to ? 1 : -1) path.push_back({row, col});
    path.push_back({row, to});
    return path;
  }

  /// A random access of buffer `row`, whose loops are those of a lane.
  Access access(int row, TokenKind kind, const Loops& loops) {
    Access made;
    made.buffer = row;
    const bool narrow = below(3) == 0;
    made.format = narrow ? Format::bf16 : Format::fp32;
    const int width = made.lane_stride = narrow ? 2 : 4;
    const int token = kind == TokenKind::vector ? 16 * width : width;
    made.offset = width * below(40);
    made.strides = {token * one_of({0, 1, 1, 1, 2, 5}), token * static_cast<int>(loops[0]),
                    token * one_of({0, 0, 0, 8})};
    made.slot_level = static_cast<int>(loops.size());
    return made;
  }

  static int stages(const Access& access) {
    int stages = 0;
    for (const std::int64_t stride : access.strides) stages += stride != 0;
    return std::max(1, stages);
  }

  void stream(TokenKind kind, const std::string& stream, const std::string& from,
              const std::vector<std::string>& to, const std::vector<Path>& paths) {
    kind == TokenKind::vector ? map_.vector(stream, from, to, paths)
                              : map_.scalar(stream, from, to, paths);
  }

  void sink(int row, std::int64_t tokens) {
    map_.sink(name("out", row), {row, kCols - 1}, tokens) = {
        .tensor = name("y", row), .tokens_per_item = tokens / steps_, .format = Format::fp32};
  }

  /// The program that reads a lane's buffer. @return tokens that it makes
  std::int64_t reader(int row, int ag, TokenKind kind, const Loops& loops, bool go) {
    const Access place = access(row, kind, loops);
    const int level = below(4) == 0 ? 1 : 0;
    Bounds where;
    if (below(4) == 0 && loops[0] > 1) where.add({0, 1, loops[0]});
    auto unit = map_.ag(name("R", row), ag, false, loops, stages(place));
    unit.out("q", {.level = level, .where = where, .access = place});
    if (go) unit.in("go", {.where = {Bound{0, 0, 1}, Bound{1, 0, 1}, Bound{2, 0, 1}}});
    if (below(3) == 0) unit.ii(1 + below(4));
    const Program& program = map_.mapping.units.back().programs.front();
    return program.tokens(program.outputs.front());
  }

  void lane(int row) {
    map_.memory_buffer({.name = name("x", row),
                        .offset = row * kBufferBytes,
                        .slot_bytes = kBufferBytes,
                        .contents = {content(row)}});
    const TokenKind kind = below(2) == 0 ? TokenKind::vector : TokenKind::scalar;
    const Loops loops{1 + below(20), 1 + below(4), steps_};
    switch (below(4)) {
      case 0:
        return plain(row, kind, loops);
      case 1:
        return through_pcu(row, kind, loops, false);
      case 2:
        return written(row, kind, loops);
      default:
        return through_pcu(row, kind, loops, true);
    }
  }

  Content content(int row) const {
    return {.tensor = name("w", row), .pitch = 256, .rows = 64, .cols = 64};
  }

  void plain(int row, TokenKind kind, const Loops& loops) {
    const std::int64_t tokens = reader(row, 2 * row, kind, loops, false);
    sink(row, tokens);
    stream(kind, name("q", row), name("R", row) + ".q", {name("out", row)},
           {along(row, 0, kCols - 1)});
  }

  /// With `copied` another generator writes the tokens to a place behind those that are read.
  void through_pcu(int row, TokenKind kind, const Loops& loops, bool copied) {
    const std::int64_t tokens = reader(row, 2 * row, kind, loops, false);
    map_.pcu(name("P", row), {row, 2}, {tokens}, 1)
        .ii(one_of({1, 1, 2, 6}))
        .in("a")
        .out("b")
        .element_wise();
    std::vector<std::string> readers{name("P", row) + ".a"};
    std::vector<Path> paths{along(row, 0, 2)};
    if (copied) {
      Access place = access(row, kind, {tokens, 1});
      place.strides = {std::min<std::int64_t>(place.strides[0], 128)};
      place.offset += kBufferBytes / 2;
      place.slot_level = 1;
      map_.ag(name("W", row), 2 * row + 1, true, {tokens}, stages(place))
          .in("d", {.access = place});
      readers.push_back(name("W", row) + ".d");
      paths.push_back(along(row, 0, kCols - 1));
    }
    sink(row, tokens);
    stream(kind, name("q", row), name("R", row) + ".q", readers, paths);
    stream(kind, name("b", row), name("P", row) + ".b", {name("out", row)},
           {along(row, 2, kCols - 1)});
  }

  /// A generator writes what a source sends; another one reads it behind its last write.
  void written(int row, TokenKind kind, const Loops& loops) {
    const std::int64_t sent = loops[0] * loops[1] * steps_;
    map_.source(name("in", row), {row, 0}, sent, name("s", row)) = {
        .tensor = name("s", row), .tokens_per_item = loops[0] * loops[1], .format = Format::fp32};
    const Access place = access(row, kind, loops);
    map_.ag(name("W", row), 2 * row, true, loops, stages(place))
        .in("d", {.access = place})
        .out("done", {.where = {Bound{0, loops[0] - 1, loops[0]}, Bound{1, loops[1] - 1, loops[1]},
                                Bound{2, steps_ - 1, steps_}}});
    const std::int64_t tokens = reader(row, 2 * row + 1, kind, loops, true);
    sink(row, tokens);
    stream(kind, name("d", row), name("in", row), {name("W", row) + ".d"}, {{{row, 0}}});
    map_.control(name("done", row), name("W", row) + ".done", {name("R", row) + ".go"},
                 {along(row, 0, kCols - 1)});
    stream(kind, name("q", row), name("R", row) + ".q", {name("out", row)}, {{{row, kCols - 1}}});
  }

  void tensors() {
    for (int row = 0; row < kLanes; ++row) {
      Tensor weights{64, 64, {}}, sent{steps_, 20 * 4 * 16, {}};
      for (int n = 0; n < 64 * 64; ++n) weights.values.push_back(static_cast<float>(n % 97) / 8);
      for (std::int64_t n = 0; n < sent.rows * sent.cols; ++n)
        sent.values.push_back(static_cast<float>(n % 89) / 4);
      map_.tensors[name("w", row)] = weights;
      map_.tensors[name("s", row)] = sent;
    }
  }

  Random random_;
  HandMapping map_;
  std::int64_t steps_;
};

}  // namespace

OffChipCase off_chip_case(std::uint64_t seed, std::int64_t steps) {
  return OffChipMaker(seed, steps).make();
}

}  // namespace rda::test
