// SPDX-License-Identifier: Apache-2.0
#include "json/sum.h"

#include <utility>

#include "base/sha256.h"
#include "rda/error.h"

namespace rda::json {
namespace {

constexpr const char* kSum = "sha256";

}  // namespace

void add_sum(Value& object) {
  Value sum = sha256(dump_line(object));
  (*object.get_if<Value::Object>())[kSum] = std::move(sum);
}

void take_sum(Value& object, const std::string& file) {
  auto* members = object.get_if<Value::Object>();
  const auto found = members ? members->find(kSum) : Value::Object::iterator();
  if (!members || found == members->end()) return;
  const Value sum = std::move(found->second);
  members->erase(found);
  if (sum != Value(sha256(dump_line(object))))
    throw ConfigError(file, child("", kSum),
                      "does not fit the other members: the file was changed");
}

}  // namespace rda::json
