// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/cache_choice.h"
#include "app/command.h"
#include "app/output.h"
#include "app/picture.h"
#include "app/repeated.h"
#include "app/set_words.h"
#include "base/text.h"
#include "draw/floorplan.h"
#include "flow/mapping_file.h"
#include "json/file_kind.h"

namespace rda::app {
namespace {

struct DrawOptions {
  std::string input, chip, output, title;
  std::vector<std::string> sets;
  draw::Colouring colouring = draw::Colouring::role;
  bool no_title = false;
  CacheOptions cache;
};

void add_options(CLI::App& app, DrawOptions& o) {
  app.add_option("INPUT", o.input, "report of a run (run -o), which is repeated, or a mapping")
      ->required();
  app.add_option("-o,--output", o.output, "picture to write, .svg, .png or .pdf")->required();
  app.add_option_function<std::string>(
         "--colour",
         [&o](const std::string& word) {
           o.colouring = to_enumerator<draw::Colouring>("--colour", word, "colouring");
         },
         "what colours mean: role, or the share of cycles in which a unit was active, starved, "
         "blocked or conflict")
      ->default_str("role");
  app.add_option("--chip", o.chip, "chip file of a mapping");
  app.add_option("--set", o.sets, "another value for one of this chip; repeatable")
      ->allow_extra_args(false);
  app.add_option("--title", o.title, "title of the picture (default: workload and chip)");
  app.add_flag("--no-title", o.no_title, "no title, for a figure with a caption")
      ->excludes("--title");
  add_cache(app, o.cache);
}

std::string title_of(const DrawOptions& o, const Mapping& mapping) {
  if (o.no_title) return "";
  return o.title.empty() ? fmt::format("{} on {}", mapping.workload, mapping.chip) : o.title;
}

std::string drawn_mapping(const DrawOptions& o) {
  if (o.chip.empty())
    throw UsageError(
        fmt::format("{} is a mapping: --chip is missing (the chip that it is for)", o.input));
  if (o.colouring != draw::Colouring::role)
    throw UsageError(fmt::format("--colour: {} needs a run, and a mapping has none (draw a report)",
                                 word(o.colouring)));
  const Chip chip = load_chip(o.chip, overrides_of(o.sets, std::nullopt));
  const Mapping mapping = load_mapping(o.input);
  flow::check_legal(o.input, mapping, chip);
  return draw::to_svg({.plan = page::floorplan_of(chip, mapping),
                       .lens = draw::lens_of_roles(mapping),
                       .title = title_of(o, mapping)},
                      mapping);
}

std::string drawn_run(const DrawOptions& o) {
  if (!o.chip.empty() || !o.sets.empty())
    throw UsageError(fmt::format("{}: a report names its chip ({} is for mappings)",
                                 one_line(o.input, 400), o.chip.empty() ? "--set" : "--chip"));
  const flow::CacheChoice choice = choose_cache(o.cache);
  const flow::Repeat repeat = flow::load_report(o.input);
  flow::PlacementCache cache(choice);
  const Repeated again = repeat_run(o.input, repeat, cache);
  const Mapping& mapping = again.mapped.mapping;
  return draw::to_svg({.plan = page::floorplan_of(repeat.inputs.chip, mapping, again.report),
                       .lens = o.colouring == draw::Colouring::role
                                   ? draw::lens_of_roles(mapping)
                                   : draw::lens_of_activity(again.report, o.colouring),
                       .cycles = again.report.cycles,
                       .title = title_of(o, mapping)},
                      mapping);
}

}  // namespace

ExitCode draw_command(Words words) {
  DrawOptions o;
  CLI::App app("Draws the floorplan of a run or a mapping.", "rdasim draw");
  add_options(app, o);
  if (!parse(app, words)) return ExitCode::ok;
  picture_format(o.output);
  check_output(o.output);
  refuse_same_file("--output", o.output, {o.input, o.chip});
  const bool is_mapping = json::kind_of_file(o.input) == json::FileKind::mapping;
  write_picture(o.output, is_mapping ? drawn_mapping(o) : drawn_run(o));
  return ExitCode::ok;
}

}  // namespace rda::app
