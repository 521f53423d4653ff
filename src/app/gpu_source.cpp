// SPDX-License-Identifier: Apache-2.0
#include "app/gpu_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>
#include <variant>
#include <vector>

#include "app/shipped.h"
#include "base/file.h"
#include "base/paths.h"
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

/// Rows of a published table.
struct Published {
  gpu::PublishedTable table;
  std::vector<gpu::PublishedRow> rows;
};

/// A GPU of the model, how it is used, and in which precision; empty: near the chip's.
struct Model {
  gpu::Gpu gpu;
  gpu::Calibration calibration;
  gpu::Run run;
  std::string precision;
};

/// A table of somebody's own.
struct Numbers {
  std::string text;
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
    if (style) model.run.style = *style;
    return style.has_value();
  });
  if (const std::size_t colon = word.rfind(':'); colon != word.npos && !is_there(word))
    throw UsageError(fmt::format("--gpu: {} is no style ({}) and no precision (fp32, fp16, ...)",
                                 one_line(word.substr(colon + 1)), gpu::all_styles()));
  model.gpu = gpu::load_gpu(gpu_file(word));
  model.calibration = gpu::load_calibration(calibration_file());
  return model;
}

Published published_of(const std::string& name) {
  const std::filesystem::path folder = shipped_folder() / kTables;
  return {gpu::published_table(folder, name), gpu::published(folder, name)};
}

gpu::Timeline timeline_of(const std::string& file) {
  if (json::kind_of_file(file) == json::FileKind::timeline) return gpu::load_timeline(file);
  gpu::import_timeline(file);  // says what is wrong, if it is no profile either
  throw Error(ExitCode::bad_input,
              fmt::format("{} is the output of a profiler: rdasim import-gpu {} --measured "
                          "steps=... -o timeline.json makes a timeline of it",
                          one_line(file, 400), shell_quoted(one_line(file, 400))));
}

}  // namespace

struct GpuSource::Kind {
  std::variant<Published, Model, Numbers, gpu::Timeline> is;
};

std::string gpu_source_help() {
  return fmt::format(
      "where the times of a GPU come from; repeatable: a timeline (import-gpu -o), a CSV with the "
      "columns workload and latency_ms (and batch, steps, precision, device), published:NAME (a "
      "table of workloads/published), or model:GPU[:STYLE][:PRECISION], an estimate (styles: {})",
      gpu::all_styles());
}

GpuSource::GpuSource(const std::string& word) : word_(word) {
  if (word.starts_with(kPublished)) {
    kind_ = std::make_shared<const Kind>(published_of(word.substr(kPublished.size())));
  } else if (word.starts_with(kModel)) {
    kind_ = std::make_shared<const Kind>(model_of(word.substr(kModel.size())));
  } else {
    const std::string text = read_file(word, kLargestText);
    if (regress::is_numbers(text))
      kind_ = std::make_shared<const Kind>(Numbers{text});
    else
      kind_ = std::make_shared<const Kind>(timeline_of(word));
  }
}

std::optional<beside::Side> GpuSource::side_for(const beside::Row& row) const {
  const auto& is = kind_->is;
  std::optional<beside::Side> side;
  if (const auto* table = std::get_if<Published>(&is))
    side = beside::published_side(table->table, table->rows, row.network);
  else if (const auto* model = std::get_if<Model>(&is))
    side = beside::estimate_side(model->gpu, model->calibration, model->run, model->precision,
                                 row.network);
  else if (const auto* numbers = std::get_if<Numbers>(&is))
    side = beside::own_number(numbers->text, word_, row.workload, row.network);
  else
    side = beside::side_of(std::get<gpu::Timeline>(is), word_);
  if (side) side->gpu = word_;
  return side;
}

}  // namespace rda::app
