// SPDX-License-Identifier: Apache-2.0
#include "page/page.h"

#include <utility>

#include "flow/evaluate.h"
#include "json/schema.h"
#include "rda/explain.h"

namespace rda::page {

Page make_page(const flow::Inputs& inputs, const flow::Mapped& mapped, Report report,
               TimeSeries time, std::optional<std::int64_t> step) {
  const Mapping& mapping = mapped.mapping;
  Page page;
  page.roofs = cost::roofs_of(inputs.chip, report.actions);
  page.time = std::move(time);
  page.floorplan = floorplan_of(inputs.chip, mapping, report);
  if (!report.step_cycles.lengths.empty()) {
    const std::int64_t explained = step.value_or(usual_step(mapping.steps));
    const Trace trace = flow::trace_of(inputs.chip, mapping, explained + 1);
    page.step = step_of(inputs.chip, mapping, trace, explained);
  }
  page.report = std::move(report);
  return page;
}

std::string page_schema() { return json::schema<Page>("page"); }

}  // namespace rda::page
