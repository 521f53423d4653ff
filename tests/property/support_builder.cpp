// SPDX-License-Identifier: Apache-2.0
#include "property/support_builder.h"

#include <algorithm>
#include <numeric>
namespace rda::test {

GraphBuilder::GraphBuilder(Case& c, Random& random)
    : c_(c),
      random_(random),
      pcu_sites_(sites_of(c.chip, UnitKind::pcu)),
      pmu_sites_(sites_of(c.chip, UnitKind::pmu)),
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

UnitId GraphBuilder::add_unit(const std::string& name, UnitKind kind, Place place) {
  const std::string number = std::to_string(c_.mapping.units.size());
  return c_.mapping.units.add({.name = name + number, .kind = kind, .place = place});
}

bool GraphBuilder::take_site(UnitKind kind, GridSite& site) {
  auto& sites = kind == UnitKind::pcu ? pcu_sites_ : pmu_sites_;
  if (sites.empty()) return false;
  site = {sites.back().row, sites.back().col};
  sites.pop_back();
  return true;
}

StreamId GraphBuilder::new_stream(TokenKind kind, UnitId from, std::int64_t tokens) {
  const std::string number = std::to_string(c_.mapping.streams.size());
  drawn_.push_back({tokens, false});
  return c_.mapping.streams.add({.name = "s" + number, .kind = kind, .from = from});
}

/// Prefers a stream without a reader, but gives some streams many readers.
StreamId GraphBuilder::pick_stream(UnitId reader, bool (*allowed)(TokenKind)) {
  std::vector<StreamId> choices;
  for (const StreamId s : drawn_.ids()) {
    const Stream& candidate = stream(s);
    if (drawn_[s].hidden || !allowed(candidate.kind) || candidate.to.size() >= 4 ||
        std::ranges::find(candidate.to, reader) != candidate.to.end())
      continue;
    choices.insert(choices.end(), candidate.to.empty() ? 5 : 1, s);
  }
  return choices.empty() ? StreamId() : choices[random_.below(choices.size())];
}

bool GraphBuilder::fit(const Program& program, StreamId number, Port& port, bool all_firings) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    const int loops = static_cast<int>(program.space.rank());
    port = {.name = port_name(), .stream = number, .level = uniform(0, loops)};
    std::int64_t rest = tokens_of(number);
    for (int l = loops - 1; l >= 0; --l) {
      const std::int64_t extent = program.space.extents[static_cast<std::size_t>(l)];
      std::int64_t size = extent;
      if (l >= port.level) {
        if (rest % extent != 0 || chance(random_, 15)) size = divisor(rest, extent);
        rest /= size;
      } else if (chance(random_, 15)) {
        size = random_.uniform_int(1, extent);
      }
      const std::int64_t lo = random_.uniform_int(0, extent - size);
      if (size < extent) port.where.add({l, lo, lo + size});
    }
    if (rest == 1 && (!all_firings || port.where.is_whole())) return true;
  }
  return false;
}

void GraphBuilder::read(StreamId number, UnitId unit, Program& program, Port port) {
  stream(number).to.push_back(unit);
  program.inputs.push_back(std::move(port));
}

bool GraphBuilder::read_if_it_fits(StreamId number, UnitId unit, Program& program,
                                   bool all_firings) {
  Port port;
  if (!number.exists() || !fit(program, number, port, all_firings)) return false;
  read(number, unit, program, std::move(port));
  return true;
}

bool GraphBuilder::write(TokenKind kind, UnitId unit, Program& program, int value, bool plain) {
  Port port{.name = port_name(), .value = value};
  const int loops = static_cast<int>(program.space.rank());
  port.level = uniform(0, loops);
  if (chance(random_, 50)) port.level = 0;
  if (!plain && chance(random_, 20)) {
    const int loop = uniform(0, loops - 1);
    const std::int64_t extent = program.space.extents[static_cast<std::size_t>(loop)];
    const std::int64_t lo = random_.uniform_int(0, extent - 1);
    port.where.add({loop, lo, random_.uniform_int(lo + 1, extent)});
  }
  const std::int64_t tokens = program.tokens(port);
  if (tokens > 200) return false;
  port.stream = new_stream(kind, unit, tokens);
  program.outputs.push_back(std::move(port));
  return true;
}

/// Outer loops that take `tokens` tokens, and sometimes inner loops that use each token for several
/// firings.
GraphBuilder::Loops GraphBuilder::loops_for(std::int64_t tokens) {
  Loops loops;
  if (tokens <= 60 && chance(random_, 30)) loops.push_back(random_.uniform_int(2, 5));
  std::int64_t rest = tokens;
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
  std::int64_t tokens = chance(random_, 3) ? 1 : random_.uniform_int(1, 60);
  if (chance(random_, 60)) tokens = 6 * random_.uniform_int(1, 10);
  make_source(chance(random_, 10) ? TokenKind::control : data_kind(), tokens);
  return true;
}

/// @return the stream it writes
StreamId GraphBuilder::make_source(TokenKind kind, std::int64_t tokens) {
  const StreamId number = new_stream(kind, c_.mapping.units.end_id(), tokens);
  const UnitId source = add_port(UnitKind::source, source_ports_, number);
  const auto& transfer = std::get<PortTransfer>(unit_at(source).programs.front().work);
  const std::int64_t rows = tokens / transfer.tokens_per_item;
  const std::int64_t cols = transfer.tokens_per_item * 4 * c_.chip.pcu.lanes;
  Tensor& tensor = c_.tensors[transfer.tensor];
  tensor = {rows, cols, std::vector<float>(static_cast<std::size_t>(rows * cols))};
  for (float& value : tensor.values) value = static_cast<float>(random_.uniform_real(-2, 2));
  return number;
}

UnitId GraphBuilder::add_port(UnitKind kind, std::vector<int>& ports, StreamId number) {
  const int port = ports.back();
  ports.pop_back();
  const bool sends = kind == UnitKind::source;
  PortTransfer transfer{.tensor = (sends ? "x" : "y") + std::to_string(port)};
  transfer.tokens_per_item = divisor(tokens_of(number), 6);
  transfer.format = data_format();
  Program program{.space = {{tokens_of(number)}},
                  .latency = 0,
                  .ii = hardware_of(c_.chip, kind).interval[stream(number).kind],
                  .work = std::move(transfer)};
  (sends ? program.outputs : program.inputs) = {{.name = sends ? "out" : "in", .stream = number}};
  const Site site = port_site(c_.chip, kind, port);
  const UnitId added =
      add_unit(sends ? "source" : "sink", kind, EdgePort{port, site.row, site.col});
  unit_at(added).programs = {std::move(program)};
  return added;
}

bool GraphBuilder::add_sink(StreamId number) {
  if (sink_ports_.empty()) return false;
  const UnitId sink = add_port(UnitKind::sink, sink_ports_, number);
  stream(number).to.push_back(sink);
  return true;
}

bool GraphBuilder::finish_pcu_drain(StreamId number) {
  GridSite site;
  if (!take_site(UnitKind::pcu, site)) return false;
  const UnitId drain = add_unit("drain", UnitKind::pcu, site);
  Program program{.space = {loops_for(tokens_of(number))}};
  while (!read_if_it_fits(number, drain, program)) program.space = {{tokens_of(number)}};
  for (const StreamId other : drawn_.ids())
    if (other > number && stream(other).to.empty() && program.inputs.size() < 6)
      read_if_it_fits(other, drain, program);
  unit_at(drain).programs = {std::move(program)};
  return true;
}

/// Sinks for the streams made last, which mostly depend on the others.
bool GraphBuilder::finish() {
  for (StreamId s = drawn_.end_id(); s > StreamId(0);) {
    s = StreamId(s.number() - 1);
    if (stream(s).to.empty() && add_sink(s) && chance(random_, 40)) break;
  }
  for (const StreamId s : drawn_.ids())
    if (stream(s).to.empty() && !(chance(random_, 50) && finish_pmu_drain(s)) &&
        !finish_pcu_drain(s) && !add_sink(s))
      return false;
  return std::ranges::find(c_.mapping.units, UnitKind::sink, &Unit::kind) != c_.mapping.units.end();
}

}  // namespace rda::test
