// SPDX-License-Identifier: Apache-2.0
#include "json/reader.h"

#include "base/gather.h"
#include "base/text.h"
#include "rda/error.h"

namespace rda::json {

void require(const Value& value, const Shape& shape, const std::string& file,
             std::span<const Override> overrides) {
  Gather gather;
  for (const Problem& problem : problems(value, shape, Gather::kMost))
    gather([&] {
      throw ConfigError(file, problem.pointer, problem.text + blame(problem.pointer, overrides));
    });
  gather.raise();
}

void require_object(const Value& value, const std::string& file) {
  if (value.get_if<Value::Object>()) return;
  throw ConfigError(file, "", "expected an object, got " + one_line(dump_line(value), 40));
}

}  // namespace rda::json
