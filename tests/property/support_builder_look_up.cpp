// SPDX-License-Identifier: Apache-2.0
#include "mapping/latency.h"
#include "property/support_builder.h"
#include "rda/numerics.h"

namespace rda::test {

bool GraphBuilder::add_look_up() {
  const UnitId unit = c_.mapping.units.end_id();
  const bool of_rows = chance(random_, 35);
  const StreamId index = pick_stream(unit, of_rows ? is_scalar : is_data);
  GridSite site;
  if (!index.exists() || !take_site(UnitKind::pmu, site)) return false;
  add_unit("table", UnitKind::pmu, site);
  Program program = memory_program(false, loops_for(tokens_of(index)));
  while (!read_if_it_fits(index, unit, program, true)) program.space = {{tokens_of(index)}};
  if (of_rows)
    finish_row_look_up(std::move(program), unit);
  else
    finish_look_up(std::move(program), unit);
  return true;
}

/// The table and the output of a look-up by input 0.
void GraphBuilder::finish_look_up(Program read, UnitId unit) {
  const TokenKind kind = stream(read.inputs[0].stream).kind;
  while (!write(kind, unit, read, -1, true)) continue;
  Access access{.slot_level = static_cast<int>(read.space.rank()), .look_up = 0};
  if (chance(random_, 50))
    access.function = static_cast<Function>(random_.below(names(Function{}).size()));
  read.outputs[0].access = access;
  const std::int64_t copies = is_vector(kind) ? c_.chip.pmu.banks : 1;
  const std::int64_t pitch = mapping::entry_bytes(c_.chip) * copies;
  const std::int64_t words = mapping::entry_bytes(c_.chip) / 4;
  Buffer table{.name = "table", .slot_bytes = kTableEntries * pitch};
  const std::string tensor = "m" + std::to_string(unit.number());
  Tensor& values = c_.tensors[tensor];
  values = {kTableEntries, words,
            std::vector<float>(static_cast<std::size_t>(kTableEntries * words))};
  for (float& value : values.values) value = static_cast<float>(random_.uniform_real(-2, 2));
  table.contents = {
      {.tensor = tensor, .pitch = pitch, .rows = kTableEntries, .cols = words, .copies = copies}};
  unit_at(unit).buffers.push_back(std::move(table));
  read.latency = mapping::latency_of(c_.chip, read);
  unit_at(unit).programs = {std::move(read)};
}

/// Rows of which input 0 names one, at times one that is not there.
void GraphBuilder::finish_row_look_up(Program read, UnitId unit) {
  while (!write(data_kind(), unit, read, -1, true)) continue;
  Port& output = read.outputs[0];
  output.access = random_access(read, output, {});
  Access& access = *output.access;
  access.look_up = 0;
  access.row = RowLookUp{.first_row = random_.uniform_int(0, 1), .rows = random_.uniform_int(1, 3)};
  access.row->row_bytes = 4 * c_.chip.pmu.banks * random_.uniform_int(1, 3);
  read.latency = mapping::latency_of(c_.chip, read);
  unit_at(unit).programs = {std::move(read)};
  add_buffer(unit, {});
}

}  // namespace rda::test
