// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/command.h"
#include "app/mapping_source.h"
#include "app/output.h"
#include "base/tell.h"
#include "base/text.h"
#include "flow/section_plan.h"
#include "mapping/group.h"
#include "rda/graph.h"
#include "rda/map.h"

namespace rda::app {
namespace {

std::int64_t bytes_of(const Unit& unit) {
  std::int64_t bytes = 0;
  for (const Buffer& buffer : unit.buffers) bytes += buffer.slot_bytes * buffer.slots;
  return bytes;
}

std::string units_text(const Chip& chip, const Mapping& mapping, UnitKind kind) {
  std::map<std::string, int> groups;
  std::int64_t units = 0, bytes = 0;
  for (const Unit& unit : mapping.units) {
    if (unit.kind != kind) continue;
    ++groups[mapping::group_of(unit)];
    ++units;
    bytes += bytes_of(unit);
  }
  if (units == 0) return {};
  std::string text = fmt::format("{:<8}{:>6} used", word(kind), units);
  const auto sites = std::ssize(sites_of(chip, kind));
  if (hardware_of(chip, kind).on_grid) text += fmt::format(" of {}", sites);
  if (kind == UnitKind::pmu)
    text += fmt::format("; {} of {} bytes", bytes, sites * chip.pmu.capacity_bytes());
  text += '\n';
  for (const auto& [group, count] : groups) text += fmt::format("  {:<26}{:>6}\n", group, count);
  return text;
}

std::string quality_text(const MapQuality& quality) {
  std::string text = fmt::format(
      "routed      {} links between switches (at least {}); {} rounds, {}\n", quality.routed_links,
      quality.routed_lower_bound, quality.route_rounds, counted(quality.placements, "placement"));
  for (const TokenKind kind : kTokenKinds) {
    const auto k = static_cast<std::size_t>(kind);
    const TrackUse& use = quality.tracks[k];
    text += fmt::format("{}{:<9}{:>5} of {} used; at most {} of a link's {}, {} links full\n",
                        k == 0 ? "tracks      " : "            ", names(kind)[k], use.used,
                        use.links * use.tracks, use.most, use.tracks, use.full_links);
  }
  text += wrapped(
      fmt::format("recurrence  at most {} links from writer to reader; the longest path around "
                  "takes about {} "
                  "cycles{}\n",
                  quality.longest_recurrent_hops, quality.recurrence_cycles,
                  quality.sustained ? "" : "; FIFOs are too shallow for the streams' rates"),
      kScreenColumns, 12);
  return text;
}

std::string summary(const Chip& chip, const Mapping& mapping, const MapQuality& quality) {
  std::map<TokenKind, std::int64_t> streams;
  std::int64_t local = 0;
  for (const Stream& stream : mapping.streams) ++(stream.is_local() ? local : streams[stream.kind]);
  std::string text = title_text(mapping.workload, chip.name);
  text += fmt::format("unrolling   {}: hu {}{}, ru {}, rv {}; seed {}\n", mapping.policy,
                      mapping.hu, mapping.hv > 1 ? fmt::format(", hv {}", mapping.hv) : "",
                      mapping.ru, mapping.rv, mapping.seed);
  for (const UnitKind kind : kUnitKinds) text += units_text(chip, mapping, kind);
  text += fmt::format("streams     {} vector, {} scalar, {} control, {} inside a PMU\n",
                      streams[TokenKind::vector], streams[TokenKind::scalar],
                      streams[TokenKind::control], local);
  return text + quality_text(quality);
}

/// Of each section, if there are several.
std::string sections_text(const Chip& chip, const std::vector<flow::Mapped>& sections) {
  std::string text;
  for (const flow::Mapped& mapped : sections) {
    const flow::SectionOf& of = mapped.section;
    if (!text.empty()) text += '\n';
    if (of.sections > 1)
      text += fmt::format("section {} of {}, {}: ", of.number, of.sections,
                          flow::layers_text(of.first, of.last));
    text += summary(chip, mapped.mapping, mapped.quality);
    if (mapped.search) text += '\n' + to_text(*mapped.search);
  }
  return text;
}

}  // namespace

/// Load, lower, map; then a summary, or the mapping itself.
ExitCode map_command(Words words) {
  InputOptions inputs;
  MappingSource source;
  std::string output;
  CLI::App app("Places and routes a workload on a chip.", "rdasim map");
  add_inputs(app, inputs);
  add_policy(app, source);
  add_point(app, inputs);
  app.add_option("-o,--output", output, "write the mapping as JSON to this file; - is stdout");
  if (!start(app, words, inputs, source)) return ExitCode::ok;
  flow::PlacementCache cache(choose_cache(source.cache));
  source.request.show_stage = true;

  const flow::Inputs loaded = load(inputs, source);
  const std::vector<flow::Mapped> sections = output.empty()
                                                 ? mappings_of(source, loaded, cache)
                                                 : std::vector{mapping_of(source, loaded, cache)};
  if (output.empty())
    print(sections_text(loaded.chip, sections));
  else
    write_output(output, to_json(sections.front().mapping));
  double place = 0, route = 0;
  for (const flow::Mapped& mapped : sections) {
    place += mapped.quality.place_seconds;
    route += mapped.quality.route_seconds;
  }
  tell(fmt::format("place {:.3f} s, route {:.3f} s\n", place, route));
  return ExitCode::ok;
}

}  // namespace rda::app
