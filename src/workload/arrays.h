// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "rda/workload.h"
#include "workload/array_file.h"
#include "workload/layers.h"
#include "workload/tensors.h"

namespace rda::workload {

/// An array of a workload's .npz file. The sizes are those of torch, gates stacked.
struct Array {
  std::string name;
  Shape shape;
  Meaning meaning;
  bool optional = false;  ///< zeros if the file does not have it
};

/// x [steps, batch, input], or, if it numbers the rows of an embedding, [steps, batch]; of several
/// repetitions with an axis before these.
Array x_array(const Workload& workload);
/// x of an input layer behind the first.
Array x_array(const Workload& workload, const PlacedLayer& placed);
/// The table of an embedding, [vocabulary, size].
Array table_array(const PlacedLayer& placed, const Recurrence& recurrence);
/// The weights of the query of attention with score general.
Array query_array(const PlacedLayer& placed);
/// The arrays of additive attention: of the query, of the steps, of what is added, and the bias.
struct AdditiveArrays {
  Array query, key, score, bias;
};
AdditiveArrays additive_arrays(const PlacedLayer& placed);
/// weight_ih or weight_hh of a recurrent layer, [gates · hidden, input of the layer or elements of
/// h]; weight of a linear layer, [size, input].
Array weights_array(const PlacedLayer& placed, const Recurrence& recurrence, bool of_x);
/// bias_ih or bias_hh of a recurrent layer, [gates · hidden]; bias of a linear layer, [size].
Array bias_array(const PlacedLayer& placed, const Recurrence& recurrence, bool of_x);
/// weight_hr of an LSTM with a projection, [projection, hidden].
Array projection_array(const PlacedLayer& placed, const Recurrence& recurrence);
/// weight_peephole of an LSTM with peepholes, [gates that see c · hidden].
Array peephole_array(const PlacedLayer& placed, const Recurrence& recurrence);

/// h0 or c0 of equal layers, [layers · directions, batch, hidden].
Array stacked_state_array(const Workload& workload, const std::string& name);
/// h0 or c0 of a listed layer, [batch, elements].
Array state_array(const Workload& workload, const PlacedLayer& placed, const Recurrence& recurrence,
                  const std::string& name);

/// All that make_tensors() reads for the workload.
std::vector<Array> arrays_of(const Workload& workload);

/// What becomes of arrays that nothing reads.
enum class ExtraArrays {
  refuse,
  refuse_with_option,  ///< as refuse; the message names --ignore-extra, which the command has
  ignore
};

/// Checks the data file of a workload, if it names one, by its headers: it can be read, each array
/// that is needed is there with its shape, and there is no other array.
/// @throws WorkloadError  for every array that is not as it has to be, naming the file and the
/// array
void check_data(const Workload& workload, ExtraArrays extra);

/// Checks only that there is no array which nothing reads.
void refuse_extra_arrays(const Workload& workload);

}  // namespace rda::workload
