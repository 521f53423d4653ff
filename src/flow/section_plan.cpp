// SPDX-License-Identifier: Apache-2.0
#include "flow/section_plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "graph/cut.h"
#include "rda/error.h"

namespace rda::flow {
namespace {

constexpr std::int64_t kNoWay = std::numeric_limits<std::int64_t>::max();

/// Chooses cuts. A piece is what lies between two places where the network can be cut.
class Planner {
 public:
  Planner(const Graph& graph, const Chip& chip, const MappingOptions& options)
      : graph_(graph), chip_(chip), options_(options), begins_(graph::cut_points(graph)) {
    begins_.insert(begins_.begin(), 0);
    begins_.push_back(static_cast<int>(std::ssize(graph.layers)));
  }

  std::vector<int> run() {
    const int pieces = static_cast<int>(std::ssize(begins_)) - 1;
    if (pieces < 2 || options_.sections > pieces) refuse_number(pieces);
    for (int piece = 0; piece < pieces; ++piece)
      if (const auto problem = misfit_of(piece, piece + 1)) refuse_piece(piece, *problem);
    const int least = options_.sections > 0 ? options_.sections : 2;
    const int most = options_.sections > 0 ? options_.sections : pieces;
    for (int sections = least; sections <= most; ++sections)
      if (const auto cuts = cuts_into(sections)) return *cuts;
    throw MappingError(graph_.name, fmt::format("does not fit as {} sections (a larger number may, "
                                                "up to /sections={})",
                                                options_.sections, pieces));
  }

 private:
  std::span<const int> places() const { return std::span(begins_).subspan(1, begins_.size() - 2); }

  [[noreturn]] void refuse_number(int pieces) const {
    if (pieces >= 2)
      throw MappingError("sections",
                         fmt::format("{} (the network can be cut before layers {}: at most {} "
                                     "sections)",
                                     options_.sections, fmt::join(places(), ", "), pieces));
    std::string why = "has one layer";
    if (std::ssize(graph_.layers) > 1)
      why = "can be cut nowhere (before layer 1: " + *graph::cut_problem(graph_, 1) + ")";
    throw MappingError("sections", fmt::format("{} {}", graph_.name, why));
  }

  [[noreturn]] void refuse_piece(int piece, const std::string& problem) const {
    const std::string layers = layers_text(begin(piece), begin(piece + 1) - 1);
    throw MappingError(layers, fmt::format("{} not fit as a section: {}",
                                           layers.starts_with("layers") ? "do" : "does", problem));
  }

  int begin(int piece) const { return begins_[static_cast<std::size_t>(piece)]; }

  /// What pieces [first, last) lack as a section.
  const std::optional<std::string>& misfit_of(int first, int last) {
    const auto [known, is_new] = misfits_.try_emplace({first, last});
    if (!is_new) return known->second;
    std::vector<int> cuts;
    if (first > 0) cuts.push_back(begin(first));
    if (last + 1 < std::ssize(begins_)) cuts.push_back(begin(last));
    const Graph section = graph::section_of(graph_, cuts, first > 0 ? 1 : 0);
    return known->second = misfit(section, chip_, options_);
  }

  std::int64_t macs_of(int first, int last) const {
    std::int64_t macs = 0;
    for (const Node& node : graph_.nodes)
      if (node.op == Op::matvec && node.origin.layer >= begin(first) &&
          node.origin.layer < begin(last))
        macs += node.size * graph_.nodes[node.args[0]].size * graph_.items_of(node);
    return macs;
  }

  /// The way to cut all pieces from `first` on into so many sections.
  struct Way {
    std::int64_t largest = kNoWay;  ///< multiply-accumulates of the largest section
    std::vector<int> cuts = {};
  };

  Way best(int first, int sections) {
    const int pieces = static_cast<int>(std::ssize(begins_)) - 1;
    if (sections == 1) {
      if (misfit_of(first, pieces)) return {};
      return {macs_of(first, pieces), {}};
    }
    const auto [known, is_new] = ways_.try_emplace({first, sections});
    if (!is_new) return known->second;
    Way chosen;
    for (int next = first + 1; next <= pieces - sections + 1; ++next) {
      if (misfit_of(first, next)) break;  // nor does a larger one fit
      Way rest = best(next, sections - 1);
      if (rest.largest == kNoWay) continue;
      rest.largest = std::max(rest.largest, macs_of(first, next));
      if (rest.largest >= chosen.largest) continue;
      rest.cuts.insert(rest.cuts.begin(), begin(next));
      chosen = std::move(rest);
    }
    return ways_[{first, sections}] = std::move(chosen);
  }

  std::optional<std::vector<int>> cuts_into(int sections) {
    Way way = best(0, sections);
    if (way.largest == kNoWay) return std::nullopt;
    return std::move(way.cuts);
  }

  const Graph& graph_;
  const Chip& chip_;
  const MappingOptions& options_;
  std::vector<int> begins_;  // first layers of pieces, and the number of layers
  std::map<std::pair<int, int>, std::optional<std::string>> misfits_;
  std::map<std::pair<int, int>, Way> ways_;  // by first piece and sections
};

/// Bytes of the weights of all layers from `layer` on.
double weight_bytes(const Graph& graph, const Chip& chip, int layer) {
  double sum = 0;
  for (const Node& node : graph.nodes) {
    if (node.op != Op::matvec || node.tensor.empty() || node.origin.layer < layer) continue;
    const int each = chip.pcu.packing ? bytes(node.formats.weights) : 4;
    sum += static_cast<double>(node.size * graph.nodes[node.args[0]].size * each);
  }
  return sum;
}

double pmu_bytes(const Chip& chip) {
  return static_cast<double>(std::ssize(sites_of(chip, UnitKind::pmu)) * chip.pmu.capacity_bytes());
}

}  // namespace

std::string layers_text(int first, int last) {
  return first == last ? fmt::format("layer {}", first) : fmt::format("layers {}-{}", first, last);
}

MappingOptions with_sequences_on_chip(MappingOptions options) {
  if (options.sequences == Sequences::policy) options.sequences = Sequences::resident;
  return options;
}

std::vector<int> plan_sections(const Graph& graph, const Chip& chip,
                               const MappingOptions& options) {
  MappingOptions on_chip = with_sequences_on_chip(options);
  if (options.weights == Weights::policy) on_chip.weights = Weights::own;
  try {
    return Planner(graph, chip, on_chip).run();
  } catch (const MappingError&) {
    return Planner(graph, chip, options).run();
  }
}

std::optional<std::vector<int>> faster_sections(const Graph& graph, const Chip& chip,
                                                const MappingOptions& options) {
  if (!chip.memory || options.weights != Weights::policy || graph::cut_points(graph).empty())
    return std::nullopt;
  MappingOptions on_chip = with_sequences_on_chip(options);
  on_chip.weights = Weights::own;
  if (!misfit(graph, chip, on_chip)) return std::nullopt;
  std::vector<int> cuts;
  try {
    cuts = Planner(graph, chip, on_chip).run();
  } catch (const MappingError&) {
    return std::nullopt;
  }
  const double peak = peak_bytes_per_cycle(chip.memory->channels, chip.clock_mhz);
  const double configure = chip.memory->host.configure_us * chip.clock_mhz;
  const double change =
      configure * static_cast<double>(cuts.size()) + weight_bytes(graph, chip, cuts.front()) / peak;
  const double lacking = weight_bytes(graph, chip, 0) - pmu_bytes(chip);
  const auto items = static_cast<double>(graph.steps * graph.batch);
  if (change >= lacking * items / peak) return std::nullopt;
  return cuts;
}

}  // namespace rda::flow
