// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mapping/latency.h"
#include "property/support_builder.h"
#include "rda/numerics.h"

namespace rda::test {
namespace {

bool is_data(TokenKind kind) { return kind != TokenKind::control; }

}  // namespace

std::int64_t GraphBuilder::span(const Port& port) const {
  const TokenKind kind = c_.mapping.streams[static_cast<std::size_t>(port.stream)].kind;
  return kind == TokenKind::vector
             ? std::int64_t{c_.chip.pcu.lanes - 1} * port.access->lane_stride + 4
             : 4;
}

/// Strides of single words, of whole lines (which always conflict) and of neither. The items' loop
/// has none, its place is the slot; nor, here, that of the parts.
Access GraphBuilder::random_access(const Program& program, const Port& port, const Grain& grain) {
  const int banks = c_.chip.pmu.banks;
  const std::array words{1, 1, 1, 2, 3, c_.chip.pcu.lanes, banks, banks + 1};
  const auto word = [&] { return words[random_.below(words.size())]; };
  Access access;
  access.offset = 4 * random_.uniform_int(0, 5);
  access.lane_stride = chance(random_, 65) ? 4 : 4 * word();
  access.slot_level = static_cast<int>(program.loops.size()) - 1;
  access.strides.assign(program.loops.size(), 0);
  for (std::size_t l = 0; l + 1 < program.loops.size(); ++l)
    if (chance(random_, 65) && !(l == 1 && grain.parts > 1)) access.strides[l] = 4 * word();
  if (stream(port.stream).kind == TokenKind::scalar) access.format = data_format();
  return access;
}

void GraphBuilder::place_accesses(std::vector<Port>& ports, const Program& program,
                                  const Grain& grain) {
  for (Port& port : ports)
    if (is_data(stream(port.stream).kind)) port.access = random_access(program, port, grain);
}

void GraphBuilder::fill(Buffer& buffer, const std::string& tensor, int slots) {
  const std::int64_t words = buffer.slot_bytes / 4;
  Tensor& values = c_.tensors[tensor];
  values = {slots, words, std::vector<float>(static_cast<std::size_t>(slots * words))};
  for (float& value : values.values) value = static_cast<float>(random_.uniform_real(-2, 2));
  for (int slot = 0; slot < slots; ++slot)
    buffer.contents.push_back(
        {.tensor = tensor, .slot = slot, .pitch = 0, .first_row = slot, .cols = words});
}

void GraphBuilder::add_buffer(PmuUnit& pmu, int unit, const Grain& grain) {
  std::int64_t part = 4;
  const auto for_each_access = [&](auto&& visit) {
    for (auto* program : {&pmu.read, &pmu.write})
      if (*program)
        for (auto* ports : {&(*program)->inputs, &(*program)->outputs})
          for (Port& port : *ports)
            if (port.access) visit(**program, port);
  };
  for_each_access([&](const Program& program, const Port& port) {
    std::int64_t end = port.access->offset + span(port);
    for (std::size_t l = 0; l < program.loops.size(); ++l)
      end += port.access->strides[l] * (program.loops[l] - 1);
    part = std::max(part, end);
  });
  for_each_access([&](const Program&, Port& port) {
    if (grain.parts > 1) port.access->strides[1] = part;
  });
  Buffer buffer{.name = "data", .slot_bytes = part * grain.parts, .slots = grain.slots};
  fill(buffer, "m" + std::to_string(unit), pmu.write ? grain.full : 1);
  pmu.buffers.push_back(std::move(buffer));
}

void GraphBuilder::data_outputs(Program& read, int unit) {
  const int outputs = uniform(1, 3);
  while (static_cast<int>(read.outputs.size()) < outputs) {
    const bool control = !read.outputs.empty() && chance(random_, 20);
    write(control ? TokenKind::control : data_kind(), unit, read);
  }
}

void GraphBuilder::data_inputs(Program& write, int unit, int first) {
  read(first, unit, write, {.name = port_name(), .stream = first});
  if (chance(random_, 30)) read_if_it_fits(pick_stream(unit, is_data), unit, write);
}

int GraphBuilder::local_stream(int unit, std::int64_t initial) {
  const int number = new_stream(TokenKind::control, unit, 0);
  drawn_.back().hidden = true;
  stream(number).name = "local" + std::to_string(number);
  stream(number).to = {unit};
  stream(number).initial = initial;
  return number;
}

/// `full` and permits. A program that reads its item in rows may take the one in the first row and
/// send the other in the last.
void GraphBuilder::synchronise(PmuUnit& pmu, int unit, const Grain& grain) {
  Program &read = *pmu.read, &write = *pmu.write;
  const int full = local_stream(unit, grain.full * grain.parts);
  const int permit = local_stream(unit, (grain.slots - grain.full) * grain.parts);
  Port taken{.name = port_name(), .stream = full, .level = grain.level(read)};
  Port given{.name = port_name(), .stream = permit, .level = grain.level(read)};
  if (grain.parts == 1 && read.loops.size() == 3 && chance(random_, 60)) {
    taken.level = given.level = 1;
    taken.where = {{1, 0, 1}};
    given.where = {{1, read.loops[1] - 1, read.loops[1]}};
  }
  read.inputs.push_back(std::move(taken));
  read.outputs.push_back(std::move(given));
  write.inputs.push_back({.name = port_name(), .stream = permit, .level = grain.level(write)});
  write.outputs.push_back({.name = port_name(), .stream = full, .level = grain.level(write)});
}

void GraphBuilder::finish_pmu(PmuUnit pmu, int unit, const Grain& grain) {
  if (pmu.read) {
    place_accesses(pmu.read->outputs, *pmu.read, grain);
    pmu.read->latency = 0;
  }
  if (pmu.write) place_accesses(pmu.write->inputs, *pmu.write, grain);
  add_buffer(pmu, unit, grain);
  if (pmu.read) pmu.read->latency = mapping::read_latency(c_.chip, *pmu.read);
  if (pmu.write) {
    const std::int64_t inner = pmu.write->loops[0];
    for (Port& input : pmu.write->inputs) {
      if (!input.access) continue;
      input.access->first_slot = grain.full % grain.slots;
      if (chance(random_, 20)) input.access->keep = {{0, inner / 3, inner}};
      if (stream(input.stream).kind == TokenKind::scalar && chance(random_, 50))
        input.access->tap = "tap" + input.name;
    }
    pmu.write->latency = mapping::write_latency(*pmu.write);
  }
  c_.mapping.units[static_cast<std::size_t>(unit)].body = std::move(pmu);
}

bool GraphBuilder::add_reader() {
  Site site;
  if (!take_site(SiteKind::pmu, site)) return false;
  const int unit = add_unit("memory", site, PmuUnit{});
  PmuUnit pmu;
  Program& program = pmu.read.emplace();
  program.loops = small_loops();
  if (chance(random_, 40)) {
    const int trigger = pick_stream(unit, is_control);
    if (trigger >= 0 && tokens_of(trigger) > 0) program.loops = loops_for(tokens_of(trigger));
    read_if_it_fits(trigger, unit, program);
  }
  program.ii = chance(random_, 85) ? 1 : uniform(2, 4);
  data_outputs(program, unit);
  finish_pmu(std::move(pmu), unit, {});
  return true;
}

bool GraphBuilder::add_look_up() {
  const int unit = static_cast<int>(c_.mapping.units.size());
  const int index = pick_stream(unit, is_scalar);
  Site site;
  if (index < 0 || tokens_of(index) < 1 || !take_site(SiteKind::pmu, site)) return false;
  add_unit("table", site, PmuUnit{});
  PmuUnit pmu;
  Program& program = pmu.read.emplace();
  program.loops = loops_for(tokens_of(index));
  while (!read_if_it_fits(index, unit, program, true)) program.loops = {tokens_of(index)};
  finish_look_up(std::move(pmu), unit);
  return true;
}

/// The table and the output of a look-up by input 0.
void GraphBuilder::finish_look_up(PmuUnit pmu, int unit) {
  Program& program = *pmu.read;
  while (!write(TokenKind::scalar, unit, program, -1, true)) continue;
  program.outputs[0].access = {.slot_level = static_cast<int>(program.loops.size()), .look_up = 0};
  Buffer table{.name = "table", .slot_bytes = 4 * kTableEntries};
  fill(table, "m" + std::to_string(unit), 1);
  pmu.buffers.push_back(std::move(table));
  program.latency = mapping::read_latency(c_.chip, program);
  c_.mapping.units[static_cast<std::size_t>(unit)].body = std::move(pmu);
}

bool GraphBuilder::add_n_buffer() {
  const int unit = static_cast<int>(c_.mapping.units.size());
  const int data = pick_stream(unit, is_data);
  Site site;
  if (data < 0 || tokens_of(data) < 1 || !take_site(SiteKind::pmu, site)) return false;
  add_unit("buffer", site, PmuUnit{});
  Grain grain{.items = divisor(tokens_of(data), 12), .slots = uniform(1, 4)};
  const std::int64_t each = tokens_of(data) / grain.items;
  if (chance(random_, 40)) grain.parts = divisor(each, 4);
  PmuUnit pmu;
  Program &write = pmu.write.emplace(), &read = pmu.read.emplace();
  write.loops = {each / grain.parts, grain.parts, grain.items};
  read.loops = {random_.uniform_int(1, 6), grain.parts, grain.items};
  if (grain.parts == 1) read.loops[1] = random_.uniform_int(1, 3);
  data_inputs(write, unit, data);
  data_outputs(read, unit);
  synchronise(pmu, unit, grain);
  finish_pmu(std::move(pmu), unit, grain);
  return true;
}

bool GraphBuilder::add_recurrence() {
  Site site;
  const int links = uniform(1, 3);
  if (static_cast<int>(pcu_sites_.size()) < links || !take_site(SiteKind::pmu, site)) return false;
  const int unit = add_unit("state", site, PmuUnit{});
  Grain grain{.items = random_.uniform_int(2, 10), .full = uniform(1, 2)};
  grain.slots = grain.full + (chance(random_, 15) ? 0 : uniform(1, 2));
  PmuUnit pmu;
  Program &write = pmu.write.emplace(), &read = pmu.read.emplace();
  write.loops = read.loops = {random_.uniform_int(1, 6), grain.items};
  Port out{.name = port_name()};
  int data = out.stream = new_stream(data_kind(), unit, mapping::tokens(read, out));
  read.outputs.push_back(std::move(out));
  if (chance(random_, 40)) this->write(data_kind(), unit, read);
  const auto loops = read.loops;
  for (int link = 0; link < links; ++link) data = add_link(data, loops);
  data_inputs(write, unit, data);
  synchronise(pmu, unit, grain);
  finish_pmu(std::move(pmu), unit, grain);
  c_.recurrent = true;
  return true;
}

bool GraphBuilder::finish_pmu_drain(int number) {
  Site site;
  if (stream(number).kind == TokenKind::control || !take_site(SiteKind::pmu, site)) return false;
  const int unit = add_unit("store", site, PmuUnit{});
  PmuUnit pmu;
  pmu.write.emplace().loops = {tokens_of(number), 1};
  data_inputs(*pmu.write, unit, number);
  finish_pmu(std::move(pmu), unit, {});
  return true;
}

}  // namespace rda::test
