// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rda/workload.h"
#include "workload/layer_builder.h"

namespace rda::workload {

/// The activation of x, as nodes of a layer. @return the last of them, which has the name `what`
NodeId lower_activation(LayerBuilder& build, const std::string& what,
                        const GateActivation& activation, NodeId x);

/// x kept within ± `most`; x itself if that is 0.
NodeId lower_clip(LayerBuilder& build, const std::string& what, double most, NodeId x);

}  // namespace rda::workload
