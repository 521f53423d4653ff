// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "rda/chip.h"
#include "rda/graph.h"
#include "rda/map.h"

namespace rda::flow {

/// The layers before which a network is cut: into `options.sections` sections, or, if that is 0,
/// into as few as fit the chip, but at least two. Of several ways the one whose largest section has
/// the fewest multiply-accumulates, then the one with the earlier cuts. Sections are fitted by
/// count: none is placed and routed.
/// @throws MappingError  if there are fewer places to cut, or if a section does not fit however
/// the network is cut
std::vector<int> plan_sections(const Graph& graph, const Chip& chip, const MappingOptions& options);

/// Layers as a message names them: "layer 2" or "layers 2-4".
std::string layers_text(int first, int last);

}  // namespace rda::flow
