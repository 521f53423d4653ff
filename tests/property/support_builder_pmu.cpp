// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/ceil_div.h"
#include "mapping/index.h"
#include "mapping/latency.h"
#include "property/support_builder.h"
#include "rda/numerics.h"

namespace rda::test {

std::int64_t GraphBuilder::span(const Port& port) const {
  const Access& access = *port.access;
  std::int64_t bytes = rda::bytes(access.format);
  if (stream_of(port).kind == TokenKind::vector)
    bytes += std::int64_t{c_.chip.pcu.lanes - 1} * access.lane_stride;
  if (access.row) bytes += (access.row->rows - 1) * access.row->row_bytes;
  return bytes;
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
  access.slot_level = static_cast<int>(program.space.rank()) - 1;
  access.strides.assign(program.space.rank(), 0);
  for (std::size_t l = 0; l + 1 < program.space.rank(); ++l)
    if (chance(random_, 65) && !(l == 1 && grain.parts > 1)) access.strides[l] = 4 * word();
  if (stream(port.stream).kind == TokenKind::scalar) access.format = data_format();
  if (stream(port.stream).kind == TokenKind::vector && chance(random_, 35)) narrow(access);
  return access;
}

/// Elements that may begin within a word and share words.
void GraphBuilder::narrow(Access& access) {
  access.format = data_format();
  const int width = bytes(access.format);
  access.offset += width * random_.uniform_int(0, 3);
  access.lane_stride = width * pick(random_, {1, 1, 2, 3, 4, 8});
  for (std::int64_t& stride : access.strides)
    if (stride != 0 && chance(random_, 50)) stride += width * random_.uniform_int(0, 3);
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

void GraphBuilder::add_buffer(UnitId unit, const Grain& grain) {
  std::int64_t part = 4;
  const auto for_each_access = [&](auto&& visit) {
    for (Program& program : unit_at(unit).programs)
      for (auto* ports : {&program.inputs, &program.outputs})
        for (Port& port : *ports)
          if (port.access) visit(program, port);
  };
  for_each_access([&](const Program& program, const Port& port) {
    std::int64_t end = port.access->offset + span(port);
    for (std::size_t l = 0; l < program.space.rank(); ++l)
      end += port.access->strides[l] * (program.space.extents[l] - 1);
    part = std::max(part, ceil_div(end, std::int64_t{4}) * 4);
  });
  for_each_access([&](const Program&, Port& port) {
    if (grain.parts > 1) port.access->strides[1] = part;
  });
  Buffer buffer{.name = "data", .slot_bytes = part * grain.parts, .slots = grain.slots};
  const bool is_written = mapping::write_program(unit_at(unit)) != nullptr;
  fill(buffer, "m" + std::to_string(unit.number()), is_written ? grain.full : 1);
  unit_at(unit).buffers.push_back(std::move(buffer));
}

void GraphBuilder::data_outputs(Program& read, UnitId unit) {
  const int outputs = uniform(1, 3);
  while (static_cast<int>(read.outputs.size()) < outputs) {
    const bool control = !read.outputs.empty() && chance(random_, 20);
    write(control ? TokenKind::control : data_kind(), unit, read);
  }
}

void GraphBuilder::data_inputs(Program& write, UnitId unit, StreamId first) {
  read(first, unit, write, {.name = port_name(), .stream = first});
  if (chance(random_, 30)) read_if_it_fits(pick_stream(unit, is_data), unit, write);
}

StreamId GraphBuilder::local_stream(UnitId unit, std::int64_t initial) {
  const StreamId number = new_stream(TokenKind::control, unit, 0);
  drawn_[number].hidden = true;
  stream(number).name = "local" + std::to_string(number.number());
  stream(number).to = {unit};
  stream(number).carrier = Local{initial};
  return number;
}

/// `full` and permits. A program that reads its item in rows may take the one in the first row and
/// send the other in the last.
void GraphBuilder::synchronise(Program& read, Program& write, UnitId unit, const Grain& grain) {
  const StreamId full = local_stream(unit, grain.full * grain.parts);
  const StreamId permit = local_stream(unit, (grain.slots - grain.full) * grain.parts);
  Port taken{.name = port_name(), .stream = full, .level = grain.level(read)};
  Port given{.name = port_name(), .stream = permit, .level = grain.level(read)};
  if (grain.parts == 1 && read.space.rank() == 3 && chance(random_, 60)) {
    taken.level = given.level = 1;
    taken.where = {{1, 0, 1}};
    given.where = {{1, read.space.extents[1] - 1, read.space.extents[1]}};
  }
  read.inputs.push_back(std::move(taken));
  read.outputs.push_back(std::move(given));
  write.inputs.push_back({.name = port_name(), .stream = permit, .level = grain.level(write)});
  write.outputs.push_back({.name = port_name(), .stream = full, .level = grain.level(write)});
}

void GraphBuilder::finish_write(Program& write, const Grain& grain) {
  const std::int64_t inner = write.space.extents[0];
  for (Port& input : write.inputs) {
    if (!input.access) continue;
    input.access->first_slot = grain.full % grain.slots;
    if (chance(random_, 20)) input.access->keep = {{0, inner / 3, inner}};
    if (stream(input.stream).kind == TokenKind::scalar && chance(random_, 50))
      input.access->tap = "tap" + input.name;
  }
}

void GraphBuilder::finish_pmu(std::vector<Program> programs, UnitId unit, const Grain& grain) {
  for (Program& program : programs)
    place_accesses(mapping::writes_memory(program) ? program.inputs : program.outputs, program,
                   grain);
  unit_at(unit).programs = std::move(programs);
  add_buffer(unit, grain);
  for (Program& program : unit_at(unit).programs) {
    if (mapping::writes_memory(program)) finish_write(program, grain);
    program.latency = mapping::latency_of(c_.chip, program);
  }
}

bool GraphBuilder::add_reader() {
  GridSite site;
  if (!take_site(UnitKind::pmu, site)) return false;
  const UnitId unit = add_unit("memory", UnitKind::pmu, site);
  Program program = memory_program(false, small_loops());
  if (chance(random_, 40)) {
    const StreamId trigger = pick_stream(unit, is_control);
    if (trigger.exists()) program.space = {loops_for(tokens_of(trigger))};
    read_if_it_fits(trigger, unit, program);
  }
  program.ii = chance(random_, 85) ? 1 : uniform(2, 4);
  data_outputs(program, unit);
  finish_pmu({std::move(program)}, unit, {});
  return true;
}

bool GraphBuilder::add_n_buffer() {
  const UnitId unit = c_.mapping.units.end_id();
  const StreamId data = pick_stream(unit, is_data);
  GridSite site;
  if (!data.exists() || !take_site(UnitKind::pmu, site)) return false;
  add_unit("buffer", UnitKind::pmu, site);
  Grain grain{.items = divisor(tokens_of(data), 12), .slots = uniform(1, 4)};
  const std::int64_t each = tokens_of(data) / grain.items;
  if (chance(random_, 40)) grain.parts = divisor(each, 4);
  Program write = memory_program(true, {each / grain.parts, grain.parts, grain.items});
  Program read = memory_program(false, {random_.uniform_int(1, 6), grain.parts, grain.items});
  if (grain.parts == 1) read.space.extents[1] = random_.uniform_int(1, 3);
  data_inputs(write, unit, data);
  data_outputs(read, unit);
  synchronise(read, write, unit, grain);
  finish_pmu({std::move(read), std::move(write)}, unit, grain);
  return true;
}

bool GraphBuilder::add_recurrence() {
  GridSite site;
  const int links = uniform(1, 3);
  if (static_cast<int>(pcu_sites_.size()) < links || !take_site(UnitKind::pmu, site)) return false;
  const UnitId unit = add_unit("state", UnitKind::pmu, site);
  Grain grain{.items = random_.uniform_int(2, 10), .full = uniform(1, 2)};
  grain.slots = grain.full + (chance(random_, 15) ? 0 : uniform(1, 2));
  const Loops loops{random_.uniform_int(1, 6), grain.items};
  Program read = memory_program(false, loops), write = memory_program(true, loops);
  Port out{.name = port_name()};
  StreamId data = out.stream = new_stream(data_kind(), unit, read.tokens(out));
  read.outputs.push_back(std::move(out));
  if (chance(random_, 40)) this->write(data_kind(), unit, read);
  for (int link = 0; link < links; ++link) data = add_link(data, loops);
  data_inputs(write, unit, data);
  synchronise(read, write, unit, grain);
  finish_pmu({std::move(read), std::move(write)}, unit, grain);
  c_.recurrent = true;
  return true;
}

bool GraphBuilder::finish_pmu_drain(StreamId number) {
  GridSite site;
  if (stream(number).kind == TokenKind::control || !take_site(UnitKind::pmu, site)) return false;
  const UnitId unit = add_unit("store", UnitKind::pmu, site);
  Program write = memory_program(true, {tokens_of(number), 1});
  data_inputs(write, unit, number);
  finish_pmu({std::move(write)}, unit, {});
  return true;
}

}  // namespace rda::test
