// SPDX-License-Identifier: Apache-2.0
#include "property/support_builder.h"

#include <algorithm>
#include <numeric>

#include "mapping/latency.h"

namespace rda::test {

GraphBuilder::GraphBuilder(Case& c, Random& random)
    : c_(c),
      random_(random),
      pcu_sites_(sites_of(c.chip, SiteKind::pcu)),
      pmu_sites_(sites_of(c.chip, SiteKind::pmu)),
      source_ports_(static_cast<std::size_t>(c.chip.stream.sources.count)),
      sink_ports_(static_cast<std::size_t>(c.chip.stream.sinks.count)) {
  std::iota(source_ports_.begin(), source_ports_.end(), 0);
  std::iota(sink_ports_.begin(), sink_ports_.end(), 0);
  random.shuffle(pcu_sites_);
  random.shuffle(pmu_sites_);
  random.shuffle(source_ports_);
  random.shuffle(sink_ports_);
}

std::int64_t GraphBuilder::divisor(std::int64_t number, std::int64_t most) {
  std::vector<std::int64_t> divisors;
  for (std::int64_t d = 1; d <= std::min(number, most); ++d)
    if (number % d == 0) divisors.push_back(d);
  return divisors[random_.below(divisors.size())];
}

Format GraphBuilder::data_format() {
  constexpr std::array kFormats{Format::fp32, Format::fp32, Format::bf16, Format::fp8_e4m3};
  return kFormats[random_.below(kFormats.size())];
}

int GraphBuilder::add_unit(const std::string& kind, Site site, UnitBody body) {
  const int number = static_cast<int>(c_.mapping.units.size());
  c_.mapping.units.push_back({.name = kind + std::to_string(number),
                              .row = site.row,
                              .col = site.col,
                              .body = std::move(body)});
  return number;
}

bool GraphBuilder::take_site(SiteKind kind, Site& site) {
  auto& sites = kind == SiteKind::pcu ? pcu_sites_ : pmu_sites_;
  if (sites.empty()) return false;
  site = sites.back();
  sites.pop_back();
  return true;
}

int GraphBuilder::new_stream(TokenKind kind, int from, std::int64_t tokens) {
  const int number = static_cast<int>(c_.mapping.streams.size());
  c_.mapping.streams.push_back({.name = "s" + std::to_string(number), .kind = kind, .from = from});
  drawn_.push_back({tokens, false});
  return number;
}

/// Rather one that nobody reads yet; but some are read by many.
int GraphBuilder::pick_stream(int reader, bool (*allowed)(TokenKind)) {
  std::vector<int> choices;
  for (int s = 0; s < static_cast<int>(drawn_.size()); ++s) {
    const Stream& candidate = stream(s);
    if (drawn_[static_cast<std::size_t>(s)].hidden || !allowed(candidate.kind) ||
        candidate.to.size() >= 4 || std::ranges::find(candidate.to, reader) != candidate.to.end())
      continue;
    choices.insert(choices.end(), candidate.to.empty() ? 5 : 1, s);
  }
  return choices.empty() ? -1 : choices[random_.below(choices.size())];
}

bool GraphBuilder::fit(const Program& program, int number, Port& port, bool all_firings) {
  if (tokens_of(number) < 1) return false;
  for (int attempt = 0; attempt < 20; ++attempt) {
    const int loops = static_cast<int>(program.loops.size());
    port = {.name = port_name(), .stream = number, .level = uniform(0, loops)};
    std::int64_t rest = tokens_of(number);
    for (int l = loops - 1; l >= 0; --l) {
      const std::int64_t extent = program.loops[static_cast<std::size_t>(l)];
      std::int64_t size = extent;
      if (l >= port.level) {
        if (rest % extent != 0 || chance(random_, 15)) size = divisor(rest, extent);
        rest /= size;
      } else if (chance(random_, 15)) {
        size = random_.uniform_int(1, extent);
      }
      const std::int64_t lo = random_.uniform_int(0, extent - size);
      if (size < extent) port.where.push_back({l, lo, lo + size});
    }
    if (rest == 1 && (!all_firings || port.where.empty())) return true;
  }
  return false;
}

void GraphBuilder::read(int number, int unit, Program& program, Port port) {
  stream(number).to.push_back(unit);
  program.inputs.push_back(std::move(port));
}

bool GraphBuilder::read_if_it_fits(int number, int unit, Program& program, bool all_firings) {
  Port port;
  if (number < 0 || !fit(program, number, port, all_firings)) return false;
  read(number, unit, program, std::move(port));
  return true;
}

bool GraphBuilder::write(TokenKind kind, int unit, Program& program, int value, bool plain) {
  Port port{.name = port_name(), .value = value};
  port.level = uniform(0, static_cast<int>(program.loops.size()));
  if (chance(random_, 50)) port.level = 0;
  if (!plain && chance(random_, 20)) {
    const int loop = uniform(0, static_cast<int>(program.loops.size()) - 1);
    const std::int64_t extent = program.loops[static_cast<std::size_t>(loop)];
    const std::int64_t lo = random_.uniform_int(0, extent - 1);
    port.where.push_back({loop, lo, random_.uniform_int(lo + 1, extent)});
  }
  const std::int64_t tokens = mapping::tokens(program, port);
  if (tokens > 200) return false;
  port.stream = new_stream(kind, unit, tokens);
  program.outputs.push_back(std::move(port));
  return true;
}

/// Outer loops that take so many tokens, and at times inner ones that use each for longer.
GraphBuilder::Loops GraphBuilder::loops_for(std::int64_t tokens) {
  Loops loops;
  if (tokens <= 60 && chance(random_, 30)) loops.push_back(random_.uniform_int(2, 5));
  std::int64_t rest = std::max<std::int64_t>(tokens, 1);
  for (int l = uniform(0, 2); l > 0; --l) {
    loops.push_back(divisor(rest, 20));
    rest /= loops.back();
  }
  loops.push_back(rest);
  return loops;
}

GraphBuilder::Loops GraphBuilder::small_loops() {
  Loops loops;
  std::int64_t firings = 1;
  for (int l = uniform(1, 4); l > 0; --l) {
    loops.push_back(random_.uniform_int(1, l == 1 ? 12 : 5));
    firings *= loops.back();
  }
  return firings <= 150 ? loops : Loops{12};
}

bool GraphBuilder::add_source() {
  if (source_ports_.empty()) return false;
  std::int64_t tokens = chance(random_, 3) ? 0 : random_.uniform_int(1, 60);
  if (chance(random_, 60)) tokens = 6 * random_.uniform_int(1, 10);
  make_source(chance(random_, 10) ? TokenKind::control : data_kind(), tokens);
  return true;
}

/// @return the stream it writes
int GraphBuilder::make_source(TokenKind kind, std::int64_t tokens) {
  SourceUnit source{.port = source_ports_.back(), .tokens = tokens};
  source_ports_.pop_back();
  source.tokens_per_item = divisor(std::max<std::int64_t>(source.tokens, 1), 6);
  source.tensor = "x" + std::to_string(source.port);
  source.format = data_format();
  const std::int64_t rows = source.tokens / source.tokens_per_item;
  const std::int64_t cols = source.tokens_per_item * 4 * c_.chip.pcu.lanes;
  Tensor& tensor = c_.tensors[source.tensor];
  tensor = {rows, cols, std::vector<float>(static_cast<std::size_t>(rows * cols))};
  for (float& value : tensor.values) value = static_cast<float>(random_.uniform_real(-2, 2));
  const int number = new_stream(kind, static_cast<int>(c_.mapping.units.size()), source.tokens);
  source.stream = number;
  const Site site = source_site(c_.chip, source.port);
  add_unit("source", site, std::move(source));
  return number;
}

bool GraphBuilder::add_sink(int number) {
  if (sink_ports_.empty()) return false;
  SinkUnit sink{.port = sink_ports_.back(), .stream = number, .tokens = tokens_of(number)};
  sink_ports_.pop_back();
  sink.tokens_per_item = divisor(std::max<std::int64_t>(sink.tokens, 1), 6);
  sink.tensor = "y" + std::to_string(sink.port);
  sink.format = data_format();
  const Site site = sink_site(c_.chip, sink.port);
  stream(number).to.push_back(add_unit("sink", site, std::move(sink)));
  return true;
}

bool GraphBuilder::finish_pcu_drain(int number) {
  Site site;
  if (!take_site(SiteKind::pcu, site)) return false;
  const int unit = add_unit("drain", site, PcuUnit{});
  PcuUnit pcu;
  pcu.program.loops = loops_for(tokens_of(number));
  while (!read_if_it_fits(number, unit, pcu.program)) pcu.program.loops = {tokens_of(number)};
  for (int other = number + 1; other < static_cast<int>(drawn_.size()); ++other)
    if (stream(other).to.empty() && !drawn_[static_cast<std::size_t>(other)].hidden &&
        pcu.program.inputs.size() < 6)
      read_if_it_fits(other, unit, pcu.program);
  c_.mapping.units[static_cast<std::size_t>(unit)].body = std::move(pcu);
  return true;
}

/// Sinks for the streams made last, which mostly depend on the others.
bool GraphBuilder::finish() {
  for (int s = static_cast<int>(drawn_.size()) - 1; s >= 0; --s)
    if (stream(s).to.empty() && tokens_of(s) > 0 && add_sink(s) && chance(random_, 40)) break;
  for (int s = 0; s < static_cast<int>(drawn_.size()); ++s)
    if (stream(s).to.empty() && !(tokens_of(s) > 0 && chance(random_, 50) && finish_pmu_drain(s)) &&
        !(tokens_of(s) > 0 && finish_pcu_drain(s)) && !add_sink(s))
      return false;
  return std::ranges::any_of(c_.mapping.units, [](const Unit& unit) {
    const auto* sink = std::get_if<SinkUnit>(&unit.body);
    return sink && sink->tokens > 0;
  });
}

}  // namespace rda::test
