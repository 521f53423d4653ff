// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cost_choice.h"
#include "sweep/results.h"

namespace rda::app {

/// Gives the report of each point that ran the member `cost`, an estimate by this choice, so that
/// its figures are like others. A store has none: its results hold for every cost table.
/// @throws ConfigError  naming what is wrong with the cost table
sweep::Results::Complete cost_figures(const CostChoice& choice);

/// Gives the report of a point that ran this member.
void add_cost(const Costs& costs, const json::Value& chip_of_point, json::Value& report);

}  // namespace rda::app
