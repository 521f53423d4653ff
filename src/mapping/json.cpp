// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <utility>

#include "json/reader.h"
#include "json/text_writer.h"
#include "mapping/mapping_fields.h"
#include "rda/error.h"
#include "rda/mapping.h"

namespace rda {

RDA_JSON_CODE(, Mapping);

namespace {

/// Refuses a mapping of another format version, and says how to make the mapping again.
void refuse_other_version(const json::Value& value, const std::string& file) {
  const auto* object = value.get_if<json::Value::Object>();
  if (!object) return;
  const auto version = object->find("format_version");
  const std::string found = version == object->end() ? "none" : json::dump_line(version->second);
  if (found == std::to_string(kMappingVersion)) return;
  throw ConfigError(file, "/format_version",
                    fmt::format("a mapping of format version {} (version {}; make it again: rdasim "
                                "map CHIP WORKLOAD -o {})",
                                found, kMappingVersion, file));
}

}  // namespace

Mapping load_mapping(const std::filesystem::path& file) {
  json::Value value = json::load(file, json::FileKind::mapping, kMaxMappingBytes);
  refuse_other_version(value, file.string());
  return json::read_value<Mapping>(std::move(value), file.string());
}

std::string to_json(const Mapping& mapping) { return json::write(mapping); }

}  // namespace rda
