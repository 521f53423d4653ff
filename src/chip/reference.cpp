// SPDX-License-Identifier: Apache-2.0
#include "chip/reference.h"

#include "chip/chip_fields.h"
#include "json/extends.h"
#include "json/reference.h"
#include "json/schema.h"

namespace rda {

std::string chip_schema() { return json::schema(json::with_head(json::shape<Chip>()), "chip"); }

std::string chip_reference_markdown() {
  return json::reference_markdown(json::with_head(json::shape<Chip>()), "Chip");
}

std::vector<json::Knob> chip_knobs() { return json::knobs<Chip>(); }

}  // namespace rda
