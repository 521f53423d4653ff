// SPDX-License-Identifier: Apache-2.0
#include "page/against.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/text.h"
#include "json/value.h"
#include "json/writer.h"
#include "rda/error.h"
#include "regress/differences.h"

namespace rda::page {
namespace {

constexpr std::size_t kMostSaid = 3;  // differences that a message names

/// What decides how much work a workload is: not its name, its number formats and its values.
json::Value work_of(Workload workload) {
  const Workload usual;
  workload.name = usual.name;
  workload.formats = usual.formats;
  workload.scales = usual.scales;
  workload.data_seed = usual.data_seed;
  workload.data = usual.data;
  for (Layer& layer : workload.layers.list) {
    layer.formats = {};
    layer.scales = {};
  }
  return json::to_value(workload);
}

regress::Comparand comparand_of(const ComparedRun& run) {
  return regress::report_comparand(json::parse(to_json(run.report), run.name), run.name);
}

}  // namespace

void check_same_work(const std::string& first_name, const Workload& first,
                     const std::string& other_name, const Workload& other) {
  const auto differ = regress::differences(work_of(first), work_of(other));
  if (differ.empty()) return;
  const std::size_t said = std::min(differ.size(), kMostSaid);
  throw Error(
      ExitCode::bad_input,
      fmt::format("{} and {} are runs of different work: workload {}{} (runs of one network "
                  "with its batch and steps compare on a page; rdasim compare takes any two)",
                  one_line(first_name, 200), one_line(other_name, 200),
                  join(std::span(differ).first(said), ", "),
                  differ.size() > said ? fmt::format(" and {} more", differ.size() - said) : ""));
}

Against against(const ComparedRun& first, const ComparedRun& other,
                const std::optional<StepActivity>& step) {
  Against made;
  made.comparison = regress::compare(comparand_of(first), comparand_of(other), {});
  made.report = other.report;
  made.report.units.clear();
  made.report.streams.clear();
  made.roofs = cost::roofs_of(other.report.inputs.chip, other.report.actions);
  if (step)
    made.step =
        OtherStep{step->explanation.step, step->explanation.cycles, step->explanation.summary};
  return made;
}

}  // namespace rda::page
