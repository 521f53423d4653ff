// SPDX-License-Identifier: Apache-2.0
#include "sweep/setting.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

#include "base/text.h"

namespace rda::sweep {

using json::Value;

namespace {

/// Whether a key of a pointer is the index of a list.
bool is_index(const std::string& key) {
  return std::ranges::all_of(key, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string Knob::path() const { return join(keys, "."); }

std::string Knob::usual_name() const {
  const auto index = std::ranges::find_if(keys, is_index);
  if (index == keys.end() || index == keys.begin()) return keys.back();
  return join(std::span<const std::string>(index - 1, keys.end()), "_");
}

const Value& Knob::in(const Setting& setting) const {
  const Value* place = &(setting.*part);
  for (const std::string& key : keys) {
    if (place->is_null()) break;
    const auto* items = place->get_if<Value::Array>();
    place = items ? &items->at(std::stoul(key)) : &place->get<Value::Object>().at(key);
  }
  return *place;
}

Value& Knob::in(Setting& setting) const {
  Value* place = &(setting.*part);
  for (const std::string& key : keys) {
    if (place->is_null()) *place = Value::Object();
    auto* items = place->get_if<Value::Array>();
    place = items ? &items->at(std::stoul(key)) : &(*place->get_if<Value::Object>())[key];
  }
  return *place;
}

Value typed(const Knob& knob, const Value& value) {
  using Kind = json::Shape::Kind;
  const Kind kind = knob.described.field.shape.kind;
  if (const auto* real = value.get_if<double>(); real && kind == Kind::integer)
    return Value(static_cast<std::int64_t>(*real));
  if (value.get_if<json::Integer>() && kind == Kind::real) return Value(*number_of(value));
  return value;
}

Value plain(double number) {
  constexpr double kExact = 0x1p53;
  const bool whole = std::floor(number) == number && std::fabs(number) < kExact;
  return whole ? Value(static_cast<std::int64_t>(number)) : Value(number);
}

std::optional<double> number_of(const Value& value) {
  if (const auto* real = value.get_if<double>()) return *real;
  if (const auto* flag = value.get_if<bool>()) return *flag ? 1 : 0;
  const auto* integer = value.get_if<json::Integer>();
  if (!integer) return std::nullopt;
  return std::visit([](auto number) { return static_cast<double>(number); }, *integer);
}

const Knob* find_knob(const Ground& ground, std::string_view pointer) {
  const auto found = std::ranges::find(ground.knobs, pointer, &Knob::pointer);
  return found == ground.knobs.end() ? nullptr : &*found;
}

}  // namespace rda::sweep
