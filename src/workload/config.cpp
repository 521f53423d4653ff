// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "base/gather.h"
#include "json/extends.h"
#include "json/file_kind.h"
#include "json/text_writer.h"
#include "rda/error.h"
#include "rda/workload.h"
#include "workload/layers.h"
#include "workload/onnx_workload.h"
#include "workload/rules.h"
#include "workload/workload_fields.h"

namespace rda {

RDA_JSON_CODE(, Workload);

namespace workload {
Workload read_workload(const std::filesystem::path& file, std::span<const Override> overrides) {
  if (json::is_model(file)) {
    Workload model = read_model(file, overrides);
    refuse_ineffective(model, file.string(), overrides);
    return model;
  }
  const json::Extended from(file, json::FileKind::workload, json::shape<Workload>());
  Workload workload = from.read<Workload>(overrides);
  from.refuse(broken_rules(workload), overrides);
  from.refuse(ineffective(from, workload, overrides), overrides);
  const auto found = [&](std::string& path, const char* pointer) {
    if (path.empty()) return;
    const bool set = std::ranges::find(overrides, pointer, &Override::pointer) != overrides.end();
    const std::filesystem::path beside = set ? file : std::filesystem::path(from.file_of(pointer));
    path = (beside.parent_path() / path).lexically_normal().string();
  };
  found(workload.data, "/data");
  found(workload.inputs, "/inputs");
  if (workload.training && workload.training->turbofan)
    found(workload.training->turbofan->file, "/training/turbofan/file");
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
  workload.input = workload::input_of(workload);
  return workload;
}

std::string to_json(const Workload& workload) { return json::write(workload); }

}  // namespace rda
