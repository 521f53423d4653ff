// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "rda/graph.h"
#include "rda/mapping.h"
#include "rda/report.h"
#include "rda/result.h"
#include "rda/workload.h"

namespace rda::flow {

/// Values of all outputs and states by tensor, as evaluate_chip() and evaluate_exact() give them.
struct RunValues {
  std::map<std::string, std::vector<double>> chip, exact;
};

/// The states that elements are read of one by one, and that a run therefore shows row by row: all
/// but those that only products read.
std::set<std::string> tapped_states(const Graph& graph);

/// Compares the values of the run's first `steps` steps, at the output and at every tapped state,
/// with the untimed reference: bit for bit in the chip's arithmetic, and how far they are from
/// fp64.
/// @param values  if not null: takes the values; those of the chip are the run's own wherever it
///                shows any
/// @param exact   if not null: the tensors of the fp64 reference, if they are others
/// @throws MismatchError  naming tensor, step, sequence, index, got and want of the first
/// difference
Verification verify(const Graph& graph, const Tensors& tensors, const ReductionOrder& order,
                    std::int64_t steps, const RunResult& result, RunValues* values = nullptr,
                    const Tensors* exact = nullptr);

/// Memory that the values of so many steps need, about.
double verify_bytes(const Workload& workload, std::int64_t steps);

}  // namespace rda::flow
