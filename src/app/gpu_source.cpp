// SPDX-License-Identifier: Apache-2.0
#include "app/gpu_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/paths.h"
#include "base/shipped.h"
#include "base/text.h"
#include "beside/estimate_side.h"
#include "beside/own_numbers.h"
#include "beside/published_side.h"
#include "gpu/model/estimate.h"
#include "gpu/published.h"
#include "json/file_kind.h"
#include "rda/error.h"
#include "regress/numbers.h"

namespace rda::app {
namespace {

constexpr std::string_view kPublished = "published:", kModel = "model:";
constexpr const char *kTables = "workloads/published", *kGpus = "configs/gpus";

/// A GPU of the model, how it is used, and in which precision; empty: near the chip's.
struct Model {
  gpu::Gpu gpu;
  gpu::Calibration calibration;
  std::optional<gpu::Style> style;
  std::string precision;
};

std::vector<std::string> gpu_names() {
  std::vector<std::string> names = shipped_names(kGpus, ".json");
  std::erase_if(names, [](const std::string& name) { return name.starts_with("model_"); });
  return names;
}

/// The newest frozen calibration: their names end in a date.
std::filesystem::path calibration_file() {
  const std::vector<std::string> names = shipped_names(kGpus, ".json");
  const auto last = std::ranges::find_if(names.rbegin(), names.rend(), [](const std::string& name) {
    return name.starts_with("model_");
  });
  if (last == names.rend())
    throw ConfigError(kGpus, "", "has no calibration of the model (model_*.json)");
  return shipped_folder() / kGpus / (*last + ".json");
}

std::filesystem::path gpu_file(const std::string& name) {
  if (is_there(name) && !is_folder(name)) return name;
  const std::filesystem::path file = shipped_folder() / kGpus / (name + ".json");
  if (is_there(file) && !name.starts_with("model_")) return file;
  const std::vector<std::string> names = gpu_names();
  throw UsageError(
      fmt::format("--gpu: model: {} is no file and no GPU that comes with the "
                  "program{} ({})",
                  one_line(name), did_you_mean(name, names), join(names, ", ")));
}

/// Removes ":tail" from the word if `takes` takes the tail.
template <class Takes>
void take_tail(std::string& word, Takes takes) {
  const std::size_t colon = word.rfind(':');
  if (colon != word.npos && colon > 0 && takes(word.substr(colon + 1))) word.erase(colon);
}

/// "v100", "v100:cudnn", "v100:cudnn:fp32", "my.json:persistent".
Model model_of(std::string word) {
  Model model;
  take_tail(word, [&](const std::string& tail) {
    if (gpu::bytes_of(tail) == 0) return false;
    model.precision = tail;
    return true;
  });
  take_tail(word, [&](const std::string& tail) {
    const std::optional<gpu::Style> style = gpu::style_of(tail);
    if (style) model.style = style;
    return style.has_value();
  });
  if (const std::size_t colon = word.rfind(':'); colon != word.npos && !is_there(word))
    throw UsageError(
        fmt::format("--gpu: {} is no style ({}) and no precision (fp32, fp16, ...); "
                    "the order is model:GPU:STYLE:PRECISION",
                    one_line(word.substr(colon + 1)), gpu::all_styles()));
  const std::filesystem::path file = gpu_file(word);
  model.gpu = gpu::load_gpu(file);
  if (file == std::filesystem::path(word)) model.gpu.name = word;  // its numbers are its own
  model.calibration = gpu::load_calibration(calibration_file());
  return model;
}

gpu::Timeline timeline_of(const std::string& file) {
  const json::FileKind kind = json::kind_of_file(file);
  if (kind == json::FileKind::timeline) return gpu::load_timeline(file);
  json::refuse_other_kind(kind, json::FileKind::timeline, file);
  gpu::import_timeline(file);  // says what is wrong, if it is no profile either
  throw Error(ExitCode::bad_input,
              fmt::format("{} is the output of a profiler: rdasim import-gpu {} --measured "
                          "steps=... -o timeline.json makes a timeline of it",
                          one_line(file, 400), shell_quoted(one_line(file, 400))));
}

using Find = std::function<beside::Side(const beside::Row&)>;

Find find_published(const std::string& name) {
  const std::filesystem::path folder = shipped_folder() / kTables;
  return [table = gpu::published_table(folder, name), rows = gpu::published(folder, name)](
             const beside::Row& row) { return beside::published_side(table, rows, row.network); };
}

Find find_estimate(const std::string& word) {
  return [model = model_of(word)](const beside::Row& row) {
    return beside::estimate_side(model.gpu, model.calibration, model.style, model.precision,
                                 row.network);
  };
}

Find find_in_file(const std::string& file) {
  if (const std::string text = read_file(file, kLargestText); regress::is_numbers(text))
    return [numbers = regress::numbers_comparand(text, file)](const beside::Row& row) {
      return beside::own_number(numbers, row.workload, row.network);
    };
  return [side = beside::side_of(timeline_of(file), file)](const beside::Row&) { return side; };
}

Find find_of(const std::string& word) {
  if (word.starts_with(kPublished)) return find_published(word.substr(kPublished.size()));
  if (word.starts_with(kModel)) return find_estimate(word.substr(kModel.size()));
  return find_in_file(word);
}

}  // namespace

std::string gpu_source_help() {
  return fmt::format(
      "where the times of a GPU come from, or NAME=SOURCE; repeatable: a timeline (import-gpu -o), "
      "a CSV with the "
      "columns workload and latency_ms (and batch, steps, precision, device), published:NAME (a "
      "table of workloads/published), or model:GPU[:STYLE][:PRECISION], an estimate (styles: {})",
      gpu::all_styles());
}

GpuSource::GpuSource(const std::string& word) : word_(word) {
  const std::size_t equals = word.find('=');
  const bool is_named = equals != word.npos && equals > 0 && !is_there(word);
  if (is_named) word_ = word.substr(0, equals);
  const std::string source = is_named ? word.substr(equals + 1) : word;
  file_ = source.starts_with(kModel) ? source.substr(kModel.size()) : source;
  find_ = find_of(source);
}

beside::Side GpuSource::side_for(const beside::Row& row) const {
  beside::Side side = find_(row);
  side.gpu = word_;
  return side;
}

}  // namespace rda::app
