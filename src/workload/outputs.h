// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rda/workload.h"
#include "workload/npz_writer.h"

namespace rda::workload {

/// The states whose values of every step can be asked for: "layer0.h", "layer0.c",
/// "layer0.reverse.h".
std::vector<std::string> tap_names(const Workload& workload);

/// The results of a whole run as torch arranges them, in the order of time of x whatever the
/// direction:
/// - "y" [steps, batch, directions · hidden], the forward direction first
/// - "h_n" and, of an LSTM, "c_n" [layers · directions, batch, hidden]: after the last step that
///   each recurrence computes (for the reverse direction: step 0)
/// - each of `taps`, by its own name [steps, batch, hidden]: the state after each step
/// Before them all outputs of an ONNX model, with its names and shapes; an array of ours with the
/// name of one is left out.
/// @param values  of all steps, by tensor, as evaluate_chip() gives them
std::vector<NpzArray> output_arrays(const Workload& workload,
                                    const std::map<std::string, std::vector<double>>& values,
                                    const std::vector<std::string>& taps);

}  // namespace rda::workload
