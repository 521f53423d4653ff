// SPDX-License-Identifier: Apache-2.0
#include "training/curve.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "training/schedules.h"
#include "training/task.h"
#include "training/windows.h"
#include "workload/weight_arrays.h"

namespace rda::training {

double Curve::last_loss() const {
  const std::size_t count = std::max<std::size_t>(1, points.size() / 10);
  double sum = 0;
  for (std::size_t i = points.size() - count; i < points.size(); ++i) sum += points[i].loss;
  return sum / static_cast<double>(count);
}

const Test* Curve::last_test() const {
  for (auto point = points.rbegin(); point != points.rend(); ++point)
    if (point->test) return &*point->test;
  return nullptr;
}

double Curve::cycles_until(const Point& point) const { return cycles_of_batch * (point.batch + 1); }

std::string metric_name(const Workload& workload) {
  if (!workload.training->turbofan) return {};
  return workload.training->turbofan->task == TurbofanTask::failure ? "accuracy" : "RMSE (cycles)";
}

namespace {

/// Root of the mean square of y − target, in cycles.
double error_in_cycles(const std::vector<double>& y, const std::vector<double>& target, int cap) {
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) sum += (y[i] - target[i]) * (y[i] - target[i]);
  return std::sqrt(sum / static_cast<double>(y.size())) * cap;
}

/// The share of items whose larger element is that of the target.
double share_right(const std::vector<double>& y, const std::vector<double>& target) {
  std::size_t right = 0;
  for (std::size_t i = 0; i < y.size(); i += 2)
    right += (y[i + 1] > y[i]) == (target[i + 1] > target[i]);
  return 2.0 * static_cast<double>(right) / static_cast<double>(y.size());
}

Test test_of(const Workload& workload, const Trainer& trainer, const ExactTensors& held_out) {
  const BatchResult result = trainer.evaluate(held_out);
  const std::vector<double>& y =
      result.values.at(trainer.plan().gradients.graph.outputs.front().tensor);
  const std::vector<double>& target = held_out.at(trainer.plan().targets.front()).values;
  const Turbofan& task = *workload.training->turbofan;
  return {result.loss, task.task == TurbofanTask::failure ? share_right(y, target)
                                                          : error_in_cycles(y, target, task.cap)};
}

}  // namespace

Curve train(const Workload& workload, Arithmetic arithmetic, int test_every,
            const std::function<void(const Point&)>& progress) {
  const Training& training = *workload.training;
  Trainer trainer(workload, arithmetic);
  std::optional<Windows> windows;
  ExactTensors inputs, held_out;
  if (training.turbofan) {
    windows.emplace(workload, trainer.plan());
    held_out = windows->held_out();
  } else {
    inputs = own_batch(workload, trainer.plan());
  }
  Curve curve;
  curve.seed = workload.data_seed;
  if (training.pipeline) curve.cycles_of_batch = own_run(workload, trainer.plan()).cycles;
  if (windows)
    curve.epochs = static_cast<double>(training.batches) * workload.batch /
                   static_cast<double>(windows->count());
  for (int batch = 0; batch < training.batches; ++batch) {
    if (windows) inputs = windows->batch(batch);
    const BatchResult result = trainer.train(inputs);
    Point point{batch, result.learning_rate, result.loss, {}};
    if (windows && ((batch + 1) % test_every == 0 || batch + 1 == training.batches))
      point.test = test_of(workload, trainer, held_out);
    curve.points.push_back(point);
    if (progress) progress(point);
  }
  ExactTensors last = trainer.tensors();
  for (const auto& [name, tensor] : held_out) last[name] = tensor;
  curve.weights = workload::weight_arrays(workload, last);
  return curve;
}

std::string curves_csv(const std::vector<Curve>& curves) {
  std::string text = "curve,seed,batch,learning_rate,loss,test_loss,test_metric,cycles\n";
  for (const Curve& curve : curves)
    for (const Point& point : curve.points)
      text +=
          fmt::format("{},{},{},{},{},{},{}\n", curve.label, curve.seed, point.batch,
                      point.learning_rate, point.loss,
                      point.test ? fmt::format("{},{}", point.test->loss, point.test->metric)
                                 : std::string(","),
                      curve.cycles_of_batch > 0 ? fmt::to_string(curve.cycles_until(point)) : "");
  return text;
}

json::Value curves_json(const Workload& workload, const std::vector<Curve>& curves) {
  using json::Value;
  Value::Array list;
  for (const Curve& curve : curves) {
    Value::Array points;
    for (const Point& point : curve.points) {
      Value::Object made{{"batch", Value(point.batch)},
                         {"learning_rate", Value(point.learning_rate)},
                         {"loss", Value(point.loss)}};
      if (point.test) {
        made["test_loss"] = Value(point.test->loss);
        made["test_metric"] = Value(point.test->metric);
      }
      if (curve.cycles_of_batch > 0) made["cycles"] = Value(curve.cycles_until(point));
      points.push_back(Value(std::move(made)));
    }
    list.push_back(Value(Value::Object{{"curve", Value(curve.label)},
                                       {"seed", Value(curve.seed)},
                                       {"epochs", Value(curve.epochs)},
                                       {"points", Value(std::move(points))}}));
  }
  return Value(Value::Object{{"workload", Value(workload.name)},
                             {"metric", Value(metric_name(workload))},
                             {"curves", Value(std::move(list))}});
}

}  // namespace rda::training
