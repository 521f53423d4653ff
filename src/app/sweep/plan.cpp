// SPDX-License-Identifier: Apache-2.0
#include "sweep/plan.h"

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <system_error>

#include "app/arguments.h"
#include "app/output.h"
#include "app/sweep/ground.h"
#include "app/sweep/sweep.h"
#include "base/streamed_file.h"
#include "base/tell.h"
#include "base/text.h"
#include "json/reader.h"

namespace rda::app {
namespace {

namespace fs = std::filesystem;

void refuse_input(const std::string& output, const sweep::Spec& spec, const fs::path& file) {
  std::vector<fs::path> inputs{file, file.parent_path() / spec.chip};
  for (const std::string& workload : spec.workloads)
    inputs.push_back(file.parent_path() / workload);
  for (const fs::path& input : inputs) {
    std::error_code differs;
    if (fs::equivalent(output, input, differs))
      throw UsageError(fmt::format("--output: {} is an input", one_line(output, 400)));
  }
}

/// Which rule took how many combinations away, for people.
std::string summary(const sweep::Planned& planned, const std::string& output) {
  std::string text =
      fmt::format("{} point{} of {} combination{}{}\n", planned.points,
                  planned.points == 1 ? "" : "s", planned.combinations,
                  planned.combinations == 1 ? "" : "s", output == "-" ? "" : " in " + output);
  for (std::size_t i = 0; i < planned.dropped.size(); ++i)
    text += fmt::format("  {} dropped by \"{}\"\n", planned.dropped[i],
                        one_line(planned.constraints[i]));
  if (planned.duplicates > 0)
    text += fmt::format("  {} are equal to an earlier point\n", planned.duplicates);
  return text;
}

}  // namespace

ExitCode sweep_plan(Words words) {
  std::string file, output = "-";
  CLI::App app("Writes the points of a sweep, one per line, and says how many there are.",
               "rdasim sweep plan");
  app.add_option("SPEC", file, "sweep file, e.g. configs/sweeps/small.json")->required();
  app.add_option("-o,--output", output, "points file; - is stdout")->default_str("-");
  if (!parse(app, words)) return ExitCode::ok;
  check_output(output, "JSON lines");

  const auto spec = json::read_file<sweep::Spec>(file, json::FileKind::sweep);
  refuse_input(output, spec, file);
  const sweep::Ground ground = sweep_ground(spec, file);
  // What cannot be taken back is only written once it is known that all points are good.
  if (StreamedFile::in_place(output)) sweep::plan(spec, file, ground, [](const auto&) {});
  StreamedFile out(output);
  const sweep::Planned planned = sweep::plan(
      spec, file, ground, [&](const sweep::Point& point) { out.append(to_line(point) + '\n'); });
  out.commit();
  tell(summary(planned, output));
  return ExitCode::ok;
}

}  // namespace rda::app
