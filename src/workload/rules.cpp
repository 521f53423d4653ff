// SPDX-License-Identifier: Apache-2.0
#include "workload/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "workload/check_formats.h"
#include "workload/layers.h"
#include "workload/training_rules.h"
#include "workload/workload_fields.h"

namespace rda::workload {
namespace {

using Problems = std::vector<json::Problem>;

/// A size without which there is no layer, and whose default is 0.
std::string no_size(std::string_view meaning, int most = 65536) {
  return fmt::format("missing or 0 ({}: 1 to {})", meaning, most);
}

/// The rules of equal layers.
void check_stack(const Model& model, Problems& problems) {
  if (model.hidden < 1) problems.push_back({"/hidden", no_size("elements of h in a layer")});
}

/// The rules of layers that are listed.
class ListCheck {
 public:
  ListCheck(const Workload& workload, Problems& problems)
      : workload_(workload), placed_(layers_of(workload)), problems_(problems) {}

  void run() {
    if (placed_.size() > kMostLayers)
      problem("", fmt::format("{} layers (at most {})", placed_.size(), kMostLayers));
    if (input_of(workload_) < 1 && !placed_.front().recurrent())
      problems_.push_back({"/input", "missing; the first layer is not recurrent (elements of x)"});
    for (const PlacedLayer& placed : placed_) check(placed);
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
      problem(at(placed, "/hidden"),
              no_size(fmt::format("elements of h of {} {}", article(layer), word(layer.type))));
    if (layer.type == LayerType::linear && layer.size < 1)
      problem(at(placed, "/size"), no_size("elements of a linear layer's output"));
    if (layer.type == LayerType::input && placed.number > 0 && layer.size < 1)
      problem(at(placed, "/size"), no_size("elements of x"));
    if (layer.type == LayerType::input) check_reader(placed);
    if (placed.has_table()) check_embedding(placed);
    if (layer.type == LayerType::attention) check_attention(placed);
    if (layer.feed >= 0) check_feed(placed);
    if (layer.initial >= 0) check_initial(placed);
    if (layer.residual) check_residual(placed);
    if (layer.formats && layer.type == LayerType::input)
      problem(at(placed, "/formats"),
              "an input is sent in the formats of the layer that reads it (leave them out)");
    if (layer.formats) check_formats(*layer.formats, at(placed, ""), problems_);
  }

  static std::string_view article(const Layer& layer) {
    return layer.type == LayerType::gru ? "a" : "an";
  }

  /// The layers before an input have to be attended to.
  void check_reader(const PlacedLayer& placed) {
    const int before = placed.number - 1;
    if (before < 0)
      return problem(at(placed, "/type"),
                     "the first layer reads x, as /input and /steps say (leave this layer out)");
    const auto reads = [&](const PlacedLayer& p) {
      return p.number > placed.number && (p.layer.over == before || p.layer.initial == before);
    };
    if (std::ranges::none_of(placed_, reads))
      problem(at(placed, "/type"),
              fmt::format(
                  "nothing reads layer {} behind this input (attention over {}, or initial states "
                  "of it, would)",
                  before, before));
  }

  void check_embedding(const PlacedLayer& placed) {
    const Layer& layer = placed.layer;
    if (layer.vocabulary < 1)
      problem(at(placed, "/vocabulary"), no_size("rows of the table", kMostIndex));
    if (layer.size < 1) problem(at(placed, "/size"), no_size("elements of a row"));
    if (placed.number > 0 &&
        placed_[static_cast<std::size_t>(placed.number) - 1].layer.type != LayerType::input)
      return problem(
          at(placed, "/type"),
          "an embedding reads x, which numbers rows (as the first layer, or behind an input)");
    if (placed.input != 1)
      problem(placed.number == 0 ? "/input" : fmt::format("/layers/{}/size", placed.number - 1),
              fmt::format(
                  "{} elements of x, of which layer {}, an embedding, reads one (1 would be right)",
                  placed.input, placed.number));
  }

  void check_attention(const PlacedLayer& placed) {
    const Layer& layer = placed.layer;
    if (placed.number == 0)
      return problem(at(placed, "/type"),
                     "attention needs a layer before it, whose output is the query");
    if (layer.over < 0)
      return problem(
          at(placed, "/over"),
          fmt::format("missing (the number of an earlier layer, 0 to {})", placed.number - 1));
    if (layer.over >= placed.number)
      return problem(at(placed, "/over"), fmt::format("{} is no layer before this one (0 to {})",
                                                      layer.over, placed.number - 1));
    const Layer& over = placed_[static_cast<std::size_t>(layer.over)].layer;
    if (ends_sequence(over.type) || over.type == LayerType::input ||
        over.type == LayerType::attention)
      problem(at(placed, "/over"),
              fmt::format("layer {} is of type {}, which makes no sequence of its own (a recurrent "
                          "or linear layer would be right)",
                          layer.over, word(over.type)));
    if (placed.adds_keys() && layer.size < 1)
      problem(at(placed, "/size"), no_size("elements of what additive attention adds"));
    const bool alike =
        std::ranges::equal(placed.parts, placed.attended, {}, &Part::size, &Part::size);
    if (layer.score == AttentionScore::dot && !alike)
      problem(at(placed, "/score"),
              fmt::format("dot compares a query of {} elements with steps of {} (equal numbers, or "
                          "\"general\", would be right)",
                          sizes(placed.parts), sizes(placed.attended)));
  }

  void check_feed(const PlacedLayer& placed) {
    const int feed = placed.layer.feed;
    const bool there = feed > placed.number && feed < std::ssize(placed_);
    const PlacedLayer* from = there ? &placed_[static_cast<std::size_t>(feed)] : nullptr;
    if (!from || from->layer.type != LayerType::attention)
      return problem(at(placed, "/feed"),
                     fmt::format("{} is no attention layer behind this one", feed));
    if (from->domain != placed.domain)
      problem(
          at(placed, "/feed"),
          fmt::format("layer {} reads whole sequences of what lies between (layers that go step "
                      "by step would be right)",
                      feed));
  }

  void check_initial(const PlacedLayer& placed) {
    const Layer& layer = placed.layer;
    if (layer.initial >= placed.number)
      return problem(at(placed, "/initial"),
                     placed.number == 0 ? "the first layer has none before it (leave it out)"
                                        : fmt::format("{} is no layer before this one (0 to {})",
                                                      layer.initial, placed.number - 1));
    const PlacedLayer& from = placed_[static_cast<std::size_t>(layer.initial)];
    if (from.layer.type != layer.type || from.rows() != placed.rows() ||
        from.output() != placed.output() || from.directions.size() != placed.directions.size())
      return problem(at(placed, "/initial"),
                     fmt::format("layer {} has other states (the same type, hidden, projection and "
                                 "number of directions would be right)",
                                 layer.initial));
    if (from.domain == placed.domain)
      problem(at(placed, "/initial"),
              fmt::format("layer {} has not made its last step before (an input between would be "
                          "right)",
                          layer.initial));
  }

  /// A residual is added part by part: the directions of a layer each to one of its input.
  void check_residual(const PlacedLayer& placed) {
    const std::vector<Part> made = placed.outputs();
    if (ends_sequence(placed.layer.type) || placed.layer.type == LayerType::input ||
        placed.layer.type == LayerType::attention || placed.has_table())
      return problem(
          at(placed, "/residual"),
          fmt::format("{} adds nothing to its input (leave it out)", word(placed.layer.type)));
    const bool fits = std::ranges::equal(made, placed.parts, {}, &Part::size, &Part::size) ||
                      (placed.number == 0 && std::ranges::all_of(made, [&](const Part& part) {
                         return part.size == placed.input;
                       }));
    if (fits) return;
    const auto elements = [](const std::vector<Part>& parts) {
      std::int64_t all = 0;
      for (const Part& part : parts) all += part.size;
      return all;
    };
    problem(at(placed, "/residual"),
            fmt::format("adds an input of {} elements to an output of {} ({} would be right)",
                        sizes(placed.parts), sizes(made),
                        elements(placed.parts) == elements(made)
                            ? "each direction is added to one: an output of as many directions"
                            : "equal numbers"));
  }

  /// "8", or "8 + 8" elements.
  static std::string sizes(const std::vector<Part>& parts) {
    std::string text;
    for (const Part& part : parts)
      text += fmt::format("{}{}", text.empty() ? "" : " + ", part.size);
    return text;
  }

  const Workload& workload_;
  const std::vector<PlacedLayer> placed_;
  Problems& problems_;
};

void check_lengths(const RunSpec& run, Problems& problems) {
  if (run.lengths.empty()) return;
  if (std::ssize(run.lengths) != run.batch)
    return problems.push_back(
        {"/lengths", fmt::format("{} lengths for a batch of {} (one for each sequence)",
                                 run.lengths.size(), run.batch)});
  const std::int64_t longest = std::ranges::max(run.lengths);
  if (longest != run.steps)
    problems.push_back(
        {"/lengths", fmt::format("the longest sequence has {} steps, and steps is {} "
                                 "(equal numbers would be right)",
                                 longest, run.steps)});
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
  if (problems.empty()) check_training(workload, problems);
  return problems;
}

}  // namespace rda::workload
