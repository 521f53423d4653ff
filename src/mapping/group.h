// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rda/mapping.h"

namespace rda::mapping {

// Groups of units and streams with the same purpose. The group follows from Unit::origin, not from
// names, and ignores layer, direction, gate and index.

/// The group of a unit: its role, "dot", with the node of the origin if there is one,
/// "c.next.element_wise". A unit without a role (of a mapping made by hand) is in the group of its
/// kind, "pcu".
std::string group_of(const Unit& unit);

/// The group of a stream: the groups of its writer and of its readers, "dot -> sum",
/// "h.vectors -> dot, element_wise". Each group of readers is named once, in alphabetical order.
std::string group_of(const Mapping& mapping, const Stream& stream);

}  // namespace rda::mapping
