// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "page/floorplan.h"

namespace rda::page {

/// The traffic of every link that a route takes. A run counts what a stream carries on all its
/// links together. The links of a route carry the same tokens, but for the last tokens of a run,
/// which need not reach the far links: what an even share leaves over goes to the links nearest the
/// writer.
///
/// @param carrying  by stream; empty: no run, and no traffic
std::vector<LinkTraffic> links_of(const Chip& chip, const Mapping& mapping,
                                  const std::vector<Cycle>& carrying);

}  // namespace rda::page
