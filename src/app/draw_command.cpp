// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/arguments.h"
#include "app/cache_choice.h"
#include "app/command.h"
#include "app/explained_step.h"
#include "app/output.h"
#include "app/picture.h"
#include "app/repeated.h"
#include "app/set_words.h"
#include "base/gather.h"
#include "base/text.h"
#include "cost/roofs.h"
#include "draw/chain.h"
#include "draw/floorplan.h"
#include "draw/roofline.h"
#include "draw/step.h"
#include "flow/evaluate.h"
#include "flow/make_mapping.h"
#include "flow/mapping_file.h"
#include "json/file_kind.h"
#include "rda/explain.h"

namespace rda::app {
namespace {

/// What to draw.
enum class Picture { floorplan, chain, step, roofline };
constexpr std::array<std::string_view, 4> names(Picture) {
  return {"floorplan", "chain", "step", "roofline"};
}

struct DrawOptions {
  std::string input, chip, output, title;
  InputOptions point;  ///< --point alone
  std::vector<std::string> sets;
  Picture picture = Picture::floorplan;
  std::optional<draw::Colouring> colouring;
  std::optional<std::int64_t> step;
  bool no_title = false;
  CacheOptions cache;
};

void add_options(CLI::App& app, DrawOptions& o) {
  app.add_option("INPUT", o.input, "report of a run (run -o), which is repeated, or a mapping")
      ->required();
  add_point(app, o.point);
  app.parse_complete_callback([&o] {
    if (o.input.empty() && o.point.point.empty()) throw CLI::RequiredError("INPUT");
  });
  app.add_option("-o,--output", o.output, "picture to write, .svg, .png or .pdf")->required();
  app.add_option_function<std::string>(
         "--picture",
         [&o](const std::string& word) {
           o.picture = to_enumerator<Picture>("--picture", word, "picture");
         },
         "what to draw: the floorplan, the critical chain on it, where the cycles of a step go, or "
         "the roofline of a run: floorplan, chain, step, roofline")
      ->default_str("floorplan");
  app.add_option_function<std::string>(
         "--colour",
         [&o](const std::string& word) {
           o.colouring = to_enumerator<draw::Colouring>("--colour", word, "colouring");
         },
         "what colours of the floorplan mean: role, or the share of cycles in which a unit was "
         "active, starved, blocked or conflict")
      ->default_str("role");
  add_step(app, o.step);
  app.add_option("--chip", o.chip, "chip file of a mapping");
  app.add_option("--set", o.sets, "another value for one of this chip; repeatable")
      ->allow_extra_args(false);
  app.add_option("--title", o.title, "title of the picture (default: workload and chip)");
  app.add_flag("--no-title", o.no_title, "no title, for a figure with a caption")
      ->excludes("--title");
  add_cache(app, o.cache);
}

bool shows_step(Picture picture) { return picture == Picture::chain || picture == Picture::step; }

/// @throws UsageError  for every option that is of another picture
void check_picture(const DrawOptions& o) {
  Gather gather;
  const auto refuse = [&](const char* option, const char* pictures) {
    gather([&] {
      throw UsageError(
          fmt::format("{}: the picture {} has none ({} does)", option, word(o.picture), pictures));
    });
  };
  if (o.colouring && o.picture != Picture::floorplan) refuse("--colour", "floorplan");
  if (o.step && !shows_step(o.picture)) refuse("--step", "chain or step");
  gather.raise();
}

std::string title_of(const DrawOptions& o, const Mapping& mapping) {
  if (o.no_title) return "";
  return o.title.empty() ? fmt::format("{} on {}", mapping.workload, mapping.chip) : o.title;
}

/// A step's picture: of a run, or of a mapping that nobody ran yet.
std::string drawn_step(const DrawOptions& o, const Chip& chip, const Mapping& mapping) {
  check_step(o.step, mapping.steps);
  const std::int64_t step = o.step.value_or(usual_step(mapping.steps));
  const Explanation explanation =
      explain_step(chip, mapping, flow::trace_of(chip, mapping, step + 1), step);
  if (o.picture == Picture::step) return draw::to_svg(explanation, title_of(o, mapping));
  return draw::to_svg({.plan = page::floorplan_of(chip, mapping),
                       .explanation = explanation,
                       .title = title_of(o, mapping)},
                      mapping);
}

std::string drawn_mapping(const DrawOptions& o) {
  if (o.chip.empty())
    throw UsageError(
        fmt::format("{} is a mapping: --chip is missing (the chip that it is for)", o.input));
  if (o.picture == Picture::roofline)
    throw UsageError("--picture: roofline needs a run, and a mapping has none (draw a report)");
  const draw::Colouring colouring = o.colouring.value_or(draw::Colouring::role);
  if (colouring != draw::Colouring::role)
    throw UsageError(fmt::format("--colour: {} needs a run, and a mapping has none (draw a report)",
                                 word(colouring)));
  const Chip chip = load_chip(o.chip, overrides_of(o.sets, std::nullopt));
  const Mapping mapping = load_mapping(o.input);
  flow::check_legal(o.input, mapping, chip);
  if (shows_step(o.picture)) return drawn_step(o, chip, mapping);
  return draw::to_svg({.plan = page::floorplan_of(chip, mapping),
                       .lens = draw::lens_of_roles(mapping),
                       .title = title_of(o, mapping)},
                      mapping);
}

std::string drawn_roofline(const DrawOptions& o, const Chip& chip, const Mapping& mapping,
                           const Report& report) {
  if (report.peak.tflops <= 0)
    throw Error(ExitCode::bad_input, fmt::format("{}: the run has no operations, and so no place "
                                                 "on a roofline (another --picture)",
                                                 one_line(o.input, 400)));
  return draw::to_svg({.roofs = cost::roofs_of(chip, report.actions),
                       .tflops = report.peak.tflops,
                       .title = title_of(o, mapping)});
}

std::string drawn_floorplan(const DrawOptions& o, const Chip& chip, const Mapping& mapping,
                            const Report& report) {
  const draw::Colouring colouring = o.colouring.value_or(draw::Colouring::role);
  return draw::to_svg(
      {.plan = page::floorplan_of(chip, mapping, report),
       .lens = colouring == draw::Colouring::role ? draw::lens_of_roles(mapping)
                                                  : draw::lens_of_activity(report, colouring),
       .cycles = report.cycles,
       .title = title_of(o, mapping)},
      mapping);
}

/// The picture of a run. @param run  makes the mapping and the report of the inputs
template <class Run>
std::string drawn_run(const DrawOptions& o, const flow::Inputs& inputs, const Run& run) {
  check_step(o.step, inputs.workload.steps_of_run());
  flow::PlacementCache cache(choose_cache(o.cache));
  const auto [mapping, report] = run(cache);
  if (shows_step(o.picture)) return drawn_step(o, inputs.chip, mapping);
  if (o.picture == Picture::roofline) return drawn_roofline(o, inputs.chip, mapping, report);
  return drawn_floorplan(o, inputs.chip, mapping, report);
}

using MappingAndReport = std::pair<Mapping, Report>;

std::string drawn_report(const DrawOptions& o) {
  const flow::Repeat repeat = flow::load_report(o.input);
  return drawn_run(o, repeat.inputs, [&](flow::PlacementCache& cache) -> MappingAndReport {
    Repeated again = repeat_run(o.input, repeat, cache);
    return {std::move(again.mapped.mapping), std::move(again.report)};
  });
}

std::string drawn_point(const DrawOptions& o) {
  Conditions conditions;
  const flow::Inputs inputs = load(o.point, &conditions);
  return drawn_run(o, inputs, [&](flow::PlacementCache& cache) -> MappingAndReport {
    const flow::MapRequest request{
        .mapping_file = {}, .search = {conditions.search_budget}, .show_stage = true};
    flow::Mapped mapped = flow::make_mapping(inputs, request, cache);
    flow::Evaluation made = flow::evaluate(inputs, mapped, conditions, {.show_stage = true});
    return {std::move(mapped.mapping), std::move(made.report)};
  });
}

std::string drawn(const DrawOptions& o) {
  const bool is_point = !o.point.point.empty();
  if (!is_point && json::kind_of_file(o.input) == json::FileKind::mapping) return drawn_mapping(o);
  if (!o.chip.empty() || !o.sets.empty())
    throw UsageError(fmt::format("{}: a {} names its chip ({} is for mappings)",
                                 one_line(is_point ? o.point.point : o.input, 400),
                                 is_point ? "point" : "report",
                                 o.chip.empty() ? "--set" : "--chip"));
  return is_point ? drawn_point(o) : drawn_report(o);
}

}  // namespace

ExitCode draw_command(Words words) {
  DrawOptions o;
  CLI::App app("Draws a run or a mapping as a picture for papers.", "rdasim draw");
  add_options(app, o);
  if (!parse(app, words)) return ExitCode::ok;
  picture_format(o.output);
  check_picture(o);
  check_output(o.output);
  refuse_same_file("--output", o.output, {o.input, o.chip});
  write_picture(o.output, drawn(o));
  return ExitCode::ok;
}

}  // namespace rda::app
