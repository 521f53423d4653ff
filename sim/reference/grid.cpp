// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rda/error.h"
#include "sim/random.h"
#include "sim/reference/pcu.h"
#include "sim/reference/pmu.h"

namespace rda::sim::reference {

/// A unit, or (unit -1) the switch at `site`.
struct Grid::Part {
  int unit = -1;
  Site site;
};

Grid::Grid(sc_core::sc_module_name, Context& context, const Tensors& tensors)
    : context_(context),
      clock_("clock", context.period()),
      network_(context),
      datapaths_(context.mapping.units.size()),
      units_(context.mapping.units.size()) {
  build_values(tensors);
  build_parts();
  for (std::size_t s = 0; s < context_.mapping.streams.size(); ++s)
    bind_stream(static_cast<int>(s));
  for (const auto& unit : units_) unit->clock(clock_);
  SC_METHOD(on_end_of_cycle);
  sensitive << clock_.negedge_event();
  dont_initialize();
}

void Grid::build_values(const Tensors& tensors) {
  if (context_.options.verify_steps <= 0) return;
  record_ =
      std::make_unique<ValueRecord>(context_.chip, context_.mapping, context_.options.verify_steps);
  for (std::size_t u = 0; u < datapaths_.size(); ++u) {
    datapaths_[u] = std::make_unique<Datapath>(context_.chip, context_.mapping, static_cast<int>(u),
                                               tensors, *record_);
  }
}

void Grid::build_parts() {
  std::set<Site> sites;
  for (const Stream& stream : context_.mapping.streams) {
    for (const RouteNode& node : stream.route) sites.insert(node.site());
  }
  std::vector<Part> parts;
  for (std::size_t u = 0; u < units_.size(); ++u) parts.push_back({static_cast<int>(u), {}});
  for (const Site& site : sites) parts.push_back({-1, site});
  shuffle(parts, context_.options.disturbance.shuffle_seed);
  for (const Part& part : parts) {
    if (part.unit >= 0) {
      build_unit(part.unit);
    } else {
      build_switch(part.site);
    }
  }
}

void Grid::build_unit(int u) {
  const Unit& unit = context_.mapping.units[static_cast<std::size_t>(u)];
  Datapath* datapath = datapaths_[static_cast<std::size_t>(u)].get();
  const UnitTrace trace = trace_of(context_.trace, u);
  std::unique_ptr<UnitTile>& tile = units_[static_cast<std::size_t>(u)];
  if (const auto* pcu = std::get_if<PcuUnit>(&unit.body)) {
    const std::string name = fmt::format("pcu_{}_{}", unit.row, unit.col);
    tile = std::make_unique<Pcu>(name.c_str(), context_, *pcu, datapath, trace);
  } else if (const auto* pmu = std::get_if<PmuUnit>(&unit.body)) {
    const std::string name = fmt::format("pmu_{}_{}", unit.row, unit.col);
    tile = std::make_unique<Pmu>(name.c_str(), context_, *pmu, datapath, trace);
  } else if (const auto* source = std::get_if<SourceUnit>(&unit.body)) {
    const std::string name = fmt::format("source_{}", source->port);
    tile = std::make_unique<SourcePort>(name.c_str(), context_, *source, datapath, trace);
  } else {
    const auto& sink = std::get<SinkUnit>(unit.body);
    const std::string name = fmt::format("sink_{}", sink.port);
    auto port = std::make_unique<SinkPort>(name.c_str(), context_, sink, datapath, trace);
    sinks_.push_back(port.get());
    tile = std::move(port);
  }
}

void Grid::build_switch(Site site) {
  std::vector<HopPlan> plans = hops_at(site);
  shuffle(plans, context_.options.disturbance.shuffle_seed);
  const std::string name = fmt::format("switch_{}_{}", site.row, site.col);
  switches_[site] = std::make_unique<Switch>(name.c_str(), context_, plans);
}

std::vector<HopPlan> Grid::hops_at(Site site) const {
  std::vector<HopPlan> plans;
  for (std::size_t s = 0; s < context_.mapping.streams.size(); ++s) {
    const auto& route = context_.mapping.streams[s].route;
    const auto node = std::ranges::find(route, site, &RouteNode::site);
    if (node == route.end()) continue;
    const auto children = std::ranges::count(route, node - route.begin(), &RouteNode::parent);
    plans.push_back({static_cast<int>(s), static_cast<int>(children)});
  }
  return plans;
}

void Grid::bind_stream(int s) {
  const Stream& stream = context_.mapping.streams[static_cast<std::size_t>(s)];
  const StreamLinks& links = network_.links(s);
  units_[static_cast<std::size_t>(stream.from)]->output(s).bind(links.first());
  for (const StreamLinks::Exit& exit : links.exits) {
    units_[static_cast<std::size_t>(exit.unit)]->input(s).bind(*exit.link);
  }
  for (std::size_t node = 0; node < stream.route.size(); ++node) {
    Hop& hop = switches_.at(stream.route[node].site())->hop(s);
    hop.clock(clock_);
    hop.in.bind(*links.into_node[node]);
    for (std::size_t child = 0; child < stream.route.size(); ++child) {
      if (stream.route[child].parent != static_cast<int>(node)) continue;
      hop.next.bind(*links.into_node[child]);
    }
    for (const StreamLinks::Exit& exit : links.exits) {
      if (exit.node == static_cast<int>(node)) hop.next.bind(*exit.link);
    }
  }
}

bool Grid::done() const {
  return std::ranges::all_of(sinks_, [](const SinkPort* sink) { return sink->has_enough(); });
}

bool Grid::is_counting_down() const {
  return network_.is_counting_down() ||
         std::ranges::any_of(units_, [](const auto& unit) { return unit->is_counting_down(); });
}

std::vector<Wait> Grid::waits() const {
  std::vector<Wait> waits;
  for (std::size_t u = 0; u < units_.size(); ++u) {
    for (const Blockage& blockage : units_[u]->blockages()) {
      const std::vector<Wait> more = network_.waits(static_cast<int>(u), blockage);
      waits.insert(waits.end(), more.begin(), more.end());
    }
  }
  return waits;
}

void Grid::on_end_of_cycle() {
  try {
    end_of_cycle();
  } catch (...) {
    context_.fail(std::current_exception());
  }
}

void Grid::end_of_cycle() {
  const Cycle now = context_.now();
  const Cycle limit = context_.options.max_cycles;
  if (done()) {
    sc_core::sc_stop();
    return;
  }
  if (context_.last_change() < now && !is_counting_down()) {
    throw DeadlockError(
        explain_deadlock(context_.chip, context_.mapping, context_.last_change() + 1, waits()));
  }
  if (limit > 0 && now + 1 >= limit) throw CycleLimitError(explain_cycle_limit(limit));
}

RunResult Grid::result(Cycle cycles) {
  RunResult result;
  result.cycles = cycles;
  for (const auto& unit : units_) result.units.push_back(unit->result());
  for (std::size_t s = 0; s < context_.mapping.streams.size(); ++s) {
    const Stream& stream = context_.mapping.streams[s];
    StreamResult counts;
    counts.tokens = units_[static_cast<std::size_t>(stream.from)]->tokens_sent(static_cast<int>(s));
    for (const RouteNode& node : stream.route) {
      const Hop& hop = switches_.at(node.site())->hop(static_cast<int>(s));
      counts.carrying += hop.carrying();
      counts.held += hop.held();
    }
    result.streams.push_back(counts);
  }
  if (record_) record_->move_into(result);
  return result;
}

}  // namespace rda::sim::reference
