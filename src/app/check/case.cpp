// SPDX-License-Identifier: Apache-2.0
#include "app/check/case.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "app/arguments.h"
#include "app/mapping_source.h"
#include "app/verify_size.h"
#include "base/sha256.h"
#include "chip/chip_fields.h"
#include "explain/measured.h"
#include "flow/evaluate.h"
#include "json/reader.h"
#include "json/shape.h"
#include "json/writer.h"
#include "process/children.h"
#include "process/progress.h"
#include "rda/report.h"
#include "report/report_fields.h"
#include "workload/data.h"
#include "workload/workload_fields.h"

namespace rda::app {
namespace {

using json::Value;

/// Longer runs are measured on their first steps.
constexpr std::int64_t kMeasuredSteps = 8;
/// Digits of a hash of inputs.
constexpr std::size_t kHashDigits = 16;

Value::Object members_of(Value value) { return std::move(*value.get_if<Value::Object>()); }

/// A struct without texts for people.
template <class T>
Value inputs_of(const T& object) {
  return json::without_texts(json::to_value(object), json::shape<T>());
}

Value value_of(const Chip& chip) { return inputs_of(chip); }

/// A data file counts by its bytes, wherever it lies.
Value value_of(const Workload& workload) {
  Value::Object members = members_of(inputs_of(workload));
  if (!workload.data.empty()) members["data"] = "sha256:" + workload::data_sha256(workload);
  members.erase("inputs");
  return members;
}

/// What a file alone says; null if that is not valid without the case's values.
template <class Load>
Value file_value(const Load& load) {
  try {
    return value_of(load());
  } catch (const ConfigError&) {
    return {};
  }
}

/// A case as the words of `run` would say it.
struct Given {
  InputOptions words;
  MappingSource source;
};

Given given_by(const regress::Case& c, const std::filesystem::path& folder) {
  Given inputs;
  inputs.words.chip_file = (folder / c.chip).lexically_normal().string();
  inputs.words.workload_file = (folder / c.workload).lexically_normal().string();
  for (const auto& [pointer, value] : c.set)
    inputs.words.sets.push_back(pointer + '=' + dump_line(value));
  if (c.steps > 0) inputs.words.sets.push_back("/steps=" + std::to_string(c.steps));
  if (!c.policy.empty())
    inputs.source.policy = to_enumerator<Policy>("\"policy\"", c.policy, "policy");
  if (c.search_budget > 0) inputs.source.request.search.budget = c.search_budget;
  return inputs;
}

std::string hash_of(const flow::Inputs& loaded, const regress::Case& c,
                    std::int64_t search_budget) {
  const bool searches = loaded.options.policy == Policy::automatic;
  const Value all = Value::Object{{"chip", value_of(loaded.chip)},
                                  {"workload", value_of(loaded.workload)},
                                  {"options", json::to_value(loaded.options)},
                                  {"search_budget", searches ? search_budget : 0},
                                  {"verify_steps", c.verify_steps}};
  return sha256(dump_line(all)).substr(0, kHashDigits);
}

/// The figures of a mapping's first steps, from a simulation in a process of its own.
explain::Measured measured_apart(const Chip& chip, const Mapping& mapping) {
  const auto work = [&](int) {
    const Trace trace = flow::trace_of(chip, mapping, kMeasuredSteps);
    return json::dump_line(json::to_value(explain::measure(chip, mapping, trace)));
  };
  explain::Measured measured;
  json::fill(json::parse(process::output_of(process::in_children(1, 1, work).front()), "measured"),
             measured);
  return measured;
}

/// Maps, simulates, verifies, reports.
void fill_outcome(const regress::Case& c, const MappingSource& source, const flow::Inputs& inputs,
                  flow::PlacementCache& cache, regress::Outcome& outcome) {
  Conditions conditions;
  conditions.verify_steps = c.verify_steps;
  check_verify_size(inputs.workload, conditions);
  const flow::Mapped mapped = mapping_of(source, inputs, cache);
  const Mapping& mapping = mapped.mapping;
  const bool long_run = mapping.steps > kMeasuredSteps;
  explain::Measured measured;
  if (long_run) measured = measured_apart(inputs.chip, mapping);
  Tracer tracer(mapping);
  const Report report = flow::evaluate(inputs, mapped, conditions,
                                       {.host = nullptr, .probe = long_run ? nullptr : &tracer})
                            .report;
  if (!long_run) measured = explain::measure(inputs.chip, mapping, tracer.trace());
  outcome.profile = regress::profile_of(report);
  regress::add_measured(outcome.profile, report, measured, std::min(mapping.steps, kMeasuredSteps));
  Value::Object figures = members_of(json::to_value(report));
  for (const char* part : {"command", "inputs", "units", "streams", "network_cost"})
    figures.erase(part);
  outcome.report = std::move(figures);
}

}  // namespace

regress::Outcome run_case(const regress::Case& c, const std::filesystem::path& folder,
                          flow::PlacementCache& cache) {
  Given inputs = given_by(c, folder);
  const flow::Inputs loaded = load(inputs.words, inputs.source);
  regress::Outcome outcome;
  outcome.inputs = hash_of(loaded, c, inputs.source.request.search.budget);
  outcome.chip = file_value([&] { return load_chip(inputs.words.chip_file); });
  outcome.workload = file_value([&] { return load_workload(inputs.words.workload_file); });
  outcome.options = json::to_value(MappingOptions{});
  try {
    fill_outcome(c, inputs.source, loaded, cache, outcome);
  } catch (const Error& error) {
    if (error.exit_code != ExitCode::does_not_map && error.exit_code != ExitCode::deadlock) throw;
    outcome.exit = static_cast<int>(error.exit_code);
    outcome.message = error.what();
  }
  return outcome;
}

namespace {

/// What the child process of a case says.
struct Timed {
  regress::Outcome outcome;
  double seconds = 0;
  static void describe(auto& self, auto& visit) {
    visit("outcome", self.outcome, Doc{"outcome of the case"});
    visit("seconds", self.seconds, Range{0}, Doc{"time that it took", "s"});
  }
};

Timed timed_case(const regress::Case& c, const std::filesystem::path& folder,
                 flow::PlacementCache& cache) {
  const auto begin = std::chrono::steady_clock::now();
  Timed timed{run_case(c, folder, cache), 0};
  timed.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return timed;
}

}  // namespace

std::vector<Ran> run_cases(const regress::Golden& golden, const std::filesystem::path& folder,
                           int jobs, const flow::CacheChoice& choice) {
  std::vector<const regress::Case*> cases;
  for (const auto& entry : golden.cases) cases.push_back(&entry.second);
  flow::PlacementCache cache(choice);
  const int count = static_cast<int>(cases.size());
  process::Progress progress("cases", count);
  const auto work = [&](int i) {
    return json::dump_line(
        json::to_value(timed_case(*cases[static_cast<std::size_t>(i)], folder, cache)));
  };
  std::vector<Ran> all;
  for (const process::ChildOutcome& child :
       process::in_children(count, jobs, work, [&](int done) { progress.show(done); })) {
    Ran& ran = all.emplace_back();
    if (!child.ok()) {
      ran.problem = child.error;
      continue;
    }
    Timed timed;
    json::fill(json::parse(child.output, "case"), timed);
    ran.outcome = std::move(timed.outcome);
    ran.seconds = timed.seconds;
  }
  return all;
}

}  // namespace rda::app
