// SPDX-License-Identifier: Apache-2.0
#include <cstddef>

#include "json/reader.h"
#include "json/text_writer.h"
#include "mapping/mapping_fields.h"
#include "rda/mapping.h"

namespace rda {
namespace {

/// Bytes a mapping file may have: far more than the largest chip's.
constexpr std::size_t kMaxMappingBytes = std::size_t{1} << 28;

}  // namespace

Mapping load_mapping(const std::filesystem::path& file) {
  return json::read_file<Mapping>(file, {}, kMaxMappingBytes);
}

std::string to_json(const Mapping& mapping) { return json::write(mapping); }

}  // namespace rda
