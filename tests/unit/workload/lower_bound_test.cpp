// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "rda/graph.h"
#include "rda/workload.h"

namespace rda {
namespace {

constexpr std::int64_t kSteps = 8;

/// Half a unit in the last place of 1.
double unit_roundoff(Format format) {
  switch (format) {
    case Format::bf16:
      return 0x1p-8;
    case Format::fp16:
      return 0x1p-11;
    case Format::fp8_e4m3:
      return 0x1p-4;
    case Format::fp8_e5m2:
      return 0x1p-3;
    default:
      return 0x1p-24;
  }
}

/// The bound of docs/numerics.md.
double bound(const Workload& workload) {
  const Formats& formats = workload.formats;
  const double hidden = workload.hidden, columns = 2 * hidden;
  const double weight = 1 / std::sqrt(3 * hidden), operand = 1 / std::sqrt(3.0);
  const bool integers = formats.weights == Format::int8;
  const double weight_error =
      integers ? std::exp2(workload.scales.recurrent_weights - 1) / std::sqrt(3.0)
               : unit_roundoff(formats.weights) * weight / std::sqrt(3.0);
  const double operand_error = integers
                                   ? std::exp2(workload.scales.hidden - 1) / std::sqrt(3.0)
                                   : unit_roundoff(formats.activations) * operand / std::sqrt(3.0);
  const double additions = columns / (512.0 / bits(formats.weights)) + 4;
  const double variance = columns * std::pow(operand * weight_error, 2) +
                          columns * std::pow(weight * operand_error, 2) +
                          additions * std::pow(unit_roundoff(formats.accumulate), 2) +
                          std::pow(unit_roundoff(formats.state), 2);
  return 4 / 128.0 + 6 * std::sqrt(variance);
}

double error(const Workload& workload) {
  const Graph graph = lower(workload);
  const Tensors tensors = make_tensors(workload, kSteps);
  const auto exact = evaluate_exact(graph, tensors, kSteps);
  const auto chip = evaluate_chip(graph, tensors, ReductionOrder{}, kSteps);
  double largest = 0;
  for (const auto& [name, values] : exact)
    for (std::size_t i = 0; i < values.size(); ++i)
      largest = std::max(largest, std::fabs(values[i] - chip.at(name)[i]));
  return largest;
}

/// The largest error of all cells, two layers deep, over some seeds; each within its bound.
double largest_error(const Formats& formats, int hidden) {
  double largest = 0;
  for (const auto& [cell, reset, activation] :
       {std::tuple{Cell::lstm, GruReset::after, RnnActivation::tanh},
        {Cell::gru, GruReset::after, RnnActivation::tanh},
        {Cell::gru, GruReset::before, RnnActivation::tanh},
        {Cell::rnn, GruReset::after, RnnActivation::tanh},
        {Cell::rnn, GruReset::after, RnnActivation::relu}}) {
    Workload workload;
    workload.cell = cell;
    workload.gru_reset = reset;
    workload.rnn_activation = activation;
    workload.input = workload.hidden = hidden;
    workload.layers.count = 2;
    workload.steps = kSteps;
    workload.formats = formats;
    workload.scales = {-7, -7, -6, -6};  // relu's h exceeds 1
    for (workload.data_seed = 1; workload.data_seed <= 3; ++workload.data_seed) {
      const double this_error = error(workload);
      EXPECT_LE(this_error, bound(workload)) << "seed " << workload.data_seed;
      largest = std::max(largest, this_error);
    }
  }
  return largest;
}

Formats uniform(Format format) { return {format, format, Format::fp32, Format::fp32}; }

TEST(ChipArithmetic, StaysWithinItsBoundInEveryFormat) {
  for (const int hidden : {16, 64}) {
    for (const Format format :
         {Format::fp32, Format::bf16, Format::fp16, Format::fp8_e4m3, Format::fp8_e5m2})
      largest_error(uniform(format), hidden);
    largest_error({Format::int8, Format::int8, Format::fp32, Format::int32}, hidden);
    largest_error({Format::fp8_e4m3, Format::fp8_e5m2, Format::fp16, Format::fp16}, hidden);
    largest_error({Format::bf16, Format::bf16, Format::bf16, Format::bf16}, hidden);
  }
}

TEST(ChipArithmetic, IsTheMoreExactTheWiderTheFormat) {
  const double e5m2 = largest_error(uniform(Format::fp8_e5m2), 64);
  const double e4m3 = largest_error(uniform(Format::fp8_e4m3), 64);
  const double fp16 = largest_error(uniform(Format::fp16), 64);
  EXPECT_GT(e5m2, 1.5 * e4m3);
  EXPECT_GT(e4m3, 1.5 * fp16);
}

TEST(ChipArithmetic, IsAsExactAsItsTablesInFp32) {
  Workload workload;
  workload.cell = Cell::rnn;
  workload.input = workload.hidden = 64;
  workload.steps = kSteps;
  workload.formats = uniform(Format::fp32);
  EXPECT_GT(error(workload), 1 / 256.0) << "the tables' step shows";
  workload.rnn_activation = RnnActivation::relu;  // uses no table
  EXPECT_LT(error(workload), 1e-6);
}

TEST(ChipArithmetic, DependsOnTheOrderOfAdditionsAndOnNothingElse) {
  Workload workload;
  workload.cell = Cell::rnn;
  workload.rnn_activation = RnnActivation::relu;  // a table would hide most differences
  workload.input = workload.hidden = 64;
  workload.formats = uniform(Format::fp32);
  const Graph graph = lower(workload);
  const Tensors tensors = make_tensors(workload, 1);
  const ReductionOrder whole{16, true, {}};
  const ReductionOrder sliced{16, true, {{"layer0.h", {0, 1, 5, 8}}}};
  const auto results = evaluate_chip(graph, tensors, sliced, 1);
  EXPECT_NE(evaluate_chip(graph, tensors, whole, 1), results);
  EXPECT_EQ(evaluate_chip(graph, tensors, sliced, 1), results);
}

}  // namespace
}  // namespace rda
