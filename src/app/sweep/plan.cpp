// SPDX-License-Identifier: Apache-2.0
#include "sweep/plan.h"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <optional>
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
#include "process/progress.h"

namespace rda::app {
namespace {

namespace fs = std::filesystem;

void refuse_input(const std::string& output, const sweep::Spec& spec, const fs::path& file) {
  std::vector<fs::path> inputs{file};
  for (const std::string& chip : chip_files(spec, file))
    inputs.push_back(file.parent_path() / chip);
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
  std::string text = fmt::format("{} of {}{}\n", counted(planned.points, "point"),
                                 counted(planned.combinations, "combination"),
                                 output == "-" ? "" : " in " + output);
  for (std::size_t i = 0; i < planned.dropped.size(); ++i)
    text += fmt::format("  {} dropped by \"{}\"\n", planned.dropped[i],
                        one_line(planned.constraints[i]));
  for (const std::string& note : planned.idle) text += fmt::format("  {}\n", one_line(note, 400));
  if (planned.duplicates > 0)
    text += fmt::format("  {} are equal to an earlier point\n", planned.duplicates);
  return text;
}

/// Writes the points, piece by piece, into a file that is there as a whole or not at all.
sweep::Planned write_points(const sweep::Spec& spec, const std::string& file,
                            const std::string& output, std::uint64_t most_points) {
  const sweep::Ground ground = sweep_ground(spec, file);
  std::optional<process::Progress> progress;
  const auto show = [&](std::uint64_t done, std::uint64_t all) {
    if (!progress) progress.emplace("combinations", static_cast<std::int64_t>(all));
    progress->show(static_cast<std::int64_t>(done));
  };
  const sweep::PlanWatch watch{most_points, show};
  // What cannot be taken back is only written once it is known that all points are good.
  const bool in_place = StreamedFile::in_place(output);
  if (in_place)
    sweep::plan(
        spec, file, ground, [](const auto&) {}, watch);
  progress.reset();
  StreamedFile out(output);
  const sweep::Planned planned = sweep::plan(
      spec, file, ground, [&](const sweep::Point& point) { out.append(to_line(point) + '\n'); },
      in_place ? sweep::PlanWatch{most_points, {}} : watch);
  out.commit();
  return planned;
}

}  // namespace

ExitCode sweep_plan(Words words) {
  std::string file, output = "-";
  std::uint64_t most_points = sweep::kUsualMostPoints;
  CLI::App app("Writes the points of a sweep, one per line, and says how many there are.",
               "rdasim sweep plan");
  app.add_option("SPEC", file, "sweep file, e.g. configs/sweeps/small.json")->required();
  app.add_option("-o,--output", output, "points file; - is stdout")->default_str("-");
  app.add_option_function<std::string>(
         "--max-points",
         [&](const std::string& word) {
           most_points = static_cast<std::uint64_t>(to_integer("--max-points", word, 1));
         },
         "refuse a spec with more points")
      ->default_str(std::to_string(most_points));
  if (!parse(app, words)) return ExitCode::ok;
  check_output(output, "JSON lines");

  const auto spec = json::read_file<sweep::Spec>(file, json::FileKind::sweep);
  refuse_input(output, spec, file);
  tell(summary(write_points(spec, file, output, most_points), output));
  return ExitCode::ok;
}

}  // namespace rda::app
