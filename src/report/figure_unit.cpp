// SPDX-License-Identifier: Apache-2.0
#include "report/figure_unit.h"

#include <algorithm>

#include "json/knobs.h"
#include "report/report_fields.h"

namespace rda {

std::string unit_of_figure(const std::string& name) {
  std::string pointer = '/' + name;
  std::ranges::replace(pointer, '.', '/');
  for (const json::Knob& figure : json::all_values(json::shape<Report>()))
    if (figure.pointer == pointer) return figure.field.unit;
  return "";
}

}  // namespace rda
