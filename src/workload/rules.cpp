// SPDX-License-Identifier: Apache-2.0
#include "workload/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "workload/check_formats.h"
#include "workload/layers.h"
#include "workload/workload_fields.h"

namespace rda::workload {
namespace {

using Problems = std::vector<json::Problem>;

/// The rules of equal layers.
void check_stack(const Workload& workload, Problems& problems) {
  if (workload.hidden < 1)
    problems.push_back(
        {"/hidden",
         fmt::format("{} is out of range [1, 65536] (elements of h in a layer)", workload.hidden)});
  if (workload.direction == Direction::bidirectional && workload.layers.count > 1)
    problems.push_back({"/layers", fmt::format("layers {} with direction bidirectional: layer 1 "
                                               "would have to wait for whole sequences of layer 0 "
                                               "(1 layer is supported)",
                                               workload.layers.count)});
}

/// The rules of layers that are listed.
class ListCheck {
 public:
  ListCheck(const Workload& workload, Problems& problems)
      : workload_(workload), placed_(layers_of(workload)), problems_(problems) {}

  void run() {
    if (placed_.size() > kMostLayers)
      problem("", fmt::format("{} layers (at most {})", placed_.size(), kMostLayers));
    if (input_of(workload_) < 1)
      problems_.push_back({"/input", "missing; the first layer is not recurrent (elements of x)"});
    for (const PlacedLayer& placed : placed_) check(placed);
    check_directions();
  }

 private:
  static std::string at(const PlacedLayer& placed, const std::string& key) {
    return fmt::format("/layers/{}{}", placed.number, key);
  }
  void problem(const std::string& pointer, const std::string& text) {
    problems_.push_back({pointer.empty() ? "/layers" : pointer, text});
  }

  void check(const PlacedLayer& placed) {
    const Layer& layer = placed.layer;
    if (placed.recurrent() && layer.hidden < 1)
      problem(at(placed, "/hidden"), fmt::format("{} is out of range [1, 65536] (elements of h of "
                                                 "{} {})",
                                                 layer.hidden, article(layer), word(layer.type)));
    if (layer.type == LayerType::linear && layer.size < 1)
      problem(at(placed, "/size"),
              fmt::format("{} is out of range [1, 65536] (elements of a linear layer's output)",
                          layer.size));
    if (layer.residual && placed.input != placed.output())
      problem(at(placed, "/residual"),
              fmt::format("adds an input of {} elements to an output of {} (equal numbers would be "
                          "right)",
                          placed.input, placed.output()));
    if (layer.formats) check_formats(*layer.formats, at(placed, ""), problems_);
  }

  static std::string_view article(const Layer& layer) {
    return layer.type == LayerType::gru ? "a" : "an";
  }

  void check_directions() {
    const Direction direction = direction_of(workload_);
    for (const PlacedLayer& placed : placed_) {
      const Direction own = placed.layer.direction;
      if (own == Direction::bidirectional && placed_.size() > 1)
        problem(at(placed, "/direction"),
                fmt::format("bidirectional with {} layers: the layer behind it would have to wait "
                            "for whole sequences (1 layer is supported)",
                            placed_.size()));
      else if (placed.recurrent() && own != direction)
        problem(at(placed, "/direction"),
                fmt::format("{} behind {}: the layer would have to wait for whole sequences (all "
                            "layers of one direction are supported)",
                            word(own), word(direction)));
    }
  }

  const Workload& workload_;
  const std::vector<PlacedLayer> placed_;
  Problems& problems_;
};

void check_lengths(const Workload& workload, Problems& problems) {
  if (workload.lengths.empty()) return;
  if (std::ssize(workload.lengths) != workload.batch)
    return problems.push_back(
        {"/lengths", fmt::format("{} lengths for a batch of {} (one for each sequence)",
                                 workload.lengths.size(), workload.batch)});
  const std::int64_t longest = std::ranges::max(workload.lengths);
  if (longest != workload.steps)
    problems.push_back(
        {"/lengths", fmt::format("the longest sequence has {} steps, and steps is {} "
                                 "(equal numbers would be right)",
                                 longest, workload.steps)});
}

}  // namespace

std::vector<json::Problem> broken_rules(const Workload& workload) {
  Problems problems;
  if (workload.layers.listed())
    ListCheck(workload, problems).run();
  else
    check_stack(workload, problems);
  check_lengths(workload, problems);
  if (workload.data.find('\0') != std::string::npos)
    problems.push_back({"/data", "contains a NUL character"});
  check_formats(workload.formats, "", problems);
  return problems;
}

}  // namespace rda::workload
