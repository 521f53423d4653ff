// SPDX-License-Identifier: Apache-2.0
#include "page/page.h"

#include <utility>

#include "json/schema.h"

namespace rda::page {

Page make_page(const flow::Inputs& inputs, const flow::Mapped& mapped, Report report,
               TimeSeries time, CriticalChain chain) {
  Page page;
  page.roofs = cost::roofs_of(inputs.chip, report.actions);
  page.time = std::move(time);
  page.floorplan = floorplan_of(inputs.chip, mapped.mapping, report);
  page.unrolling = unrolling_of(mapped.mapping);
  page.step = std::move(chain.step);
  page.run = std::move(chain.run);
  page.report = std::move(report);
  return page;
}

std::string page_schema() { return json::schema<Page>("page"); }

}  // namespace rda::page
