// SPDX-License-Identifier: Apache-2.0
#include "json/reference.h"
#include "json/schema.h"
#include "json/writer.h"
#include "report/report_fields.h"

namespace rda {

std::string to_json(const Report& report) { return json::write(report); }

std::string report_schema() { return json::schema<Report>("report"); }

std::string report_reference() { return json::reference_markdown<Report>("Report"); }

}  // namespace rda
