// SPDX-License-Identifier: Apache-2.0
#include "json/reference.h"

#include <fmt/format.h>

#include "base/text.h"
#include "json/knobs.h"

namespace rda::json {
namespace {

/// The text, escaped for a cell of a Markdown table.
std::string cell(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '|') result += '\\';
    result += c;
  }
  return result;
}

std::string type_name(const Shape& shape) {
  using Kind = Shape::Kind;
  switch (shape.kind) {
    case Kind::boolean:
      return "true or false";
    case Kind::integer:
      return "integer";
    case Kind::real:
      return "number";
    case Kind::string:
      return "text";
    case Kind::enumeration:
      return "name";
    case Kind::array:
      return "list of " + type_name(shape.elements[0]);
    case Kind::count_or_list:
      return "integer, or list of " + type_name(shape.elements[0]);
    case Kind::map:
      return "map to " + type_name(shape.elements[0]);
    case Kind::optional:
      return type_name(shape.elements[0]) + " or null";
    case Kind::variant:
      return "object with kind";
    case Kind::any:
      return "any value";
    case Kind::object:
      break;
  }
  return "object";
}

std::string range(const Shape& shape) {
  using Kind = Shape::Kind;
  switch (shape.kind) {
    case Kind::integer:
    case Kind::count_or_list:
      return fmt::format("{} to {}", to_string(shape.lo), to_string(shape.hi));
    case Kind::real:
      return fmt::format("{} to {}", shape.real_lo, shape.real_hi);
    case Kind::enumeration:
    case Kind::variant:
      return fmt::format("`{}`", join(shape.names, "`, `"));
    case Kind::array:
    case Kind::map:
    case Kind::optional:
      return range(shape.elements[0]);
    default:
      return "";
  }
}

/// The default as `code`, or that there is none.
std::string default_of(const Field& field) {
  return field.required ? "required" : fmt::format("`{}`", dump_line(field.fallback));
}

std::string row(const Knob& knob) {
  const Field& field = knob.field;
  const std::string fallback = default_of(field);
  return fmt::format("| `{}` | {} | {} | {} | {} | {} | {} |\n", cell(knob.pointer),
                     type_name(field.shape), cell(range(field.shape)), cell(fallback),
                     cell(field.unit), cell(field.meaning), cell(field.source));
}

}  // namespace

std::string value_text(const Knob& value, bool has_default) {
  const Field& field = value.field;
  std::string text = wrapped("  " + field.meaning + '\n', 80, 2);
  const auto add = [&](std::string_view name, std::string of) {
    std::erase(of, '`');
    if (!of.empty()) text += wrapped(fmt::format("  {:<9}{}\n", name, of), 80, 11);
  };
  add("type", type_name(field.shape));
  add("range", range(field.shape));
  if (has_default) add("default", default_of(field));
  add("unit", field.unit);
  if (has_default) add("source", field.source);
  return text;
}

std::string reference_markdown(const Shape& shape, const std::string& title) {
  std::string text = fmt::format(
      "# {}\n\n"
      "| Key | Type | Range | Default | Unit | Meaning | Source of the default |\n"
      "|---|---|---|---|---|---|---|\n",
      title);
  for (const Knob& knob : all_values(shape)) text += row(knob);
  return text;
}

}  // namespace rda::json
