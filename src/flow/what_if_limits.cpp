// SPDX-License-Identifier: Apache-2.0
// The limits of a chip that what-if lifts.
#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "chip/chip_fields.h"
#include "flow/what_if.h"
#include "json/knobs.h"
#include "json/reader.h"
#include "json/writer.h"
#include "rda/check.h"

namespace rda::flow {
namespace {

/// How a knob is lifted: to a multiple of what it is, or to a value if that lies further.
struct Lift {
  std::string_view pointer;
  enum { times, at_least, at_most } how;
  std::int64_t number;
};

/// One limit a row. What belongs together is lifted together: a vector of twice the lanes needs
/// twice the banks and port bits, or these would be the limit.
std::vector<std::vector<Lift>> limits() {
  return {
      {{"/grid/rows", Lift::times, 2}},
      {{"/grid/cols", Lift::times, 2}},
      {{"/pcu/lanes", Lift::times, 2},
       {"/pmu/banks", Lift::times, 2},
       {"/stream/sources/width_bits", Lift::times, 2},
       {"/stream/sinks/width_bits", Lift::times, 2}},
      {{"/pcu/stages", Lift::times, 2}},
      {{"/pcu/registers", Lift::times, 2}},
      {{"/pcu/packing", Lift::at_least, 1}},
      {{"/pcu/fused", Lift::at_least, 1}},
      {{"/pcu/folded", Lift::at_least, 1}},
      {{"/pcu/packing", Lift::at_least, 1},
       {"/pcu/fused", Lift::at_least, 1},
       {"/pcu/folded", Lift::at_least, 1}},
      {{"/pcu/latency", Lift::at_most, 0}},
      {{"/pmu/stages", Lift::times, 2}},
      {{"/pmu/read_latency", Lift::at_most, 1}},
      {{"/pmu/max_slots", Lift::times, 4}},
      {{"/pcu/inputs/vector", Lift::times, 2}, {"/pcu/outputs/vector", Lift::times, 2}},
      {{"/pcu/inputs/scalar", Lift::times, 2}, {"/pcu/outputs/scalar", Lift::times, 2}},
      {{"/pmu/inputs/vector", Lift::times, 2}},
      {{"/pmu/outputs/vector", Lift::times, 2}},
      {{"/pmu/inputs/scalar", Lift::times, 2}},
      {{"/pmu/outputs/scalar", Lift::times, 2}},
      {{"/pmu/inputs/scalar", Lift::times, 2}, {"/pmu/outputs/scalar", Lift::times, 2}},
      {{"/pmu/inputs/vector", Lift::times, 2},
       {"/pmu/inputs/scalar", Lift::times, 2},
       {"/pmu/outputs/vector", Lift::times, 2},
       {"/pmu/outputs/scalar", Lift::times, 2}},
      {{"/pmu/banks", Lift::times, 2}},
      {{"/pmu/capacity_kb", Lift::times, 4}},
      {{"/pcu/fifo_depth/vector", Lift::at_least, 64},
       {"/pmu/fifo_depth/vector", Lift::at_least, 64},
       {"/stream/fifo_depth/vector", Lift::at_least, 64}},
      {{"/pcu/fifo_depth/scalar", Lift::at_least, 256},
       {"/pmu/fifo_depth/scalar", Lift::at_least, 256},
       {"/stream/fifo_depth/scalar", Lift::at_least, 256}},
      {{"/pcu/inputs/control", Lift::times, 2},
       {"/pcu/outputs/control", Lift::times, 2},
       {"/pmu/inputs/control", Lift::times, 2},
       {"/pmu/outputs/control", Lift::times, 2}},
      {{"/pcu/fifo_depth/control", Lift::at_least, 256},
       {"/pmu/fifo_depth/control", Lift::at_least, 256},
       {"/stream/fifo_depth/control", Lift::at_least, 256}},
      {{"/network/hop_latency", Lift::at_most, 1}},
      {{"/network/tracks/vector", Lift::times, 4},
       {"/network/tracks/scalar", Lift::times, 4},
       {"/network/tracks/control", Lift::times, 4}},
      {{"/stream/sources/width_bits", Lift::times, 4},
       {"/stream/sources/interval", Lift::at_most, 1}},
      {{"/stream/sinks/width_bits", Lift::times, 4}, {"/stream/sinks/interval", Lift::at_most, 1}},
      {{"/stream/sources/count", Lift::times, 2}, {"/stream/sources/spacing", Lift::at_most, 1}},
      {{"/stream/sinks/count", Lift::times, 2}, {"/stream/sinks/spacing", Lift::at_most, 1}},
      {{"/memory/channels/count", Lift::times, 2}},
      {{"/memory/channels/queue", Lift::times, 2}},
      {{"/memory/ags/count", Lift::times, 2}},
      {{"/memory/ags/outstanding", Lift::times, 2}},
  };
}

bool is_of_memory(std::string_view pointer) { return pointer.starts_with("/memory/"); }

std::int64_t lifted(const Lift& lift, std::int64_t from) {
  if (lift.how == Lift::times) return from * lift.number;
  return lift.how == Lift::at_least ? std::max(from, lift.number) : std::min(from, lift.number);
}

std::int64_t whole(const json::Integer& number) {
  return std::visit([](auto n) { return static_cast<std::int64_t>(n); }, number);
}

/// The words of a knob that has no numbers, in the order of what they count as; empty if it has.
std::vector<std::string> words_of(const json::Knob& knob) {
  const json::Shape& shape = knob.field.shape;
  if (shape.kind == json::Shape::Kind::boolean) return {"false", "true"};
  return shape.kind == json::Shape::Kind::enumeration ? shape.names : std::vector<std::string>{};
}

std::int64_t value_at(const json::Value& chip, const json::Knob& knob) {
  const json::Value* value = &chip;
  for (const std::string& key : json::split_pointer(knob.pointer))
    value = &value->get<json::Value::Object>().at(key);
  if (const bool* flag = value->get_if<bool>()) return *flag ? 1 : 0;
  if (const auto* word = value->get_if<std::string>()) {
    const std::vector<std::string> words = words_of(knob);
    return std::ranges::find(words, *word) - words.begin();
  }
  return whole(value->get<json::Integer>());
}

std::int64_t most_of(const json::Knob& knob) {
  const std::vector<std::string> words = words_of(knob);
  return words.empty() ? whole(knob.field.shape.hi) : std::ssize(words) - 1;
}

const json::Knob& knob_at(const std::vector<json::Knob>& knobs, std::string_view pointer) {
  const auto knob = std::ranges::find(knobs, pointer, &json::Knob::pointer);
  RDA_CHECK(knob != knobs.end(), std::string(pointer));
  return *knob;
}

/// None if the knob stays what it is.
std::optional<KnobChange> change_of(const json::Value& chip, const std::vector<json::Knob>& knobs,
                                    const Lift& lift) {
  const json::Knob& knob = knob_at(knobs, lift.pointer);
  const std::int64_t from = value_at(chip, knob);
  const std::int64_t to = std::min(lifted(lift, from), most_of(knob));
  if (to == from) return std::nullopt;
  return KnobChange{knob.pointer, from, to};
}

bool is_valid(const Chip& chip, const std::vector<KnobChange>& changes) {
  try {
    changed(chip, changes);
    return true;
  } catch (const ConfigError&) {
    return false;
  }
}

}  // namespace

std::vector<std::vector<KnobChange>> lifted_limits(const Chip& chip, bool off_chip) {
  const json::Value value = json::to_value(chip);
  const std::vector<json::Knob> knobs = json::knobs<Chip>();
  std::vector<std::vector<KnobChange>> all;
  for (const std::vector<Lift>& limit : limits()) {
    if (!off_chip && is_of_memory(limit.front().pointer)) continue;
    std::vector<KnobChange> changes;
    for (const Lift& lift : limit)
      if (auto change = change_of(value, knobs, lift)) changes.push_back(*std::move(change));
    if (!changes.empty() && is_valid(chip, changes) && std::ranges::find(all, changes) == all.end())
      all.push_back(std::move(changes));
  }
  return all;
}

std::int64_t value_of(const Chip& chip, const std::string& pointer) {
  return value_at(json::to_value(chip), knob_at(json::knobs<Chip>(), pointer));
}

std::string value_text(const std::string& pointer, std::int64_t value) {
  static const std::vector<json::Knob> knobs = json::knobs<Chip>();
  const auto knob = std::ranges::find(knobs, pointer, &json::Knob::pointer);
  const std::vector<std::string> words =
      knob == knobs.end() ? std::vector<std::string>{} : words_of(*knob);
  return words.empty() ? std::to_string(value) : words.at(static_cast<std::size_t>(value));
}

std::vector<std::string> lifted_knobs() {
  std::vector<std::string> pointers;
  for (const std::vector<Lift>& limit : limits())
    for (const Lift& lift : limit)
      if (std::ranges::find(pointers, lift.pointer) == pointers.end())
        pointers.emplace_back(lift.pointer);
  return pointers;
}

std::map<std::string, std::string> knobs_without_row() {
  const char* const kPlace = "moves ports: no value is better than all others";
  const char* const kKinds = "trades units of one kind for the other";
  std::map<std::string, std::string> reasons{
      {"/name", "a text"},
      {"/description", "a text"},
      {"/sources", "texts"},
      {"/clock_mhz", "only the clocks of off-chip memory do not follow it"},
      {"/grid/pattern", kKinds},
      {"/grid/strip", kKinds},
      {"/pmu/interpolation", "makes look-ups more accurate, not faster"},
      {"/stream/sources/side", kPlace},
      {"/stream/sources/offset", kPlace},
      {"/stream/sinks/side", kPlace},
      {"/stream/sinks/offset", kPlace}};
  const std::vector<std::string> lifted = lifted_knobs();
  for (const json::Knob& knob : json::knobs<Chip>())
    if (is_of_memory(knob.pointer) && std::ranges::find(lifted, knob.pointer) == lifted.end())
      reasons[knob.pointer] =
          knob.pointer.starts_with("/memory/ags/")
              ? "the mapper gives an address generator one stream, which it sends without inputs"
              : "another memory, not a limit of this one";
  return reasons;
}

Chip changed(const Chip& chip, const std::vector<KnobChange>& changes) {
  std::vector<Override> overrides;
  for (const KnobChange& change : changes)
    overrides.push_back({change.pointer, value_text(change.pointer, change.to)});
  Chip result = chip;
  json::override_fields(result, overrides);
  check(result, "--set");
  return result;
}

}  // namespace rda::flow
