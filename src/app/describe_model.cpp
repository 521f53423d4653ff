// SPDX-License-Identifier: Apache-2.0
#include "app/describe_model.h"

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <vector>

#include "app/cache_choice.h"
#include "app/set_words.h"
#include "base/shipped.h"
#include "base/text.h"
#include "flow/inputs.h"
#include "flow/make_mapping.h"
#include "json/overrides.h"
#include "onnx/network.h"
#include "rda/error.h"
#include "rda/graph.h"
#include "workload/layers.h"
#include "workload/onnx_workload.h"

namespace rda::app {
namespace {

std::int64_t parameters_of(const onnx::Network& network, std::size_t layer) {
  std::int64_t count = 0;
  for (const auto& [name, array] : network.arrays) {
    const std::string place = fmt::format("_l{}", layer);
    const std::size_t at = name.find(place);
    const bool state = name.starts_with("h0_") || name.starts_with("c0_") || name.starts_with("x_");
    const bool here =
        at != name.npos && (at + place.size() == name.size() || name[at + place.size()] == '_');
    if (here && !state) count += onnx::count_of(array.shape);
  }
  return count;
}

/// "lstm reverse peepholes"
std::string kind_of(const onnx::Layer& layer) {
  std::string kind = layer.type;
  if (layer.activation != "none") kind += ' ' + layer.activation;
  if (layer.relu) kind += " relu";
  if (layer.direction != "forward") kind += ' ' + layer.direction;
  if (layer.peepholes) kind += " peepholes";
  if (layer.coupled) kind += " coupled";
  for (const auto& activation : {layer.gate, layer.candidate, layer.output})
    if (activation) kind += ' ' + activation->function;
  if (layer.clip > 0) kind += " clip";
  if (layer.residual) kind += " residual";
  if (layer.initial >= 0) kind += fmt::format(" initial {}", layer.initial);
  if (layer.over >= 0) kind += fmt::format(" {} over {}", layer.score, layer.over);
  return kind;
}

std::string layers_text(const onnx::Network& network, const Workload& workload) {
  std::string text = fmt::format("\n{:<5} {:<28} {:>7} {:>7} {:>12}\n", "layer", "type", "input",
                                 "output", "parameters");
  std::int64_t total = 0;
  const std::vector<workload::PlacedLayer> placed = workload::layers_of(workload);
  for (std::size_t i = 0; i < placed.size(); ++i) {
    const std::int64_t parameters = parameters_of(network, i);
    total += parameters;
    std::int64_t output = 0;
    for (const workload::Part& part : placed[i].outputs()) output += part.size;
    text += fmt::format("{:<5} {:<28} {:>7} {:>7} {:>12}\n", i, cut(kind_of(network.layers[i]), 28),
                        placed[i].input, output, parameters);
  }
  return text + fmt::format("{:<50}{:>12}\n\nmultiply-accumulates  {:.4g} in all\n", "all", total,
                            static_cast<double>(macs_of_run(lower(workload))));
}

std::string shown(const onnx::Output& output, const onnx::Network& network) {
  std::string text;
  for (const onnx::OutputPart& part : output.parts) {
    if (!text.empty()) text += ", then ";
    const int last = static_cast<int>(network.layers.size()) - 1;
    const std::string layer = fmt::format("layer {}", part.layer);
    switch (part.shown) {
      case onnx::Shown::y:
        text += part.layer == last ? "every step" : layer + ", every step";
        break;
      case onnx::Shown::last:
        text += "one step";
        break;
      case onnx::Shown::h_n:
        text += "h of " + layer + " after the last step";
        break;
      case onnx::Shown::c_n:
        text += "c of " + layer + " after the last step";
        break;
    }
  }
  return text;
}

std::string fits_text(const Workload& workload) {
  std::string text = "\nfits (weights " + std::string(word(workload.formats.weights)) + ")\n";
  for (const std::string& name : shipped_names("configs", ".json")) {
    flow::Inputs inputs;
    inputs.chip = load_chip(shipped_folder() / "configs" / (name + ".json"));
    inputs.workload = workload;
    flow::PlacementCache cache(choose_cache({}));
    std::string line = fmt::format("  {:<20} ", name);
    try {
      const std::vector<flow::Mapped> mapped = flow::make_mappings(inputs, {}, cache);
      line += mapped.size() == 1
                  ? fmt::format("yes: {} units", mapped.front().mapping.units.size())
                  : fmt::format("in {} sections, one after the other", mapped.size());
    } catch (const MappingError& error) {
      line += std::string("no: ") + one_line(error.what(), 300);
    }
    text += wrapped(line + '\n', kScreenColumns, 23);
  }
  return text;
}

}  // namespace

std::string describe_model(const std::string& file, const std::vector<std::string>& sets) {
  const std::vector<Override> overrides = overrides_of(sets, {});
  json::reject_unknown(overrides, flow::known_knobs());
  std::string text = one_line(std::filesystem::path(file).filename().string(), 60) + "\n\n";
  for (const onnx::GraphInput& input : onnx::inputs_of(file))
    text += fmt::format("input   {} [{}]\n", one_line(input.name, 40), join(input.dims, ", "));
  const Workload workload = load_workload(file, overrides);
  const onnx::Network network = workload::network_of(workload);
  for (const onnx::Output& output : network.outputs)
    text += wrapped(fmt::format("output  {} {}: {}\n", one_line(output.name, 40),
                                onnx::to_string(output.shape), shown(output, network)),
                    kScreenColumns, 10);
  text += fmt::format("x       {}, {} steps, batch {}; weights in {}\n", one_line(network.x, 40),
                      workload.steps, workload.batch, network.type);
  for (const auto& [layer, name] : network.inputs)
    text += fmt::format("x_l{:<4} {}, {} steps, the input of layer {}\n", layer, one_line(name, 40),
                        network.layers[static_cast<std::size_t>(layer)].steps, layer);
  return text + layers_text(network, workload) + fits_text(workload);
}

}  // namespace rda::app
