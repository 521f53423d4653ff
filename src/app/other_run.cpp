// SPDX-License-Identifier: Apache-2.0
#include "app/other_run.h"

#include "app/arguments.h"
#include "app/repeated.h"

namespace rda::app {

CLI::Option* add_against(CLI::App& app, std::string& file) {
  return app.add_option("--against", file,
                        "report of another run of the same work: the page compares the two");
}

std::optional<OtherRun> load_other_run(const std::string& file, const std::string& first_name,
                                       const Workload& first) {
  if (file.empty()) return std::nullopt;
  OtherRun other{file, flow::load_report(file)};
  page::check_same_work(first_name, first, file, other.repeat.inputs.workload);
  return other;
}

page::Against against(const OtherRun& other, const page::ComparedRun& first,
                      flow::PlacementCache& cache, const OtherRunOptions& options) {
  const Repeated again =
      repeat_run(other.file, other.repeat, cache,
                 {options.jobs, options.costs, page::StepOptions{options.step, 0, options.jobs}});
  return page::against(first, {other.file, again.report}, again.chain.step);
}

}  // namespace rda::app
