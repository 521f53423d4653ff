// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <string>
#include <vector>

#include "base/gather.h"
#include "base/text.h"
#include "json/extends.h"
#include "json/text_writer.h"
#include "rda/error.h"
#include "rda/workload.h"
#include "workload/rules.h"
#include "workload/workload_fields.h"

namespace rda {
namespace workload {
namespace {

using Problems = std::vector<json::Problem>;

void check_format(Format format, std::initializer_list<Format> allowed, const std::string& key,
                  Problems& problems) {
  if (std::ranges::find(allowed, format) != allowed.end()) return;
  std::vector<std::string> list;
  for (const Format one : allowed) list.emplace_back(word(one));
  problems.push_back(
      {"/formats/" + key, fmt::format("\"{}\" cannot be used here (it would have to be one of {})",
                                      word(format), join(list, ", "))});
}

/// int8 operands are summed in int32, and nothing else is: one problem that names all keys to set.
void check_integers(const Formats& formats, Problems& problems) {
  std::vector<std::string> to_set;
  const auto needs = [&](Format format, Format right, std::string_view key) {
    if (format != right)
      to_set.push_back(fmt::format("/formats/{} ({}) to {}", key, word(format), word(right)));
  };
  needs(formats.weights, Format::int8, "weights");
  needs(formats.activations, Format::int8, "activations");
  needs(formats.accumulate, Format::int32, "accumulate");
  if (!to_set.empty())
    problems.push_back({"/formats",
                        "int8 weights, int8 activations and int32 accumulate go "
                        "together only: set " +
                            join(to_set, " and ") + ", or none of the three"});
}

void check_operands(const Formats& formats, Problems& problems) {
  using enum Format;
  check_format(formats.weights, {fp32, bf16, fp16, fp8_e4m3, fp8_e5m2, int8}, "weights", problems);
  check_format(formats.activations, {fp32, bf16, fp16, fp8_e4m3, fp8_e5m2, int8}, "activations",
               problems);
  check_format(formats.accumulate, {fp32, bf16, fp16, int32}, "accumulate", problems);
  if (!problems.empty() || bits(formats.weights) == bits(formats.activations)) return;
  problems.push_back(
      {"/formats/activations",
       fmt::format("{} has {} bits, the weights' {} has {} (they are multiplied lane by lane and "
                   "must be equally wide)",
                   word(formats.activations), bits(formats.activations), word(formats.weights),
                   bits(formats.weights))});
}

void check_formats(const Formats& formats, Problems& problems) {
  using enum Format;
  Problems found;
  if (formats.weights == int8 || formats.activations == int8 || formats.accumulate == int32)
    check_integers(formats, found);
  else
    check_operands(formats, found);
  check_format(formats.state, {fp32, bf16, fp16}, "state", found);
  std::ranges::move(found, std::back_inserter(problems));
}

/// A value that no run depends on, and why.
struct Idle {
  std::string pointer, because_of;  ///< because_of: the value that takes the effect away
  std::string reason;
};

std::vector<Idle> idle_scales(const Workload& workload) {
  std::vector<Idle> idle;
  if (workload.formats.weights == Format::int8) return idle;
  const Scales usual, &scales = workload.scales;
  const auto add = [&](int scale, int if_unset, const char* key) {
    if (scale != if_unset)
      idle.push_back({std::string("/scales/") + key, "/formats",
                      fmt::format("it scales int8 values, and the weights are {}",
                                  word(workload.formats.weights))});
  };
  add(scales.input_weights, usual.input_weights, "input_weights");
  add(scales.recurrent_weights, usual.recurrent_weights, "recurrent_weights");
  add(scales.input, usual.input, "input");
  add(scales.hidden, usual.hidden, "hidden");
  return idle;
}

/// Values other than the default, which says nothing, that have no effect beside others.
std::vector<Idle> idle_values(const Workload& workload) {
  const Workload usual;
  std::vector<Idle> idle = idle_scales(workload);
  const auto of_cell = [&](bool is_set, Cell cell, const char* pointer) {
    if (is_set && workload.cell != cell)
      idle.push_back({pointer, "/cell",
                      fmt::format("only cell {} reads it, and the cell is {}", word(cell),
                                  word(workload.cell))});
  };
  of_cell(workload.gru_reset != usual.gru_reset, Cell::gru, "/gru_reset");
  of_cell(workload.rnn_activation != usual.rnn_activation, Cell::rnn, "/rnn_activation");
  if (workload.data_seed != usual.data_seed && !workload.data.empty())
    idle.push_back({"/data_seed", "/data", "weights and inputs come from /data"});
  return idle;
}

}  // namespace

std::vector<json::Problem> broken_rules(const Workload& workload) {
  Problems problems;
  if (workload.hidden < 1)
    problems.push_back(
        {"/hidden",
         fmt::format("{} is out of range [1, 65536] (elements of h in a layer)", workload.hidden)});
  if (workload.direction == Direction::bidirectional && workload.layers > 1)
    problems.push_back({"/layers", fmt::format("layers {} with direction bidirectional: layer 1 "
                                               "would have to wait for whole sequences of layer 0 "
                                               "(1 layer is supported)",
                                               workload.layers)});
  if (workload.data.find('\0') != std::string::npos)
    problems.push_back({"/data", "contains a NUL character"});
  check_formats(workload.formats, problems);
  return problems;
}

std::vector<json::Problem> ineffective(const json::Extended& from, const Workload& workload,
                                       std::span<const Override> overrides) {
  Problems problems;
  const auto set = [&](std::string_view pointer) {
    return !json::blame(pointer, overrides).empty();
  };
  for (const Idle& idle : idle_values(workload)) {
    const bool in_file = from.file_of(idle.pointer) == from.file() && !set(idle.because_of);
    if (set(idle.pointer) || in_file)
      problems.push_back({idle.pointer, "has no effect: " + idle.reason + " (leave it out)"});
  }
  return problems;
}

Workload read_workload(const std::filesystem::path& file, std::span<const Override> overrides) {
  const json::Extended from(file, json::FileKind::workload, json::shape<Workload>());
  Workload workload = from.read<Workload>(overrides);
  from.refuse(broken_rules(workload), overrides);
  from.refuse(ineffective(from, workload, overrides), overrides);
  if (workload.data.empty()) return workload;
  const bool set = std::ranges::find(overrides, "/data", &Override::pointer) != overrides.end();
  const std::filesystem::path beside = set ? file : std::filesystem::path(from.file_of("/data"));
  workload.data = (beside.parent_path() / workload.data).lexically_normal().string();
  return workload;
}

}  // namespace workload

void check(const Workload& workload, const std::string& file) {
  Gather gather;
  for (const json::Problem& problem : workload::broken_rules(workload))
    gather([&] { throw ConfigError(file, problem.pointer, problem.text); });
  gather.raise();
}

Workload load_workload(const std::filesystem::path& file, std::span<const Override> overrides) {
  Workload workload = workload::read_workload(file, overrides);
  if (workload.name.empty()) workload.name = file.stem().string();
  if (workload.input == 0) workload.input = workload.hidden;
  return workload;
}

std::string to_json(const Workload& workload) { return json::write(workload); }

}  // namespace rda
