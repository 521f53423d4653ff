// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>
#include <string>
#include <variant>

#include "app/arguments.h"
#include "app/command.h"
#include "app/mapping_source.h"
#include "app/output.h"
#include "base/tell.h"
#include "rda/graph.h"
#include "rda/map.h"

namespace rda::app {
namespace {

struct Use {
  std::int64_t units = 0, bytes = 0;
};

std::string_view kind_of(const Unit& unit) {
  return std::visit([](const auto& body) { return body.kKind; }, unit.body);
}

/// What a unit is for: the last part of its name that is neither an index nor its kind.
/// "layer0.i.dot[0][3].weights0" holds "weights", "layer0.c.next.pcu[1]" computes "next".
std::string role_of(const Unit& unit) {
  std::string role, name = unit.name;
  while (!name.empty() && (role.empty() || role == kind_of(unit))) {
    const std::size_t dot = name.rfind('.');
    const std::size_t start = dot == std::string::npos ? 0 : dot + 1;
    role = name.substr(start, name.find('[', start) - start);
    role.erase(role.find_last_not_of("0123456789") + 1);
    name.erase(start == 0 ? 0 : dot);
  }
  return role;
}

std::int64_t bytes_of(const Unit& unit) {
  const auto* pmu = std::get_if<PmuUnit>(&unit.body);
  std::int64_t bytes = 0;
  if (pmu)
    for (const Buffer& buffer : pmu->buffers) bytes += buffer.slot_bytes * buffer.slots;
  return bytes;
}

std::string units_text(const Chip& chip, const Mapping& mapping) {
  std::map<std::string, std::map<std::string, Use>> by_kind;
  std::map<std::string, Use> all;
  for (const Unit& unit : mapping.units) {
    const std::string kind(kind_of(unit));
    for (Use* use : {&by_kind[kind][role_of(unit)], &all[kind]}) {
      ++use->units;
      use->bytes += bytes_of(unit);
    }
  }
  std::string text;
  for (const auto& [kind, roles] : by_kind) {
    text += fmt::format("{:<8}{:>6} used", kind, all[kind].units);
    if (kind == PcuUnit::kKind) text += fmt::format(" of {}", sites_of(chip, SiteKind::pcu).size());
    if (kind == PmuUnit::kKind) {
      const auto pmus = std::ssize(sites_of(chip, SiteKind::pmu));
      text += fmt::format(" of {}; {} of {} bytes", pmus, all[kind].bytes,
                          pmus * chip.pmu.capacity_bytes());
    }
    text += '\n';
    for (const auto& [role, use] : roles) text += fmt::format("  {:<20}{:>6}\n", role, use.units);
  }
  return text;
}

std::string quality_text(const MapQuality& quality) {
  std::string text = fmt::format(
      "routed      {} links between switches (at least {}); {} rounds, {} placement{}\n",
      quality.routed_links, quality.routed_lower_bound, quality.route_rounds, quality.placements,
      quality.placements == 1 ? "" : "s");
  for (const TokenKind kind : kTokenKinds) {
    const auto k = static_cast<std::size_t>(kind);
    const TrackUse& use = quality.tracks[k];
    text += fmt::format("{}{:<9}{:>5} of {} used; at most {} of a link's {}, {} links full\n",
                        k == 0 ? "tracks      " : "            ", names(kind)[k], use.used,
                        use.links * use.tracks, use.most, use.tracks, use.full_links);
  }
  text += fmt::format(
      "recurrence  at most {} links from writer to reader; about {} cycles the longest way "
      "around{}\n",
      quality.longest_recurrent_hops, quality.recurrence_cycles,
      quality.sustained ? "" : ", and FIFOs too shallow for the streams' rates");
  return text;
}

std::string summary(const Chip& chip, const Mapping& mapping, const MapQuality& quality) {
  std::map<TokenKind, std::int64_t> streams;
  std::int64_t local = 0;
  for (const Stream& stream : mapping.streams) ++(stream.local() ? local : streams[stream.kind]);
  std::string text = fmt::format("{} on {}\n\n", mapping.workload, chip.name);
  text += fmt::format("unrolling   {}: hu {}, ru {}, rv {}; seed {}\n", mapping.policy, mapping.hu,
                      mapping.ru, mapping.rv, mapping.seed);
  text += units_text(chip, mapping);
  text += fmt::format("streams     {} vector, {} scalar, {} control, {} inside a PMU\n",
                      streams[TokenKind::vector], streams[TokenKind::scalar],
                      streams[TokenKind::control], local);
  return text + quality_text(quality);
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
  app.add_option("-o,--output", output, "write the mapping as JSON to this file; - is stdout");
  if (!start(app, words, inputs, source)) return ExitCode::ok;
  flow::PlacementCache cache(choose_cache(source.cache));

  const flow::Inputs loaded = load(inputs, source);
  const flow::Mapped mapped = mapping_of(source, loaded, cache);
  if (output.empty()) {
    print(summary(loaded.chip, mapped.mapping, mapped.quality) +
          (mapped.search ? '\n' + to_text(*mapped.search) : ""));
  } else {
    write_output(output, to_json(mapped.mapping));
  }
  tell(fmt::format("place {:.3f} s, route {:.3f} s\n", mapped.quality.place_seconds,
                   mapped.quality.route_seconds));
  return ExitCode::ok;
}

}  // namespace rda::app
