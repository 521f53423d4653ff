// SPDX-License-Identifier: Apache-2.0
#include "training/stages.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

#include "workload/layers.h"

namespace rda::training {
namespace {

/// Of the products of a layer with weights.
struct LayerWork {
  std::int64_t macs = 0;  ///< of a batch
  std::map<std::string, std::int64_t> weights;
};

std::vector<LayerWork> work_of(const Workload& workload, const Graph& forward) {
  std::vector<LayerWork> layers(workload::layers_of(workload).size());
  for (const Node& node : forward.nodes) {
    if (node.op != Op::matvec || node.tensor.empty()) continue;
    LayerWork& layer = layers[static_cast<std::size_t>(std::max(0, node.origin.layer))];
    const std::int64_t weights = node.size * forward.nodes[node.args[0]].size;
    layer.macs += weights * forward.items_of(node);
    layer.weights[node.tensor] = weights;
  }
  return layers;
}

/// First layers of stages of which none has more than `most` multiply-accumulates, or more layers
/// than leave one for each later stage; as long as that goes, each has as many as possible.
std::vector<int> cut(const std::vector<LayerWork>& layers, std::size_t stages, std::int64_t most) {
  std::vector<int> first{0};
  std::int64_t macs = 0;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const bool needed = layers.size() - l == stages - first.size();
    if (static_cast<int>(l) > first.back() && (needed || macs + layers[l].macs > most)) {
      first.push_back(static_cast<int>(l));
      macs = 0;
    }
    macs += layers[l].macs;
  }
  return first;
}

/// The cut whose largest stage is smallest.
std::vector<int> balanced(const std::vector<LayerWork>& layers, std::size_t stages) {
  std::int64_t low = 0, high = 0;
  for (const LayerWork& layer : layers) {
    low = std::max(low, layer.macs);
    high += layer.macs;
  }
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (cut(layers, stages, middle).size() <= stages)
      high = middle;
    else
      low = middle + 1;
  }
  return cut(layers, stages, low);
}

}  // namespace

std::size_t Stages::stage_of(int layer) const {
  const auto later = std::ranges::upper_bound(first_layers, std::max(0, layer));
  return static_cast<std::size_t>(later - first_layers.begin()) - 1;
}

Stages stages_of(const Workload& workload, const Graph& forward) {
  const Pipeline& pipeline = *workload.training->pipeline;
  const auto count = static_cast<std::size_t>(pipeline.stages.size());
  const std::vector<LayerWork> layers = work_of(workload, forward);
  Stages stages;
  stages.first_layers = pipeline.stages.listed() ? pipeline.stages.list : balanced(layers, count);
  stages.times.handover = pipeline.handover_cycles;
  std::vector<StageCycles>& cycles = stages.times.stages;
  if (!pipeline.forward_cycles.empty()) {
    for (std::size_t s = 0; s < count; ++s)
      cycles.push_back(
          {pipeline.forward_cycles[s], pipeline.backward_cycles[s], pipeline.update_cycles[s]});
    return stages;
  }
  cycles.assign(count, {0, 0, 0});
  for (std::size_t l = 0; l < layers.size(); ++l) {
    StageCycles& stage = cycles[stages.stage_of(static_cast<int>(l))];
    stage.forward += layers[l].macs / pipeline.micro_batches;
    for (const auto& [tensor, weights] : layers[l].weights) stage.update += weights;
  }
  for (StageCycles& stage : cycles) {
    stage.forward = std::max<std::int64_t>(1, stage.forward);
    stage.backward = 2 * stage.forward;
  }
  return stages;
}

}  // namespace rda::training
