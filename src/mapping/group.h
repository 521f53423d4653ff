// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rda/mapping.h"

namespace rda::mapping {

// The one grouping of alike units and streams. It comes from what the mapper wrote down
// (Unit::origin), not from names, and leaves out layer, direction, gate and index.

/// What a unit is for: "dot", or "c.next.element_wise" where the origin has a node. A unit without
/// a role, of a mapping made by hand, is in the group of its kind: "pcu".
std::string group_of(const Unit& unit);

/// What writes a stream and what reads it: "dot -> sum", "h.vectors -> dot, element_wise". Each
/// group of readers is named once, in alphabetical order.
std::string group_of(const Mapping& mapping, const Stream& stream);

}  // namespace rda::mapping
