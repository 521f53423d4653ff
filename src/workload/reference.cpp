// SPDX-License-Identifier: Apache-2.0
#include "workload/reference.h"

#include <utility>

#include "json/extends.h"
#include "json/reference.h"
#include "json/schema.h"
#include "workload/workload_fields.h"

namespace rda {

namespace {

/// Equal layers have a size; a list of layers says the size of each; a file that extends another
/// one may have it from there.
json::Value::Object size_rule() {
  using Object = json::Value::Object;
  using Array = json::Value::Array;
  const auto with = [](const char* key, Object rule) {
    return Object{{"required", Array{key}}, {"properties", Object{{key, std::move(rule)}}}};
  };
  return {{"anyOf", Array{with("hidden", {{"minimum", 1}}), with("layers", {{"type", "array"}}),
                          with("extends", {})}}};
}

}  // namespace

std::string workload_schema() {
  return json::schema(json::with_head(json::shape<Workload>()), "workload", size_rule());
}

std::string workload_reference_markdown() {
  return json::reference_markdown(json::with_head(json::shape<Workload>()), "Workload");
}

std::vector<json::Knob> workload_knobs() { return json::knobs<Workload>(); }

}  // namespace rda
