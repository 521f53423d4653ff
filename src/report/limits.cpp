// SPDX-License-Identifier: Apache-2.0
#include "report/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string_view>

#include "base/ceil_div.h"
#include "report/detours.h"
#include "report/worth.h"

namespace rda::report {
namespace {

using OfStream = std::function<bool(const Stream&)>;

bool any_routed(const Mapping& mapping, TokenKind kind, const OfStream& holds) {
  return std::ranges::any_of(mapping.streams, [&](const Stream& stream) {
    return stream.kind == kind && !stream.is_local() && holds(stream);
  });
}

OfStream enters(const Mapping& mapping, UnitKind kind) {
  return [&mapping, kind](const Stream& stream) {
    return std::ranges::any_of(stream.to,
                               [&](UnitId unit) { return mapping.units[unit].kind == kind; });
  };
}

OfStream leaves(const Mapping& mapping, UnitKind kind) {
  return [&mapping, kind](const Stream& stream) { return mapping.units[stream.from].kind == kind; };
}

/// The FIFOs of a kind of unit, and the pointer of their depths.
struct Fifos {
  std::string_view pointer;
  UnitKind readers;
  const PerKind& depth;
};

std::vector<Fifos> fifos_of(const Chip& chip) {
  return {{"/pcu/fifo_depth", UnitKind::pcu, chip.pcu.fifo_depth},
          {"/pmu/fifo_depth", UnitKind::pmu, chip.pmu.fifo_depth},
          {"/stream/fifo_depth", UnitKind::sink, chip.stream.fifo_depth}};
}

void add_banks(const Chip& chip, const Worth& worth, std::vector<ChipLimit>& limits) {
  if (chip.pmu.banks >= chip.pcu.lanes) return;
  limits.push_back({fmt::format("a vector of {} words takes {} cycles of {} banks", chip.pcu.lanes,
                                ceil_div(chip.pcu.lanes, chip.pmu.banks), chip.pmu.banks),
                    {"/pmu/banks", "/pcu/lanes"},
                    worth.of_waits(worth.any_conflict())});
}

/// Tokens wait in the last switch of a route, which no count tells.
bool any_outgrows(const Mapping& mapping, TokenKind kind, UnitKind readers, int depth,
                  const Worth& worth) {
  const OfStream holds = enters(mapping, readers);
  return std::ranges::any_of(mapping.streams.ids(), [&](StreamId id) {
    const Stream& stream = mapping.streams[id];
    return stream.kind == kind && !stream.is_local() && holds(stream) && worth.outgrows(id, depth);
  });
}

/// A route carries a token in every cycle only if its last FIFO holds those of a round trip.
void add_fifos(const Chip& chip, const Mapping& mapping, const Worth& worth,
               std::vector<ChipLimit>& limits) {
  const int round_trip = 2 * chip.network.hop_latency;
  for (const Fifos& fifos : fifos_of(chip))
    for (const TokenKind kind : kTokenKinds) {
      if (fifos.depth[kind] >= round_trip ||
          !any_routed(mapping, kind, enters(mapping, fifos.readers)))
        continue;
      limits.push_back(
          {fmt::format("a FIFO of {} tokens takes {} in {} cycles (2 hop latencies)",
                       fifos.depth[kind], fifos.depth[kind], round_trip),
           {fmt::format("{}/{}", fifos.pointer, word(kind)), "/network/hop_latency"},
           worth.of_waits(any_outgrows(mapping, kind, fifos.readers, fifos.depth[kind], worth))});
    }
}

void add_ports(const Chip& chip, UnitKind port, const Worth& worth,
               std::vector<ChipLimit>& limits) {
  const Cycle cycles = hardware_of(chip, port).interval[TokenKind::vector];
  if (cycles == 1) return;
  limits.push_back({fmt::format("a {} port takes {} cycles to move a vector of {} bytes",
                                word(port), cycles, token_bytes(chip, TokenKind::vector)),
                    {fmt::format("/stream/{}s/width_bits", word(port)),
                     fmt::format("/stream/{}s/interval", word(port))},
                    worth.of_waits(worth.any_active(port))});
}

/// Routes may be longer than the shortest way to share links with others of their own stream, too,
/// so they are only blamed on tracks where tracks are full.
void add_tracks(const Chip& chip, const Mapping& mapping, const Worth& worth,
                std::vector<ChipLimit>& limits) {
  for (const TokenKind kind : kTokenKinds) {
    const Detours detours = detours_of(chip, mapping, kind);
    if (detours.full == 0 || detours.hops == 0) continue;
    limits.push_back(
        {fmt::format("all {} {} tracks are taken on {} of {} links; {} hops of detour a step",
                     chip.network.tracks[kind], word(kind), detours.full, detours.links,
                     detours.hops),
         {fmt::format("/network/tracks/{}", word(kind))},
         worth.of_hops(detours.hops, chip.network.hop_latency)});
  }
}

void add_memory(const Chip& chip, const Mapping& mapping, const RunResult& result,
                const Worth& worth, std::vector<ChipLimit>& limits) {
  if (result.channels.empty() || mapping.memory.empty()) return;
  double bytes = 0;
  for (const ChannelResult& channel : result.channels)
    bytes +=
        static_cast<double>(channel.reads + channel.writes) * chip.memory->channels.burst_bytes;
  const double speed = peak_bytes_per_second(chip.memory->channels, chip.clock_mhz);
  limits.push_back(
      {fmt::format("off-chip memory moves {:.3g} MB in no less than {:.0f} cycles at "
                   "{:.1f} GB/s",
                   bytes / 1e6, bytes / peak_bytes_per_cycle(chip.memory->channels, chip.clock_mhz),
                   speed / 1e9),
       {"/memory/channels/count", "/pmu/capacity_kb"},
       worth.of_waits(true)});
}

void add_policy(const Chip& chip, const Mapping& mapping, const Worth& worth,
                std::vector<ChipLimit>& limits) {
  if (mapping.policy != "paper") return;
  const auto used = std::ranges::count(mapping.units, UnitKind::pcu, &Unit::kind);
  const auto all = std::ssize(sites_of(chip, UnitKind::pcu));
  if (2 * used >= all) return;
  limits.push_back({fmt::format("policy paper uses {} of {} PCUs; auto may use more", used, all),
                    {"/policy"},
                    worth.of_pcus(all)});
}

}  // namespace

std::vector<ChipLimit> limits_of(const Chip& chip, const Mapping& mapping,
                                 const RunResult& result) {
  const Worth worth(mapping, result);
  std::vector<ChipLimit> limits;
  add_banks(chip, worth, limits);
  add_fifos(chip, mapping, worth, limits);
  add_ports(chip, UnitKind::source, worth, limits);
  add_ports(chip, UnitKind::sink, worth, limits);
  add_tracks(chip, mapping, worth, limits);
  add_memory(chip, mapping, result, worth, limits);
  add_policy(chip, mapping, worth, limits);
  return limits;
}

std::vector<std::string> idle_knobs_of(const Mapping& mapping) {
  std::vector<std::string> knobs;
  const auto add = [&](std::string_view pointer, TokenKind kind, const OfStream& uses) {
    if (!any_routed(mapping, kind, uses))
      knobs.push_back(fmt::format("{}/{}", pointer, word(kind)));
  };
  for (const TokenKind kind : kTokenKinds) {
    add("/network/tracks", kind, [](const Stream&) { return true; });
    add("/pcu/inputs", kind, enters(mapping, UnitKind::pcu));
    add("/pcu/fifo_depth", kind, enters(mapping, UnitKind::pcu));
    add("/pcu/outputs", kind, leaves(mapping, UnitKind::pcu));
    add("/pmu/inputs", kind, enters(mapping, UnitKind::pmu));
    add("/pmu/fifo_depth", kind, enters(mapping, UnitKind::pmu));
    add("/pmu/outputs", kind, leaves(mapping, UnitKind::pmu));
    add("/stream/fifo_depth", kind, enters(mapping, UnitKind::sink));
  }
  return knobs;
}

std::string idle_text(const std::vector<std::string>& knobs) {
  constexpr int kKnobsOfAKind = 8;
  std::string text;
  const auto add = [&text](const std::string& name) { text += (text.empty() ? "" : ", ") + name; };
  for (const TokenKind kind : kTokenKinds) {
    const std::string last = fmt::format("/{}", word(kind));
    const auto ends = [&](const std::string& knob) { return knob.ends_with(last); };
    if (std::ranges::count_if(knobs, ends) == kKnobsOfAKind)
      add(fmt::format("all {} tracks, ports and FIFOs", word(kind)));
    else
      for (const std::string& knob : knobs)
        if (ends(knob)) add(knob);
  }
  return text;
}

}  // namespace rda::report
