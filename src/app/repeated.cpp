// SPDX-License-Identifier: Apache-2.0
#include "app/repeated.h"

#include <fmt/format.h>

#include "base/tell.h"
#include "base/text.h"

namespace rda::app {

void tell_other_program(const std::string& file, const flow::Repeat& report) {
  if (!report.is_ours())
    tell(fmt::format("rdasim: note: rdasim {} ({}) made {}; this is rdasim {} ({})\n",
                     one_line(report.simulator_version), one_line(report.simulator_commit),
                     one_line(file, 400), version(), commit()));
}

void tell_difference(const std::string& file, const flow::Repeat& report, const Report& repeated) {
  const std::string difference = report.difference(repeated);
  if (!difference.empty())
    tell(fmt::format(
        "rdasim: note: {}: {} ({})\n", one_line(file, 400), difference,
        report.is_ours() ? "the report was changed" : "another rdasim made the report"));
}

}  // namespace rda::app
