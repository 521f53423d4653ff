// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/command.h"
#include "app/output.h"
#include "app/schedules_text.h"
#include "app/set_words.h"
#include "app/train_text.h"
#include "app/words.h"
#include "app/written_files.h"
#include "base/tell.h"
#include "base/text.h"
#include "draw/curves.h"
#include "flow/inputs.h"
#include "json/overrides.h"
#include "process/children.h"
#include "process/progress.h"
#include "process/threads.h"
#include "training/curve.h"
#include "training/precisions.h"
#include "workload/training_rules.h"

namespace rda::app {
namespace {

using training::Curve;
using training::NamedPrecision;
using training::WayToTrain;

/// Batches between tests unless told otherwise.
constexpr int kTestEvery = 20;

struct TrainOptions {
  std::string workload, output, svg, trained;
  std::vector<std::string> sets;
  std::optional<std::int64_t> seed;
  std::vector<NamedPrecision> precisions;
  int seeds = 1, jobs = process::kAllThreads;
  std::optional<int> test_every;
  bool exact = false, schedules = false;
};

void add_train_options(CLI::App& app, TrainOptions& o) {
  app.add_option("WORKLOAD", o.workload, "workload file with /training")->required();
  const auto number = [&app](const char* name, auto& value, std::int64_t lo, const char* what) {
    return app.add_option_function<std::string>(
        name,
        [&value, name, lo](const std::string& word) {
          value = static_cast<int>(to_integer(name, word, lo, 1000000));
        },
        what);
  };
  app.add_option_function<std::vector<std::string>>(
         "--precision",
         [&o](const std::vector<std::string>& words) {
           for (const std::string& word : words)
             o.precisions.push_back(
                 to_enumerator<NamedPrecision>("--precision", word, "precision"));
         },
         "in place of /training/precision, all values in a format: fp32, bf16, bf16_stochastic, "
         "bf16_kahan, bf16_masters, or fp16 in place of bf16; repeatable: a curve for each")
      ->allow_extra_args(false);
  app.add_flag("--exact", o.exact, "compute in fp64, with exact functions");
  app.add_flag(
      "--schedules", o.schedules,
      "train in each schedule of /training/pipeline; scaled: asynchronous with delay_scale");
  number("--seeds", o.seeds, 1, "train with so many seeds, from data_seed on")->default_str("1");
  number("--test-every", o.test_every, 1, "batches between tests on engines that are held out")
      ->default_str(std::to_string(kTestEvery));
  number("--jobs,-j", o.jobs, 1, "curves at once; default: as many as there are processors");
  app.add_option("--set", o.sets, "another value, e.g. /training/batches=50; repeatable")
      ->allow_extra_args(false);
  app.add_option_function<std::string>(
      "--seed",
      [&o](const std::string& word) { o.seed = to_integer("--seed", word, 0, 9007199254740991); },
      "as --set /data_seed=N");
  app.add_option("-o,--output", o.output, "write the curves to this .csv or .json file");
  app.add_option("--svg", o.svg, "draw the curves to this .svg file");
  app.add_option("--trained", o.trained,
                 "write the weights, and x of engines that are held out, to this .npz file, which "
                 "run --weights reads");
}

void check_train_outputs(const TrainOptions& o) {
  if (!o.output.empty()) {
    if (ending_of(o.output) != ".csv" && ending_of(o.output) != ".json")
      throw UsageError("--output: " + one_line(o.output, 400) + " is no .csv or .json file");
    check_output(o.output);
  }
  if (!o.svg.empty()) {
    if (ending_of(o.svg) != ".svg")
      throw UsageError("--svg: " + one_line(o.svg, 400) + " is no .svg file");
    check_output(o.svg);
  }
  if (!o.trained.empty()) {
    if (ending_of(o.trained) != ".npz")
      throw UsageError("--trained: " + one_line(o.trained, 400) + " is no .npz file");
    const std::size_t count =
        std::max<std::size_t>(1, o.precisions.size()) * static_cast<std::size_t>(o.seeds);
    if (count > 1)
      throw UsageError(
          fmt::format("--trained: weights of {} trainings (one precision and seed "
                      "would be right)",
                      count));
    if (o.schedules)
      throw UsageError("--trained: weights of several schedules (leave out --schedules)");
    check_output(o.trained);
  }
  for (const auto& [option, file] :
       {std::pair{"--output", o.output}, {"--svg", o.svg}, {"--trained", o.trained}})
    refuse_same_file(option, file, {o.workload});
  if (o.exact && !o.precisions.empty())
    throw UsageError("--exact: fp64 has no --precision (leave one of them out)");
  if (o.schedules && o.precisions.size() > 1)
    throw UsageError("--schedules: of several precisions (one --precision would be right)");
}

/// A training for each curve.
struct AskedTraining {
  Workload workload;
  std::string label;
};

std::vector<AskedTraining> asked_trainings(const TrainOptions& o, const Workload& workload,
                                           const std::vector<WayToTrain>& ways) {
  std::vector<AskedTraining> all;
  const auto add = [&](Workload one, const std::string& label) {
    for (int seed = 0; seed < o.seeds; ++seed) {
      all.push_back({one, label});
      ++one.data_seed;
    }
  };
  if (o.schedules) {
    for (const WayToTrain& way : ways) {
      if (way.learns_as != way.label) continue;
      Workload one = way.workload;
      if (!o.precisions.empty())
        one.training->precision = training::precision_of(o.precisions.front());
      add(one, way.label);
    }
    return all;
  }
  for (const NamedPrecision name : o.precisions) {
    Workload one = workload;
    one.training->precision = training::precision_of(name);
    add(one, std::string(word(name)));
  }
  if (o.precisions.empty()) add(workload, o.exact ? "fp64" : "own");
  return all;
}

std::vector<Curve> trained(const TrainOptions& o, const std::vector<AskedTraining>& all) {
  const auto arithmetic = o.exact ? training::Arithmetic::exact : training::Arithmetic::chip;
  std::vector<Curve> curves(all.size());
  std::int64_t batches = 0, done = 0;
  for (const AskedTraining& asked : all) batches += asked.workload.training->batches;
  process::Progress progress("batches", batches);
  std::mutex mutex;
  const auto count = [&](const training::Point&) {
    const std::lock_guard lock(mutex);
    progress.show(++done);
  };
  const auto work = [&](int i) {
    const AskedTraining& asked = all[static_cast<std::size_t>(i)];
    Curve curve =
        training::train(asked.workload, arithmetic, o.test_every.value_or(kTestEvery), count);
    curve.label = asked.label;
    curves[static_cast<std::size_t>(i)] = std::move(curve);
    return std::string();
  };
  for (const process::ChildOutcome& outcome :
       process::in_threads(static_cast<int>(all.size()), o.jobs, work))
    process::output_of(outcome);
  return curves;
}

}  // namespace

ExitCode train(Words words) {
  TrainOptions o;
  CLI::App app("Trains a network: forward, loss, backward through time and update, batch by batch.",
               "rdasim train");
  add_train_options(app, o);
  if (!parse(app, words)) return ExitCode::ok;
  check_train_outputs(o);
  std::vector<Override> overrides = overrides_of(o.sets, o.seed);
  json::reject_unknown(overrides, flow::known_knobs());
  const Workload workload = load_workload(o.workload, overrides);
  if (!workload.training)
    throw ConfigError(o.workload, "/training",
                      "missing (such as {\"loss\": \"mse\", \"learning_rate\": 0.01})");
  if (workload.repeat)
    throw ConfigError(
        o.workload, "/repeat",
        "has no effect: /training/batches says how many batches are trained (leave it "
        "out)" +
            json::blame("/repeat", overrides));
  if (o.test_every && !workload.training->turbofan)
    throw UsageError(
        "--test-every: only engines of /training/turbofan are held out (leave it out)");
  std::vector<json::Problem> of_data;
  workload::check_generated(workload, of_data);
  for (const json::Problem& problem : of_data)
    throw ConfigError(o.workload, problem.pointer,
                      problem.text + json::blame(problem.pointer, overrides));
  if (o.schedules && !workload.training->pipeline)
    throw ConfigError(o.workload, "/training/pipeline",
                      "missing, which --schedules needs (such as {\"stages\": 2})");
  std::vector<WayToTrain> ways;
  if (workload.training->pipeline) ways = training::ways_to_train(workload);
  const std::vector<AskedTraining> all = asked_trainings(o, workload, ways);
  print(training_text(all.front().workload));
  if (!ways.empty()) print(stages_text(workload, ways));
  const std::vector<Curve> curves = trained(o, all);
  if (curves.size() == 1) print(curve_text(all.front().workload, curves.front()));
  std::vector<Training> trainings;
  for (const AskedTraining& asked : all) trainings.push_back(*asked.workload.training);
  print(curves_text(workload, trainings, curves));
  if (!ways.empty()) print(schedules_text(ways, o.schedules ? curves : std::vector<Curve>()));
  if (!o.output.empty())
    write_output(o.output, ending_of(o.output) == ".csv"
                               ? training::curves_csv(curves)
                               : json::dump(training::curves_json(workload, curves)));
  if (!o.svg.empty()) write_output(o.svg, draw::curves_picture(workload, curves));
  if (!o.trained.empty()) write_output(o.trained, workload::npz_bytes(curves.front().weights));
  for (const std::string& file : {o.output, o.svg, o.trained})
    if (!file.empty()) tell(fmt::format("wrote {}\n", one_line(file, 300)));
  return ExitCode::ok;
}

}  // namespace rda::app
