// SPDX-License-Identifier: Apache-2.0
// Inner and outer product of Prabhakar et al., ISCA 2017, as mappings by hand: how many units they
// take, and what of the memory's peak they reach.
//   kernels CHIP.json
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "hand.h"
#include "rda/error.h"
#include "rda/simulate.h"

namespace kernels {
namespace {

using namespace rda;

constexpr int kLanes = 16, kVector = 4 * kLanes;  // of fp32

/// Whole numbers, so that sums in any order are the same.
Tensor numbers(std::int64_t rows, std::int64_t cols) {
  Tensor tensor{rows, cols, {}};
  for (std::int64_t i = 0; i < rows * cols; ++i)
    tensor.values.push_back(static_cast<float>(i % 3) - 1);
  return tensor;
}

/// Address stages of an AG: loops that move its address.
Program reads(std::vector<std::int64_t> loops, StreamId to, Access from) {
  int stages = 0;
  for (const std::int64_t stride : from.strides) stages += stride != 0;
  Program program{.space = {std::move(loops)}, .latency = std::max(1, stages)};
  from.slot_level = static_cast<int>(program.space.rank());
  program.outputs = {access("out", to, std::move(from))};
  program.work = ExternalAccess{};
  return program;
}

/// The port through which the last token of a run leaves.
void add_sink(Hand& hand, StreamId from, std::string tensor) {
  Program program{.space = {{1}}, .latency = 0};
  program.inputs = {port("in", from)};
  program.work = PortTransfer{.tensor = std::move(tensor), .format = Format::fp32};
  hand.unit(UnitKind::sink, "sink", std::move(program));
}

/// Adds the scalars of streams, as many in a PCU as it has inputs. @return the stream of the sum
StreamId add_sums(Hand& hand, const Chip& chip, std::vector<StreamId> terms) {
  const auto most = static_cast<std::size_t>(chip.pcu.inputs.scalar);
  for (int number = 0; terms.size() > 1; ++number) {
    const std::size_t count = std::min(most, terms.size());
    Program program{.space = {{1}}, .latency = static_cast<int>(count) - 1};
    Operations adds;
    for (std::size_t i = 0; i < count; ++i) {
      program.inputs.push_back(port("in" + std::to_string(i), terms[i]));
      const int before = i == 1 ? 0 : static_cast<int>(count + i) - 2;
      if (i > 0) adds.operations.push_back({ScalarOp::add, before, static_cast<int>(i)});
    }
    terms.erase(terms.begin(), terms.begin() + static_cast<std::ptrdiff_t>(count));
    terms.insert(terms.begin(), hand.stream("s" + std::to_string(number), TokenKind::scalar));
    program.outputs = {port("out", terms.front())};
    program.work = std::move(adds);
    hand.unit(UnitKind::pcu, "sum" + std::to_string(number), std::move(program));
  }
  return terms.front();
}

/// Two AGs and a PCU for each of `units` parts of a · b.
void inner_product(Hand& hand, const Chip& chip, Tensors& tensors, int units) {
  constexpr std::int64_t kSize = 1 << 18;
  std::vector<int> buffers;
  for (const char* name : {"a", "b"}) {
    tensors[name] = numbers(1, kSize);
    buffers.push_back(hand.buffer(name, 1, kSize));
  }
  const std::int64_t vectors = kSize / kLanes / units;
  std::vector<StreamId> sums;
  for (int u = 0; u < units; ++u) {
    const std::string number = std::to_string(u);
    Program dot{.space = {{vectors}}, .latency = 6};  // multiply, tree of 16 lanes, accumulate
    for (const int buffer : buffers) {
      const std::string name = (buffer == 0 ? "a" : "b") + number;
      const StreamId stream = hand.stream(name, TokenKind::vector);
      hand.unit(UnitKind::ag, name + ".reader",
                reads({vectors}, stream,
                      {.buffer = buffer, .offset = u * kVector, .strides = {units * kVector}}));
      dot.inputs.push_back(port(name, stream));
    }
    sums.push_back(hand.stream("dot" + number, TokenKind::scalar));
    dot.outputs = {port("out", sums.back(), 1)};
    dot.work = DotProduct{Format::fp32, Format::fp32, Format::fp32, {0}, {1}, {0}};
    hand.unit(UnitKind::pcu, "dot" + number, std::move(dot));
  }
  add_sink(hand, add_sums(hand, chip, sums), "y");
}

/// A PMU that keeps part `u` of vector b, which one AG brings, and sends it in each row.
Unit& keep_part(Hand& hand, int u, int units, std::int64_t vectors, std::int64_t rows,
                StreamId from, StreamId to) {
  const std::string number = std::to_string(u);
  const StreamId full = hand.local("full" + number);
  Program read{.space = {{vectors, rows}}, .latency = 2};  // a stage and a cycle
  read.inputs = {port("full", full)};
  read.inputs[0].where = {{0, 0, 1}, {1, 0, 1}};
  read.outputs = {access("out", to, {.strides = {kVector}, .slot_level = 2})};
  read.work = MemoryAccess{};
  Program write{.space = {{units, vectors}}, .latency = 2};
  write.inputs = {access("in", from, {.strides = {0, kVector}, .slot_level = 2})};
  write.inputs[0].access->keep = {{0, u, u + 1}};
  write.outputs = {port("filled", full, 2)};
  write.work = MemoryAccess{.writes = true};
  Unit& pmu = hand.unit(UnitKind::pmu, "b" + number, std::move(read));
  pmu.programs.push_back(std::move(write));
  pmu.buffers = {{.name = "b", .slot_bytes = vectors * kVector}};
  return pmu;
}

/// A PCU, a PMU with a part of b and an AG that writes for each of `units` parts of the columns.
void outer_product(Hand& hand, Tensors& tensors, int units) {
  constexpr std::int64_t kRows = 256;
  const std::int64_t vectors = 64 / units, columns = vectors * units * kLanes;
  tensors["a"] = numbers(1, kRows);
  tensors["b"] = numbers(1, columns);
  const int a = hand.buffer("a", 1, kRows), b = hand.buffer("b", 1, columns);
  const int c = hand.buffer("c", kRows, columns);
  hand.mapping.memory.back().contents.clear();
  const StreamId rows = hand.stream("a", TokenKind::scalar);
  const StreamId row = hand.stream("b", TokenKind::vector);
  hand.unit(UnitKind::ag, "a.reader", reads({kRows}, rows, {.buffer = a, .strides = {4}}));
  hand.unit(UnitKind::ag, "b.reader",
            reads({vectors * units}, row, {.buffer = b, .strides = {kVector}}));
  Program join{.space = {{1}}, .latency = 1};
  for (int u = 0; u < units; ++u) {
    const std::string number = std::to_string(u);
    const StreamId part = hand.stream("part" + number, TokenKind::vector);
    const StreamId made = hand.stream("c" + number, TokenKind::vector);
    const StreamId done = hand.stream("done" + number, TokenKind::control);
    keep_part(hand, u, units, vectors, kRows, row, part);
    Program multiply{.space = {{vectors, kRows}}, .latency = 1};
    multiply.inputs = {port("b", part), port("a", rows, 1)};
    multiply.outputs = {port("out", made)};
    multiply.work = Operations{{{ScalarOp::mul, 0, 1}}};
    hand.unit(UnitKind::pcu, "multiply" + number, std::move(multiply));
    Program write{.space = {{vectors, kRows}}, .latency = 2};
    write.inputs = {access("in", made,
                           {.buffer = c,
                            .offset = u * kVector,
                            .strides = {units * kVector, 4 * columns},
                            .slot_level = 2,
                            .tap = "c",
                            .tap_row = u * kLanes,
                            .tap_step = columns,
                            .tap_turn = units * kLanes})};
    write.outputs = {port("done", done, 2)};
    write.work = ExternalAccess{.writes = true};
    hand.unit(UnitKind::ag, "c.writer" + number, std::move(write));
    join.inputs.push_back(port("done" + number, done));
  }
  join.outputs = {port("out", hand.stream("done", TokenKind::control))};
  const StreamId all = join.outputs[0].stream;
  hand.unit(UnitKind::pcu, "join", std::move(join));
  add_sink(hand, all, "");
}

/// @throws std::runtime_error  if the run's values are not those of the product
void compare(const Tensors& tensors, const RunResult& result, bool inner) {
  const std::vector<float>&a = tensors.at("a").values, &b = tensors.at("b").values;
  double sum = 0;
  for (std::size_t i = 0; inner && i < a.size(); ++i) sum += double{a[i]} * b[i];
  bool same = !inner || result.values.at("y").front() == sum;
  for (std::size_t i = 0; !inner && i < a.size(); ++i)
    for (std::size_t j = 0; j < b.size(); ++j)
      same = same && result.values.at("c").at(i * b.size() + j) == double{a[i]} * b[j];
  if (!same) throw std::runtime_error("the values are not those of the product");
}

void run(const Chip& chip, bool inner, int units) {
  Hand hand(chip);
  Tensors tensors;
  inner ? inner_product(hand, chip, tensors, units) : outer_product(hand, tensors, units);
  hand.finish();
  SimulateOptions how;
  how.verify_steps = 1;
  const RunResult result = simulate(chip, hand.mapping, tensors, how);
  compare(tensors, result, inner);
  const auto share = [&](UnitKind kind, std::size_t all) {
    const auto used = std::ranges::count(hand.mapping.units, kind, &Unit::kind);
    return 100 * static_cast<double>(used) / static_cast<double>(all);
  };
  double bytes = 0;
  for (const ChannelResult& channel : result.channels)
    bytes +=
        static_cast<double>(channel.reads + channel.writes) * chip.memory->channels.burst_bytes;
  const double cycles = static_cast<double>(result.cycles);
  std::printf("%s %6d %8.1f %8.1f %8.1f %10.0f %9.1f %%\n", inner ? "inner" : "outer", units,
              share(UnitKind::pcu, sites_of(chip, UnitKind::pcu).size()),
              share(UnitKind::pmu, sites_of(chip, UnitKind::pmu).size()),
              share(UnitKind::ag, static_cast<std::size_t>(chip.memory->ags.count)), cycles,
              100 * bytes / cycles / peak_bytes_per_cycle(chip.memory->channels, chip.clock_mhz));
}

}  // namespace
}  // namespace kernels

int main(int argc, char* argv[]) {
  if (argc != 2) {
    std::cerr << "usage: kernels CHIP.json\n";
    return 2;
  }
  try {
    const rda::Chip chip = rda::load_chip(argv[1]);
    std::puts("        parts    PCU %    PMU %     AG %     cycles  of memory's peak");
    for (const bool inner : {true, false})
      for (const int units : {1, 2, 4, 8}) kernels::run(chip, inner, units);
    return 0;
  } catch (const rda::Error& error) {
    std::cerr << "kernels: " << error.what() << '\n';
    return static_cast<int>(error.exit_code);
  } catch (const std::exception& error) {
    std::cerr << "kernels: " << error.what() << '\n';
    return 1;
  }
}
