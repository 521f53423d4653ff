// SPDX-License-Identifier: Apache-2.0
#include "cost/cost_fields.h"
#include "json/text_writer.h"
#include "rda/cost.h"

namespace rda {

RDA_JSON_CODE(, CostTable);
RDA_JSON_CODE(, CostReport);

std::string to_json(const CostTable& table) { return json::write(table); }
std::string to_json(const AreaReport& report) { return json::write(report); }
std::string to_json(const PeakReport& report) { return json::write(report); }
std::string to_json(const CostReport& report) { return json::write(report); }

}  // namespace rda
