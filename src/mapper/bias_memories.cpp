// SPDX-License-Identifier: Apache-2.0
// PMUs that hold biases and other weights that are used element by element, and send each once per
// row.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "mapper/memories.h"

namespace rda::mapper {
namespace {

/// The elements of one bundle of a bias, and the stream that sends them.
struct BiasStream {
  NodeId node;
  Bundle bundle;
  StreamId stream;
};

/// The elements of a row group lie side by side, those of one stream after those of another.
class BiasMemory {
 public:
  BiasMemory(Builder& b, int number, const std::vector<BiasStream>& streams)
      : b_(b),
        streams_(streams),
        loops_{streams.front().bundle.count(), b.rows(streams.front().node)},
        element_(b.plan.hv * 4),
        width_(std::ssize(streams) * loops_.turns * element_) {
    Origin origin;  // rows of several gates and layers
    origin.role = Role::bias;
    origin.index = {number};
    pmu_ = new_unit(UnitKind::pmu, fmt::format("bias[{}]", number), std::move(origin));
    pmu_.buffers.push_back({"biases", 0, loops_.rows * width_, 1, {}});
    read_.space = loops_.space(b.items(streams.front().node));
  }

  void add() {
    std::int64_t offset = 0;
    for (const BiasStream& stream : streams_) {
      add_contents(stream, offset);
      add_port(stream, offset);
      offset += loops_.turns * element_;
    }
    add_read_program(b_, pmu_, std::move(read_));
    b_.add_unit(std::move(pmu_));
  }

 private:
  void add_contents(const BiasStream& stream, std::int64_t offset) {
    for (int u = stream.bundle.begin; u < stream.bundle.end; ++u, offset += element_) {
      Content c;
      c.tensor = b_.node(stream.node).tensor;
      c.offset = offset;
      if (b_.plan.vectors()) {
        add_vectors(stream.node, u, c);
        continue;
      }
      c.pitch = width_;
      c.first_row = u;
      c.row_step = b_.hu(stream.node);
      c.rows = b_.rows_of(stream.node, u);
      pmu_.buffers[0].contents.push_back(c);
    }
  }

  /// Adds the elements at position u, each a vector, from the content's offset on.
  void add_vectors(NodeId node, int u, Content c) {
    c.pitch = 4;
    for (std::int64_t row = 0; row < b_.rows_of(node, u); ++row, c.offset += width_) {
      const auto [first, last] = b_.rows_in(node, u + row * b_.hu(node));
      c.first_row = first;
      c.rows = last - first;
      pmu_.buffers[0].contents.push_back(c);
    }
  }

  void add_port(const BiasStream& stream, std::int64_t offset) {
    const auto& [node, bundle, number] = stream;
    Port out = port(b_.node(node).name + index_text(bundle), number, 0,
                    loops_.bounds(b_, node, bundle, 0));
    Access& access = out.access.emplace();
    access.offset = offset;
    if (loops_.turns > 1) access.strides.push_back(element_);
    access.strides.push_back(width_);
    access.slot_level = static_cast<int>(read_.space.rank());
    read_.outputs.push_back(std::move(out));
  }

  Builder& b_;
  const std::vector<BiasStream>& streams_;
  const TurnLoops loops_;
  const std::int64_t element_;  // bytes of an element
  const std::int64_t width_;    // bytes of a row group
  Unit pmu_;
  Program read_;
};

}  // namespace

// Bias streams of one domain, phase, size, hu and width share PMUs. A PMU has at most one for each
// output, and a scalar for each bank or a vector for each cycle of a row group.
void add_biases(Builder& b) {
  std::map<std::tuple<int, int, std::int64_t, int, int>, std::vector<BiasStream>> groups;
  for (const auto& [read, streams] : b.scalar_reads)
    if (b.node(read.node).op == Op::bias)
      for (const auto& [stream, bundle] : streams)
        groups[{b.node(read.node).domain, read.phase, b.node(read.node).size, b.hu(read.node),
                bundle.count()}]
            .push_back({read.node, bundle, stream});
  int number = 0;
  for (const auto& [key, streams] : groups) {
    const int wide = std::get<4>(key);
    const int outputs = b.chip.pmu.outputs[b.plan.element_kind()];
    const int at_once = b.plan.vectors()
                            ? std::min(kMostVectors, b.stages[streams.front().node].row_cycles)
                            : b.chip.pmu.banks;
    const int most = std::min(outputs, at_once / wide);
    for (const std::vector<BiasStream>& share : even_shares(streams, std::max(1, most)))
      BiasMemory(b, number++, share).add();
  }
}

}  // namespace rda::mapper
