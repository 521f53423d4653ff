// SPDX-License-Identifier: Apache-2.0
#include "app/page_file.h"

#include "app/arguments.h"
#include "app/output.h"

namespace rda::app {

void add_page(CLI::App& app, std::string& file, const std::string& shown) {
  app.add_option("--html", file, "write " + shown + " to this .html file")->group(kNoInput);
}

void check_page(const CLI::App& app, const std::string& file) {
  if (file.empty()) return;
  const std::string ending = ending_of(file);
  check_written(app, "--html", file, ending == ".html" || ending == ".htm", "an .html file");
}

page::TimeSeries series_of(const page::TimeProbe& probe, const Costs& costs, const Chip& chip,
                           const RunResult& result) {
  return probe.series(chip, result, costs.power(probe.power(), chip, result), costs.table());
}

}  // namespace rda::app
