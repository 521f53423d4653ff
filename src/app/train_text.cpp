// SPDX-License-Identifier: Apache-2.0
#include "app/train_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "training/plan.h"
#include "training/precisions.h"

namespace rda::app {

using training::Curve;

std::string training_text(const Workload& workload) {
  const Training& training = *workload.training;
  const training::Plan plan = training::plan_of(workload);
  std::int64_t weights = 0;
  for (const training::Parameter& parameter : plan.parameters) weights += parameter.elements();
  std::string task = "one batch of the workload's own x";
  if (const std::optional<Turbofan>& turbofan = training.turbofan)
    task = fmt::format("{} of {}", word(turbofan->task),
                       turbofan->file.empty()
                           ? fmt::format("{} generated turbofan engines", turbofan->engines)
                           : "the turbofan engines of " + one_line(turbofan->file, 200));
  return wrapped(
      fmt::format(
          "{}: {} weights in {} tensors\nlearns {}\n{}, {}, learning rate {}, {} batches of {} "
          "sequences of {} steps\n",
          one_line(workload.name, 200), weights, plan.parameters.size(), task, word(training.loss),
          word(training.optimizer), training.learning_rate, training.batches, workload.batch,
          workload.steps),
      kScreenColumns, 4);
}

std::string curve_text(const Workload& workload, const Curve& curve) {
  const bool tests = curve.last_test() != nullptr;
  std::string text = fmt::format(
      "\n{:>7} {:>14} {:>12}{}\n", "batch", "learning rate", "loss",
      tests ? fmt::format(" {:>12} {:>14}", "test loss", training::metric_name(workload)) : "");
  const std::size_t each = std::max<std::size_t>(1, curve.points.size() / 10);
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    const training::Point& point = curve.points[i];
    const bool is_last = i + 1 == curve.points.size();
    if (tests ? !point.test.has_value() : i % each != 0 && !is_last) continue;
    text += fmt::format("{:>7} {:>14.4g} {:>12.5g}", point.batch, point.learning_rate, point.loss);
    if (point.test)
      text += fmt::format(" {:>12.5g} {:>14.4g}", point.test->loss, point.test->metric);
    text += '\n';
  }
  return text;
}

std::string curves_text(const Workload& workload, const std::vector<Training>& trainings,
                        const std::vector<Curve>& curves) {
  const bool tests = curves.front().last_test() != nullptr;
  std::string text = fmt::format("\n{:<16} {:>5} {:>7} {:>10} {:>10}", "curve", "seed", "bytes/w",
                                 "first loss", "last loss");
  if (tests) text += fmt::format(" {:>10} {:>14}", "test loss", training::metric_name(workload));
  text += '\n';
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const Curve& curve = curves[i];
    text += fmt::format("{:<16} {:>5} {:>7} {:>10.4g} {:>10.4g}", curve.label, curve.seed,
                        training::bytes_of_weight(trainings[i]), curve.points.front().loss,
                        curve.last_loss());
    if (const training::Test* test = curve.last_test())
      text += fmt::format(" {:>10.4g} {:>14.4g}", test->loss, test->metric);
    text += '\n';
  }
  text += "bytes/w: of a weight, its gradient and what the optimizer keeps of it\n";
  text += "last loss: the mean of the last tenth of the batches";
  if (curves.front().epochs > 0) text += fmt::format(", {:.2g} epochs", curves.front().epochs);
  return text + '\n';
}

}  // namespace rda::app
