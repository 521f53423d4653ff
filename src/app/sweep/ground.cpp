// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/ground.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/gather.h"
#include "base/paths.h"
#include "base/sha256.h"
#include "base/text.h"
#include "chip/chip_fields.h"
#include "json/reader.h"
#include "json/writer.h"
#include "rda/chip.h"
#include "rda/cost.h"
#include "rda/error.h"
#include "rda/map.h"
#include "rda/workload.h"
#include "sweep/axis.h"
#include "sweep/simulator.h"
#include "workload/arrays.h"
#include "workload/data.h"
#include "workload/layers.h"
#include "workload/reference.h"
#include "workload/rules.h"
#include "workload/workload_fields.h"

namespace rda::app {
namespace {

namespace fs = std::filesystem;
using sweep::Setting;

/// Texts for people, and files, are no knobs of a sweep.
bool is_knob_of_sweep(const json::Knob& knob) {
  return !knob.field.is_text && knob.pointer != "/data";
}

template <class T>
void add_knobs(json::Value Setting::*part, std::vector<sweep::Knob>& knobs) {
  for (json::Knob& knob : json::knobs<T>())
    if (is_knob_of_sweep(knob)) knobs.push_back({part, std::move(knob)});
}

constexpr std::string_view kLayers = "/layers", kAnyLayer = "/layers/*";

/// Adds the values of the layers that every workload lists.
void add_layer_knobs(const std::vector<sweep::NamedWorkload>& workloads,
                     std::vector<sweep::Knob>& knobs) {
  std::size_t layers = workload::kMostLayers;
  for (const sweep::NamedWorkload& workload : workloads) {
    const auto& members = workload.workload.get<json::Value::Object>();
    const auto* list = members.at("layers").get_if<json::Value::Array>();
    layers = std::min(layers, list ? list->size() : 0);
  }
  const std::vector<json::Knob> all = json::all_values(json::shape<Workload>());
  for (std::size_t layer = 0; layer < layers; ++layer)
    for (json::Knob knob : all)
      if (knob.pointer.starts_with(kAnyLayer)) {
        knob.pointer.replace(0, kAnyLayer.size(), fmt::format("{}/{}", kLayers, layer));
        knobs.push_back({&Setting::workload, std::move(knob)});
      }
}

template <class T>
T filled(const json::Value& value) {
  T result{};
  json::fill(value, result);
  return result;
}

double sites(const Setting& setting, UnitKind kind) {
  return static_cast<double>(sites_of(filled<Chip>(setting.chip), kind).size());
}

double mm2(const Setting& setting, const CostTable& costs) {
  return area_of(filled<Chip>(setting.chip), costs).mm2;
}

double input_of(const Setting& setting) {
  return workload::input_of(filled<Workload>(setting.workload));
}

void complete(Setting& setting) {
  check(filled<Chip>(setting.chip), "chip");
  const Workload workload = filled<Workload>(setting.workload);
  check(workload, "workload");
  if (workload.layers.listed()) setting.workload = json::to_value(workload);  // formats as a whole
  (*setting.workload.get_if<json::Value::Object>())["input"] = workload::input_of(workload);
}

/// Values of the workload that no run depends on.
std::vector<json::Problem> idle_in(const Setting& setting) {
  std::vector<json::Problem> idle = workload::ineffective(filled<Workload>(setting.workload));
  for (const json::Knob& knob : workload_knobs())
    if (knob.pointer.starts_with("/training/"))
      idle.push_back({knob.pointer, "has no effect: rdasim train alone reads it"});
  return idle;
}

/// A file as points name it.
std::map<std::string, std::string> named(const fs::path& file) {
  return {{absolute_path(file).string(), sha256_of_file(file)}};
}

/// The same, with the files that it extends.
std::map<std::string, std::string> named(const json::Extended& extended) {
  std::map<std::string, std::string> all;
  for (const std::string& file : extended.files()) all.merge(named(fs::path(file)));
  return all;
}

sweep::NamedChip chip_of(const fs::path& file) {
  Chip chip = load_chip(file);
  chip.description.clear();
  chip.sources.clear();
  const json::Extended extended(file, json::FileKind::chip, json::shape<Chip>());
  return {chip.name, json::to_value(chip), named(extended)};
}

/// Whether points read other arrays of a data file than the workload as it is.
bool varies_arrays(const sweep::Spec& spec) {
  const auto changes = [](const std::string& pointer) {
    return pointer == "/cell" || pointer == "/direction" || pointer.starts_with(kLayers);
  };
  const auto varies = [&](const auto& axis) { return changes(axis.knob); };
  return std::ranges::any_of(spec.axes, varies) || std::ranges::any_of(spec.derived, varies) ||
         std::ranges::any_of(spec.set, [&](const auto& set) { return changes(set.first); });
}

/// Refuses arrays that no point can read.
void refuse_extra_arrays(const sweep::Spec& spec, Workload workload) {
  if (varies_arrays(spec) && workload.layers.listed()) return;  // names differ from point to point
  if (varies_arrays(spec)) {
    workload.cell = Cell::lstm;
    workload.direction = Direction::bidirectional;
    workload.layers.count = workload::kMostLayers;
  }
  workload::refuse_extra_arrays(workload);
}

sweep::NamedWorkload workload_of(const sweep::Spec& spec, const fs::path& file) {
  Workload workload = load_workload(file);
  refuse_extra_arrays(spec, workload);
  // Where the file leaves the input to follow the hidden state, it does so in every point.
  workload.input = workload::read_workload(file).input;
  const json::Extended extended(file, json::FileKind::workload, json::shape<Workload>());
  sweep::NamedWorkload result{workload.name, {}, {}, named(extended)};
  if (!workload.data.empty()) {
    if (workload::data_files(workload).size() > 1)
      throw ConfigError(file.string(), "/data",
                        "has several files of data (a sweep takes one: `rdasim import-model` makes "
                        "one of a model and its inputs)");
    result.data_sha256 = sha256_of_file(workload.data);
    workload.data = absolute_path(workload.data).string();
  }
  result.workload = json::to_value(workload);
  return result;
}

/// Whether two chips differ in their names at most.
bool is_same(const sweep::NamedChip& a, const sweep::NamedChip& b) {
  const json::Shape shape = json::shape<Chip>();
  return json::without_texts(a.chip, shape) == json::without_texts(b.chip, shape);
}

/// Whether two workloads differ in their names at most.
bool is_same(const sweep::NamedWorkload& a, const sweep::NamedWorkload& b) {
  const json::Shape shape = json::shape<Workload>();
  const auto values = [&](const sweep::NamedWorkload& workload) {
    json::Value::Object members =
        json::without_texts(workload.workload, shape).get<json::Value::Object>();
    members["data"] = workload.data_sha256;
    return members;
  };
  return values(a) == values(b);
}

/// Adds what a file of a list of the spec has. @param what  "chip" or "workload"
template <class Named>
void add_named(Named added, std::vector<Named>& known, std::string_view what,
               const fs::path& file) {
  const std::string pointer = fmt::format("/{}s/{}", what, known.size());
  if (std::ranges::find(known, added.name, &Named::name) != known.end())
    throw ConfigError(
        file.string(), pointer,
        fmt::format("has the name {} of another {} (tables could not tell them apart)",
                    one_line(added.name), what));
  for (const Named& other : known)
    if (is_same(added, other))
      throw ConfigError(file.string(), pointer,
                        fmt::format("{} has the values of {} (their points would be the same)",
                                    one_line(added.name), one_line(other.name)));
  known.push_back(std::move(added));
}

}  // namespace

std::vector<std::string> chip_files(const sweep::Spec& spec, const fs::path& file) {
  if (!spec.chip.empty() && !spec.chips.empty())
    throw ConfigError(file.string(), "/chips", "stands beside /chip (give only one of the two)");
  if (!spec.chips.empty()) return spec.chips;
  if (spec.chip.empty())
    throw ConfigError(file.string(), "/chip",
                      "missing (a chip file; or /chips, a list of chip files)");
  return {spec.chip};
}

std::vector<sweep::Computed> computed_numbers() {
  return {{"grid.pcus", {"/grid"}, [](const Setting& s) { return sites(s, UnitKind::pcu); }},
          {"grid.pmus", {"/grid"}, [](const Setting& s) { return sites(s, UnitKind::pmu); }},
          {"input", {"/input", "/hidden", "/layers"}, input_of}};
}

sweep::Ground sweep_ground(const sweep::Spec& spec, const fs::path& file) {
  const std::vector<std::string> chips = chip_files(spec, file);
  if (spec.workloads.empty())
    throw ConfigError(file.string(), "/workloads", "missing (a list of workload files)");
  sweep::Ground ground;
  add_knobs<Chip>(&Setting::chip, ground.knobs);
  add_knobs<Workload>(&Setting::workload, ground.knobs);
  add_knobs<MappingOptions>(&Setting::mapping, ground.knobs);
  ground.computed = computed_numbers();
  ground.computed.push_back(
      {"cost.mm2",
       {"/grid", "/pcu", "/pmu", "/network"},
       [costs = default_cost_table()](const Setting& s) { return mm2(s, costs); }});
  ground.mapping = json::to_value(MappingOptions{});
  ground.files = named(file);
  Gather gather;
  for (std::size_t i = 0; i < chips.size(); ++i)
    gather([&] {
      const std::string pointer = spec.chips.empty() ? "/chip" : fmt::format("/chips/{}", i);
      add_named(chip_of(file_named(file, pointer, chips[i])), ground.chips, sweep::kChip, file);
    });
  ground.varies_chips = !spec.chips.empty();
  for (std::size_t i = 0; i < spec.workloads.size(); ++i)
    gather([&] {
      const std::string pointer = fmt::format("/workloads/{}", i);
      add_named(workload_of(spec, file_named(file, pointer, spec.workloads[i])), ground.workloads,
                sweep::kWorkload, file);
    });
  gather.raise();
  add_layer_knobs(ground.workloads, ground.knobs);
  ground.simulator = sweep::simulator();
  ground.complete = complete;
  ground.idle = idle_in;
  return ground;
}

}  // namespace rda::app
