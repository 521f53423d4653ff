// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rda/mapping.h"

namespace rda::mapping {

// Groups of units and streams with the same purpose. They follow from Unit::origin, not from names.
// A group ignores layer, direction, gate and index.

/// The group of a unit: its role, "dot", with the node of the origin if there is one,
/// "c.next.element_wise". A unit without a role (of a mapping made by hand) is in the group of its
/// kind, "pcu".
std::string group_of(const Unit& unit);

/// The part of a layer that a unit works for: its gate, "i"; outside the gates the operator,
/// "c.next"; else its role or its kind.
std::string gate_of(const Unit& unit);

/// The group of a stream: the groups of its writer and of its readers, "dot -> sum",
/// "h.vectors -> dot, element_wise". Each group of readers is named once, in alphabetical order.
std::string group_of(const Mapping& mapping, const Stream& stream);

}  // namespace rda::mapping
