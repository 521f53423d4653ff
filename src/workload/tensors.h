// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "rda/tensors.h"
#include "rda/workload.h"
#include "workload/layers.h"

namespace rda::workload {

/// x of the first steps of a repetition: (number of the repetition, steps).
using OfRepetition = std::function<Tensor(std::int64_t, std::int64_t)>;
/// x of the first `steps` steps of the run: of one repetition after the other.
Tensor of_repetitions(const RunSpec& run, std::int64_t steps, const OfRepetition& x);

/// The first step of x that a recurrence reads in the first `steps` steps of a repetition that it
/// computes.
std::int64_t first_read(const RunSpec& run, const Recurrence& recurrence, std::int64_t steps);

/// The first `steps` steps of x of a repetition as a recurrence reads them, a reverse one from the
/// last step on.
/// @param x  [steps · batch, input] from step first_read() on
Tensor as_read(const RunSpec& run, const Recurrence& recurrence, const Tensor& x,
               std::int64_t steps);

/// 1 for each item of the first `steps` steps of a recurrence that its sequence has, else 0.
Tensor mask(const RunSpec& run, bool reversed, std::int64_t steps);

/// Items of x.
struct Items {
  std::int64_t first, count;
};
/// Random values of x [items, size]: in ±1, or, if `rows` is not 0, whole numbers below it.
Tensor random_x(const RunSpec& run, const std::string& name, Items items, std::int64_t size,
                std::int64_t rows);

/// What an x numbers: that many rows of a table (0: nothing), in items from `first` on.
struct Numbering {
  std::int64_t rows, first = 0;
};
/// Refuses an x [items, 1] that has another value than the number of a row.
/// @throws WorkloadError  naming file, array and element
void require_indices(const Workload& workload, const std::string& array, const Tensor& x,
                     Numbering numbering);

/// The sum of two biases, added in fp64 and rounded once to fp32.
Tensor added_biases(const std::vector<double>& input, const std::vector<double>& recurrent);

/// Adds the zeros with which totals over a sequence and fed contexts begin, and the masks of
/// attention in the first `steps` steps of the run.
void add_totals(const Workload& workload, std::int64_t steps, Tensors& tensors);

/// Weights, biases, x and states, generated from `data_seed`. See make_tensors().
Tensors generated_tensors(const Workload& workload, std::int64_t steps);

/// x of the `steps` steps of the run that the recurrence computes first, generated from
/// `data_seed`.
Tensor generated_x(const Workload& workload, const Recurrence& recurrence, std::int64_t steps);
/// x of an input layer behind the first, of the repetitions that have the first `steps` steps of
/// the run, generated from `data_seed`.
Tensor generated_x(const Workload& workload, const PlacedLayer& placed, std::int64_t steps);

/// Weights, biases, x and states, read from the files of the workload. See make_tensors().
/// @throws WorkloadError  naming the array, its shape and the needed shape
Tensors read_tensors(const Workload& workload, std::int64_t steps);

}  // namespace rda::workload
