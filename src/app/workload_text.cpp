// SPDX-License-Identifier: Apache-2.0
#include "app/workload_text.h"

#include <iterator>

#include "json/reader.h"
#include "json/writer.h"
#include "workload/workload_fields.h"

namespace rda::app {
namespace {

using json::Value;

/// Takes out what says the default.
void erase_usual(Value& value, const Value& usual) {
  auto* members = value.get_if<Value::Object>();
  const auto* defaults = usual.get_if<Value::Object>();
  if (!members || !defaults) return;
  for (auto member = members->begin(); member != members->end();) {
    const auto found = defaults->find(member->first);
    if (found != defaults->end()) erase_usual(member->second, found->second);
    const auto* object = member->second.get_if<Value::Object>();
    const bool same = found != defaults->end() && member->second == found->second;
    member = same || (object && object->empty()) ? members->erase(member) : std::next(member);
  }
}

}  // namespace

std::string workload_text(const Workload& workload) {
  Value value = json::to_value(workload);
  erase_usual(value, json::to_value(Workload{}));
  Value::Object& members = *value.get_if<Value::Object>();
  if (!workload.layers.listed()) return json::dump(value) + '\n';
  const Value usual = json::to_value(Layer{});
  auto& layers = *members.at("layers").get_if<Value::Array>();
  for (std::size_t i = 0; i < layers.size(); ++i) {
    erase_usual(layers[i], usual);
    layers[i].get_if<Value::Object>()->emplace("type",
                                               std::string(word(workload.layers.list[i].type)));
  }
  return json::dump(value) + '\n';
}

}  // namespace rda::app
