// SPDX-License-Identifier: Apache-2.0
#include "json/load.h"

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "json/comments.h"
#include "rda/error.h"

namespace rda::json {
namespace {

constexpr std::string_view kSchemaKey = "$schema";

Value parse_by_hand(std::string_view text, const std::string& file) {
  const Plain plain = without_comments(text);
  if (plain.unclosed)
    throw ConfigError(file, "",
                      place_in(text, *plain.unclosed) + ": this comment has no end (needed: */)");
  return parse(plain.text, file);
}

/// The kind of a text that is not JSON; the bytes of an ONNX model say nothing, but its name does.
FileKind kind_of(std::string_view text, const std::string& file) {
  return is_model(file) ? FileKind::model : kind_of_text(text);
}

/// @throws ConfigError  if what RFC 8259 does not have is all that is wrong with the text
void refuse_extra(FileKind wanted, std::string_view text, const std::string& file) {
  const Plain plain = without_comments(text);
  if (!plain.first) return;
  parse(plain.text, file);
  throw ConfigError(
      file, "",
      fmt::format("{}: {} (a program writes {}; only files that people write, such as "
                  "chips and workloads, may have it)",
                  place_in(text, plain.first->at), plain.first->what, name_of(wanted)));
}

Value parse_as_is(FileKind wanted, std::string_view text, const std::string& file) {
  try {
    return parse(text, file);
  } catch (const ConfigError&) {
    refuse_other_kind(kind_of(text, file), wanted, file);
    refuse_extra(wanted, text, file);
    throw;
  }
}

void take_schema(FileKind wanted, Value& value, const std::string& file) {
  auto* members = value.get_if<Value::Object>();
  const auto found = members ? members->find(kSchemaKey) : Value::Object::iterator();
  if (!members || found == members->end()) return;
  const std::string pointer = child("", kSchemaKey);
  if (!by_hand(wanted))
    throw ConfigError(file, pointer,
                      fmt::format("a program writes {}; only files that people write, such as "
                                  "chips and workloads, may name their schema",
                                  name_of(wanted)));
  if (!found->second.get_if<std::string>())
    throw ConfigError(file, pointer,
                      "expected a string, got " + one_line(dump_line(found->second), 40) +
                          " (where the JSON Schema of this file is)");
  members->erase(found);
}

}  // namespace

Value parse_as(FileKind wanted, std::string_view text, const std::string& file) {
  Value value;
  if (!by_hand(wanted)) {
    value = parse_as_is(wanted, text, file);
  } else {
    try {
      value = parse_by_hand(text, file);
    } catch (const ConfigError&) {
      const FileKind kind = kind_of(text, file);
      if (!by_hand(kind)) refuse_other_kind(kind, wanted, file);  // else the error comes first
      throw;
    }
  }
  refuse_other_kind(value, wanted, file);
  take_schema(wanted, value, file);
  return value;
}

Value load(const std::filesystem::path& file, FileKind wanted, std::size_t limit) {
  std::string text;
  try {
    text = rda::read_file(file, limit);
  } catch (const ConfigError&) {
    refuse_other_kind(kind_of_file(file), wanted, file.string());
    throw;
  }
  return parse_as(wanted, text, file.string());
}

}  // namespace rda::json
