// SPDX-License-Identifier: Apache-2.0
#include "workload/arrays.h"

#include <fmt/format.h>

#include "workload/data.h"

namespace rda::workload {
namespace {

std::string named(const char* array, const PlacedLayer& placed, const Recurrence& recurrence) {
  return fmt::format("{}_l{}{}", array, placed.number, recurrence.suffix);
}

/// An x of one repetition, or, with an axis more, of all.
Array repeated(const RunSpec& run, Array x) {
  if (run.repetitions() == 1) return x;
  x.shape.insert(x.shape.begin(), run.repetitions());
  x.meaning.dimensions.insert(1, "repeat, ");
  return x;
}

}  // namespace

Array x_array(const Workload& workload) {
  const bool optional = generates_x(workload);
  if (rows_numbered(layers_of(workload), 0) > 0)
    return repeated(workload,
                    {"x", {workload.steps, workload.batch}, {"(steps, batch)", true}, optional});
  return repeated(workload, {"x",
                             {workload.steps, workload.batch, input_of(workload)},
                             "(steps, batch, input)",
                             optional});
}

Array x_array(const Workload& workload, const PlacedLayer& placed) {
  const std::string name = fmt::format("x_l{}", placed.number);
  const bool optional = generates_x(workload);
  if (rows_numbered(layers_of(workload), placed.number) > 0)
    return repeated(workload,
                    {name, {placed.steps, workload.batch}, {"(steps, batch)", true}, optional});
  return repeated(
      workload,
      {name, {placed.steps, workload.batch, placed.layer.size}, "(steps, batch, size)", optional});
}

Array table_array(const PlacedLayer& placed, const Recurrence& recurrence) {
  return {named("weight", placed, recurrence),
          {placed.layer.vocabulary, placed.layer.size},
          "(vocabulary, size)"};
}

Array query_array(const PlacedLayer& placed) {
  std::int64_t rows = 0;
  for (const Part& part : placed.attended) rows += part.size;
  return {fmt::format("weight_l{}", placed.number), {rows, placed.input}, "(attended, query)"};
}

AdditiveArrays additive_arrays(const PlacedLayer& placed) {
  std::int64_t step = 0;
  for (const Part& part : placed.attended) step += part.size;
  const auto name = [&](const char* array) { return fmt::format("{}_l{}", array, placed.number); };
  return {{name("weight_query"), {placed.rows(), placed.input}, "(size, query)"},
          {name("weight_key"), {placed.rows(), step}, "(size, attended)"},
          {name("weight_score"), {placed.rows()}, "(size)"},
          {name("bias"), {placed.rows()}, "(size)"}};
}

Array weights_array(const PlacedLayer& placed, const Recurrence& recurrence, bool of_x) {
  if (placed.layer.type == LayerType::layer_norm)
    return {named("weight", placed, recurrence), {placed.rows()}, "(elements)"};
  if (!placed.recurrent())
    return {named("weight", placed, recurrence), {placed.rows(), placed.input}, "(size, input)"};
  const std::int64_t gates = std::ssize(placed.gates());
  const bool two = placed.parts.size() > 1;
  const char* columns = !of_x                                  ? "hidden"
                        : placed.number == 0 || placed.fed > 0 ? "input"
                        : two                                  ? "2·hidden"
                                                               : "hidden";
  return {named(of_x ? "weight_ih" : "weight_hh", placed, recurrence),
          {gates * placed.rows(), of_x ? placed.input : placed.output()},
          fmt::format("({}·hidden, {})", gates, columns)};
}

Array bias_array(const PlacedLayer& placed, const Recurrence& recurrence, bool of_x) {
  if (!placed.recurrent()) return {named("bias", placed, recurrence), {placed.rows()}, "(size)"};
  const std::int64_t gates = std::ssize(placed.gates());
  return {named(of_x ? "bias_ih" : "bias_hh", placed, recurrence),
          {gates * placed.rows()},
          fmt::format("({}·hidden)", gates)};
}

Array projection_array(const PlacedLayer& placed, const Recurrence& recurrence) {
  return {named("weight_hr", placed, recurrence),
          {placed.output(), placed.rows()},
          "(projection, hidden)"};
}

Array peephole_array(const PlacedLayer& placed, const Recurrence& recurrence) {
  const std::int64_t gates = std::ssize(placed.peepholes());
  return {named("weight_peephole", placed, recurrence),
          {gates * placed.rows()},
          fmt::format("({}·hidden)", gates)};
}

Array stacked_state_array(const Workload& workload, const std::string& name) {
  const std::int64_t directions = std::ssize(recurrences(workload.direction));
  return {name,
          {workload.layers.count * directions, workload.batch, workload.hidden},
          directions > 1 ? "(layers·directions, batch, hidden)" : "(layers, batch, hidden)",
          true};
}

Array state_array(const Workload& workload, const PlacedLayer& placed, const Recurrence& recurrence,
                  const std::string& name) {
  return {named(name.c_str(), placed, recurrence),
          {workload.batch, name == "h0" ? placed.output() : placed.rows()},
          name == "h0" && placed.layer.projection > 0 ? "(batch, projection)" : "(batch, hidden)",
          true};
}

namespace {

void add_additive(const PlacedLayer& placed, std::vector<Array>& arrays) {
  const AdditiveArrays all = additive_arrays(placed);
  arrays.insert(arrays.end(), {all.query, all.key, all.score});
  if (placed.layer.bias) arrays.push_back(all.bias);
}

void add_weights(const PlacedLayer& placed, const Recurrence& recurrence,
                 std::vector<Array>& arrays) {
  if (placed.has_table()) arrays.push_back(table_array(placed, recurrence));
  if (placed.gates().empty() && placed.layer.type != LayerType::layer_norm) return;
  for (const bool of_x : {true, false}) {
    if (!of_x && !placed.recurrent()) continue;
    arrays.push_back(weights_array(placed, recurrence, of_x));
    if (placed.layer.bias) arrays.push_back(bias_array(placed, recurrence, of_x));
  }
  if (placed.layer.projection > 0) arrays.push_back(projection_array(placed, recurrence));
  if (placed.layer.peepholes) arrays.push_back(peephole_array(placed, recurrence));
}

}  // namespace

std::vector<Array> arrays_of(const Workload& workload) {
  std::vector<Array> arrays{x_array(workload)};
  const std::vector<PlacedLayer> layers = layers_of(workload);
  if (!workload.layers.listed()) {
    arrays.push_back(stacked_state_array(workload, "h0"));
    if (workload.cell == Cell::lstm) arrays.push_back(stacked_state_array(workload, "c0"));
  }
  for (const PlacedLayer& placed : layers) {
    if (placed.layer.type == LayerType::input && placed.number > 0)
      arrays.push_back(x_array(workload, placed));
    if (placed.layer.score == AttentionScore::general) arrays.push_back(query_array(placed));
    if (placed.adds_keys()) add_additive(placed, arrays);
  }
  for (const PlacedLayer& placed : layers)
    for (const Recurrence& recurrence : placed.directions) {
      add_weights(placed, recurrence, arrays);
      if (!workload.layers.listed() || !placed.has_own_states()) continue;
      arrays.push_back(state_array(workload, placed, recurrence, "h0"));
      if (placed.has_c()) arrays.push_back(state_array(workload, placed, recurrence, "c0"));
    }
  return arrays;
}

}  // namespace rda::workload
