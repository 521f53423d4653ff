// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <variant>

#include "rda/error.h"
#include "sim/random.h"
#include "sim/reference/generator.h"
#include "sim/reference/grid_unit.h"

namespace rda::sim::reference {

namespace {

/// "pcu_0_1", "source_0"
std::string name_of(const Unit& unit) {
  struct PlaceName {
    std::string operator()(const GridSite& at) const {
      return fmt::format("{}_{}", at.row, at.col);
    }
    std::string operator()(const EdgePort& at) const { return fmt::format("{}", at.port); }
  };
  return fmt::format("{}_{}", word(unit.kind), std::visit(PlaceName{}, unit.place));
}

}  // namespace

Grid::Grid(sc_core::sc_module_name, Context& context, const Tensors& tensors)
    : context_(context),
      clock_("clock", context.period()),
      network_(context),
      datapaths_(context.mapping.units.size()),
      units_(context.mapping.units.size()) {
  build_values(tensors);
  build_memory();
  build_parts();
  for (const StreamId stream : context_.mapping.streams.ids()) bind_stream(stream);
  for (const auto& unit : units_) unit->clock(clock_);
  build_waves();
  SC_METHOD(on_end_of_cycle);
  sensitive << clock_.negedge_event();
  dont_initialize();
}

void Grid::build_values(const Tensors& tensors) {
  if (context_.options.verify_steps <= 0) return;
  record_ =
      std::make_unique<ValueRecord>(context_.chip, context_.mapping, context_.options.verify_steps);
  external_ = MemoryImage(context_.mapping.memory, tensors);
  for (const UnitId u : datapaths_.ids())
    datapaths_[u] = std::make_unique<Datapath>(context_.chip, context_.mapping, u, tensors,
                                               *record_, &external_);
}

void Grid::build_memory() {
  std::set<int> generators;
  for (const Unit& unit : context_.mapping.units)
    if (unit.kind == UnitKind::ag) generators.insert(std::get<EdgePort>(unit.place).port);
  if (generators.empty()) return;
  MemorySockets* memory = context_.options.memory;
  if (!memory) {
    channels_ = std::make_unique<ChannelTargets>(context_, clock_);
    memory = channels_.get();
  }
  memory_ = std::make_unique<MemoryPort>(
      "memory", context_, std::vector<int>(generators.begin(), generators.end()), *memory);
}

void Grid::build_parts() {
  std::set<Site> sites;
  for (const Stream& stream : context_.mapping.streams) {
    for (const RouteNode& node : stream.route()) sites.insert(node.site());
  }
  std::vector<std::variant<UnitId, Site>> parts;  // units, and the sites of switches
  for (const UnitId unit : units_.ids()) parts.emplace_back(unit);
  for (const Site& site : sites) parts.emplace_back(site);
  shuffle(parts, context_.options.disturbance.shuffle_seed);
  struct Builder {
    Grid& grid;
    void operator()(UnitId unit) const { grid.build_unit(unit); }
    void operator()(Site site) const { grid.build_switch(site); }
  };
  for (const auto& part : parts) std::visit(Builder{*this}, part);
}

void Grid::build_unit(UnitId u) {
  const Unit& unit = context_.mapping.units[u];
  Probe* const probe = context_.probe && context_.probe->hears(u) ? context_.probe : nullptr;
  const UnitTile::Setup setup{u, unit, datapaths_[u].get(), probe};
  const std::string name = name_of(unit);
  if (unit.kind == UnitKind::ag) {
    units_[u] = std::make_unique<Generator>(name.c_str(), context_, setup, *memory_);
  } else if (unit.programs.empty() || unit.programs.front().has_pipeline()) {
    units_[u] = std::make_unique<GridUnit>(name.c_str(), context_, setup);
  } else if (unit.programs.front().inputs.empty()) {
    units_[u] = std::make_unique<SourcePort>(name.c_str(), context_, setup);
  } else {
    auto sink = std::make_unique<SinkPort>(name.c_str(), context_, setup);
    sinks_.push_back(sink.get());
    units_[u] = std::move(sink);
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
  for (const StreamId stream : context_.mapping.streams.ids()) {
    const auto route = context_.mapping.streams[stream].route();
    const auto node = std::ranges::find(route, site, &RouteNode::site);
    if (node == route.end()) continue;
    const auto children = std::ranges::count(route, node - route.begin(), &RouteNode::parent);
    plans.push_back({stream, static_cast<int>(children)});
  }
  return plans;
}

void Grid::bind_stream(StreamId s) {
  const Stream& stream = context_.mapping.streams[s];
  const auto route = stream.route();
  const StreamLinks& links = network_.links(s);
  units_[stream.from]->output(s).bind(links.first());
  for (const StreamLinks::Exit& exit : links.exits) {
    units_[exit.unit]->input(s).bind(*exit.link);
  }
  for (std::size_t node = 0; node < route.size(); ++node) {
    Hop& hop = switches_.at(route[node].site())->hop(s);
    hop.clock(clock_);
    hop.in.bind(*links.into_node[node]);
    for (std::size_t child = 0; child < route.size(); ++child) {
      if (route[child].parent != static_cast<int>(node)) continue;
      hop.next.bind(*links.into_node[child]);
    }
    for (const StreamLinks::Exit& exit : links.exits) {
      if (exit.node == static_cast<int>(node)) hop.next.bind(*exit.link);
    }
  }
}

void Grid::build_waves() {
  const Waveform& asked = context_.options.waveform;
  if (asked.file.empty()) return;
  waves_ = std::make_unique<Waves>("waves", asked.file);
  waves_->clock(clock_);
  for (const UnitId unit : units_.ids())
    if (asked.units[unit.index()])
      waves_->add(context_.mapping.units[unit].name, units_[unit]->activity());
  for (const StreamId stream : context_.mapping.streams.ids())
    for (const StreamLinks::Exit& exit : network_.links(stream).exits)
      if (asked.units[exit.unit.index()])
        waves_->add(context_.mapping.units[exit.unit].name, context_.mapping.streams[stream].name,
                    *exit.link);
}

void Grid::write_waves() {
  if (waves_) waves_->write(context_.now() + 1);
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
  for (const UnitId unit : units_.ids()) {
    for (const Blockage& blockage : units_[unit]->blockages()) {
      const std::vector<Wait> more = network_.waits(unit, blockage);
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
  for (const StreamId s : context_.mapping.streams.ids()) {
    const Stream& stream = context_.mapping.streams[s];
    StreamResult counts;
    counts.tokens = units_[stream.from]->tokens_sent(s);
    for (const RouteNode& node : stream.route()) {
      const Hop& hop = switches_.at(node.site())->hop(s);
      counts.carrying += hop.carrying();
      counts.held += hop.held();
    }
    result.streams.push_back(counts);
  }
  for (const UnitId unit : units_.ids())
    for (const SinkPort* sink : sinks_)
      if (units_[unit].get() == sink) sink->counter().report(result);
  if (memory_) result.channels = channels_ ? channels_->counts(cycles) : memory_->counts();
  if (record_) record_->move_into(result);
  return result;
}

}  // namespace rda::sim::reference
