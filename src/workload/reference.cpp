// SPDX-License-Identifier: Apache-2.0
#include "workload/reference.h"

#include "json/extends.h"
#include "json/reference.h"
#include "json/schema.h"
#include "workload/workload_fields.h"

namespace rda {

std::string workload_schema() {
  return json::schema(json::with_head(json::shape<Workload>()), "workload");
}

std::string workload_reference_markdown() {
  return json::reference_markdown(json::with_head(json::shape<Workload>()), "Workload");
}

std::vector<json::Knob> workload_knobs() { return json::knobs<Workload>(); }

}  // namespace rda
