// SPDX-License-Identifier: Apache-2.0
#include "chip/reference.h"

#include "chip/chip_fields.h"
#include "json/reference.h"
#include "json/schema.h"

namespace rda {

std::string chip_schema() { return json::schema<Chip>("RDASim chip"); }

std::string chip_reference_markdown() { return json::reference_markdown<Chip>("Chip"); }

std::vector<json::Knob> chip_knobs() { return json::knobs<Chip>(); }

}  // namespace rda
