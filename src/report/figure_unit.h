// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace rda {

/// The unit of a figure by its dotted name, "cost.total_j"; empty if it has none, or is no figure.
std::string unit_of_figure(const std::string& name);

}  // namespace rda
