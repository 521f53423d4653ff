// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "json/value.h"
#include "rda/workload.h"
#include "training/trainer.h"
#include "workload/npz_writer.h"

namespace rda::training {

/// What the held-out windows say.
struct Test {
  double loss = 0;
  double metric = 0;  ///< remaining_life: root mean square error in cycles; failure: share of right
                      ///< answers
};

/// A batch of a curve.
struct Point {
  int batch = 0;
  double learning_rate = 0;
  double loss = 0;           ///< of the batch, before its update
  std::optional<Test> test;  ///< after its update
};

/// How a training went.
struct Curve {
  std::string label;  ///< of its precision, or of its schedule
  std::uint64_t seed = 0;
  double epochs = 0;           ///< of all batches together; 0: there is one batch
  double cycles_of_batch = 0;  ///< of its pipeline, in a steady state; 0: it has none
  std::vector<Point> points;
  /// Weights after the last batch, and x: of the held-out windows, or the workload's own.
  std::vector<workload::NpzArray> weights;

  /// The mean loss of the last tenth of the batches.
  double last_loss() const;
  /// From the first batch to the end of a point's: cycles of its pipeline.
  double cycles_until(const Point& point) const;
  /// The last test; null: none.
  const Test* last_test() const;
};

/// What the metric of a test is: "RMSE (cycles)", "accuracy"; empty: the workload has no tests.
std::string metric_name(const Workload& workload);

/// Trains a workload for its batches.
/// @param test_every  batches between tests; the last batch is followed by one
/// @param progress  called after each batch; what it throws ends the training
Curve train(const Workload& workload, Arithmetic arithmetic, int test_every,
            const std::function<void(const Point&)>& progress = {});

/// Curves as a table: a row for each batch.
std::string curves_csv(const std::vector<Curve>& curves);
/// Curves as JSON.
json::Value curves_json(const Workload& workload, const std::vector<Curve>& curves);

}  // namespace rda::training
