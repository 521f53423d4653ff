// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

#include "json/reader.h"
#include "json/text_writer.h"
#include "rda/error.h"
#include "rda/workload.h"
#include "workload/workload_fields.h"

namespace rda {
namespace {

void require_format(Format format, std::initializer_list<Format> allowed,
                    const std::string& pointer, const std::string& file) {
  if (std::ranges::find(allowed, format) != allowed.end()) return;
  std::string list;
  for (const Format one : allowed) list += fmt::format("{}{}", list.empty() ? "" : ", ", word(one));
  throw ConfigError(file, pointer,
                    fmt::format("\"{}\" cannot be used here (it would have to be one of {})",
                                word(format), list));
}

void check_formats(const Formats& formats, const std::string& file) {
  using enum Format;
  const auto operands = {fp32, bf16, fp16, fp8_e4m3, fp8_e5m2, int8};
  require_format(formats.weights, operands, "/formats/weights", file);
  const bool integers = formats.weights == int8;
  if (integers) {
    require_format(formats.activations, {int8}, "/formats/activations", file);
    require_format(formats.accumulate, {int32}, "/formats/accumulate", file);
  } else {
    require_format(formats.activations, {fp32, bf16, fp16, fp8_e4m3, fp8_e5m2},
                   "/formats/activations", file);
    require_format(formats.accumulate, {fp32, bf16, fp16}, "/formats/accumulate", file);
  }
  require_format(formats.state, {fp32, bf16, fp16}, "/formats/state", file);
  if (bits(formats.weights) != bits(formats.activations)) {
    throw ConfigError(
        file, "/formats/activations",
        fmt::format("{} has {} bits, the weights' {} has {} (they are multiplied lane by "
                    "lane and must be equally wide)",
                    word(formats.activations), bits(formats.activations), word(formats.weights),
                    bits(formats.weights)));
  }
}

}  // namespace

void check(const Workload& workload, const std::string& file) {
  if (workload.hidden < 1) {
    throw ConfigError(
        file, "/hidden",
        fmt::format("{} is out of range [1, 65536] (elements of h in a layer)", workload.hidden));
  }
  if (workload.direction == Direction::bidirectional && workload.layers > 1) {
    throw ConfigError(file, "/layers",
                      fmt::format("layers {} with direction bidirectional: layer 1 would have to "
                                  "wait for whole sequences of layer 0 (1 layer is supported)",
                                  workload.layers));
  }
  if (workload.data.find('\0') != std::string::npos)
    throw ConfigError(file, "/data", "contains a NUL character");
  check_formats(workload.formats, file);
}

Workload load_workload(const std::filesystem::path& file, std::span<const Override> overrides) {
  Workload workload = json::read_file<Workload>(file, json::FileKind::workload, overrides);
  json::check_blaming(overrides, file.string(), [&] { check(workload, file.string()); });
  if (workload.name.empty()) workload.name = file.stem().string();
  if (workload.input == 0) workload.input = workload.hidden;
  if (!workload.data.empty()) {
    workload.data = (file.parent_path() / workload.data).lexically_normal().string();
  }
  return workload;
}

std::string to_json(const Workload& workload) { return json::write(workload); }

}  // namespace rda
