// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rda/chip.h"
#include "rda/graph.h"
#include "rda/map.h"

namespace rda::flow {

/// The layers before which a network is cut: into `options.sections` sections, or, if that is 0,
/// into as few as fit the chip, but at least two. Of several ways the one whose largest section has
/// the fewest multiply-accumulates, then the one with the earlier cuts. Sections are fitted by
/// count: none is placed and routed. Where the policy chooses the memories of weights, sections
/// have theirs on the chip if there is a way with such sections.
/// @throws MappingError  if there are fewer places to cut, or if a section does not fit however
/// the network is cut
std::vector<int> plan_sections(const Graph& graph, const Chip& chip, const MappingOptions& options);

/// The cuts into as few sections as fit with their weights on the chip, where a network is faster
/// so than as a whole with weights in off-chip memory: to change the chip takes fewer cycles than
/// to bring, in every item, the weights that do not fit all PMUs. None if it is not faster, if the
/// weights fit, or if the options or the chip leave no choice.
std::optional<std::vector<int>> faster_sections(const Graph& graph, const Chip& chip,
                                                const MappingOptions& options);

/// The options with whole sequences in PMUs where the policy chooses.
MappingOptions with_sequences_on_chip(MappingOptions options);

/// Layers as a message names them: "layer 2" or "layers 2-4".
std::string layers_text(int first, int last);

}  // namespace rda::flow
