// SPDX-License-Identifier: Apache-2.0
#include "json/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace rda::json {
namespace {

Value::Object schema_of(const Shape& shape);

Value::Object bounded(const char* type, const Value& lo, const Value& hi) {
  return {{"type", type}, {"minimum", lo}, {"maximum", hi}};
}

Value::Object real(const Shape& shape) {
  Value::Object result{{"type", "number"}};
  if (std::isfinite(shape.real_lo)) result["minimum"] = shape.real_lo;
  if (std::isfinite(shape.real_hi)) result["maximum"] = shape.real_hi;
  return result;
}

Value list_of(const std::vector<std::string>& names) {
  Value::Array items;
  for (const std::string& name : names) items.emplace_back(name);
  return items;
}

std::string description(const Field& field) {
  std::string text = field.meaning;
  if (!field.unit.empty()) text += fmt::format(" [{}]", field.unit);
  if (!field.source.empty()) text += fmt::format(" (default: {})", field.source);
  return text;
}

/// Whether a file may leave to another one what it has to say (json/extends.h).
bool properties_have_extends(const Shape& shape) {
  return std::ranges::find(shape.fields, "extends", &Field::key) != shape.fields.end();
}

Value::Object object(const Shape& shape) {
  Value::Object properties;
  Value::Array required;
  for (const Field& field : shape.fields) {
    Value::Object property = schema_of(field.shape);
    property["description"] = description(field);
    if (field.required) {
      required.emplace_back(field.key);
    } else if (field.shape.kind != Shape::Kind::object) {
      property["default"] = field.fallback;
    }
    properties[field.key] = std::move(property);
  }
  Value::Object result{
      {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (required.empty()) return result;
  if (properties_have_extends(shape))
    result["anyOf"] = Value::Array{Value::Object{{"required", std::move(required)}},
                                   Value::Object{{"required", Value::Array{"extends"}}}};
  else
    result["required"] = std::move(required);
  return result;
}

/// A choice of objects, one for each kind; the key "kind" distinguishes them.
Value::Object variant(const Shape& shape) {
  Value::Array alternatives;
  for (std::size_t i = 0; i < shape.elements.size(); ++i) {
    Value::Object one = object(shape.elements[i]);
    (*one["properties"].get_if<Value::Object>())["kind"] = Value::Object{{"const", shape.names[i]}};
    if (!one.contains("required")) one["required"] = Value::Array();
    one["required"].get_if<Value::Array>()->emplace_back("kind");
    alternatives.emplace_back(std::move(one));
  }
  return {{"oneOf", std::move(alternatives)}};
}

Value::Object schema_of(const Shape& shape) {
  using Kind = Shape::Kind;
  switch (shape.kind) {
    case Kind::boolean:
      return {{"type", "boolean"}};
    case Kind::string:
      return {{"type", "string"}};
    case Kind::integer:
      return bounded("integer", shape.lo, shape.hi);
    case Kind::real:
      return real(shape);
    case Kind::enumeration:
      return {{"type", "string"}, {"enum", list_of(shape.names)}};
    case Kind::array:
      return {{"type", "array"}, {"items", schema_of(shape.elements[0])}};
    case Kind::count_or_list:
      return {{"anyOf", Value::Array{bounded("integer", shape.lo, shape.hi),
                                     Value::Object{{"type", "array"},
                                                   {"minItems", 1},
                                                   {"items", schema_of(shape.elements[0])}}}}};
    case Kind::map:
      return {{"type", "object"}, {"additionalProperties", schema_of(shape.elements[0])}};
    case Kind::optional:
      return {
          {"anyOf", Value::Array{schema_of(shape.elements[0]), Value::Object{{"type", "null"}}}}};
    case Kind::variant:
      return variant(shape);
    case Kind::any:
      return {};
    case Kind::object:
      break;
  }
  return object(shape);
}

}  // namespace

std::string schema(const Shape& shape, const std::string& title, const Value::Object& also) {
  Value::Object root = schema_of(shape);
  for (const auto& [key, value] : also) root[key] = value;
  root["$schema"] = "http://json-schema.org/draft-07/schema#";
  root["title"] = title;
  return dump(root) + '\n';
}

}  // namespace rda::json
