// SPDX-License-Identifier: Apache-2.0
#include "json/shape.h"

#include <fmt/format.h>

#include <utility>

#include "base/text.h"
#include "json/suggest.h"

namespace rda::json {
namespace {

/// `value` as an integer; none if it is not whole or exceeds 64 bits. 3.0 and 3e2 are integers too,
/// as in JSON Schema (draft 6 and later).
std::optional<Integer> whole(const Value& value) {
  if (const auto* integer = value.get_if<Integer>()) return *integer;
  const auto* real = value.get_if<double>();
  if (!real || std::floor(*real) != *real) return std::nullopt;
  if (*real >= -0x1p63 && *real < 0x1p63) return make_integer(static_cast<std::int64_t>(*real));
  if (*real >= 0 && *real < 0x1p64) return make_integer(static_cast<std::uint64_t>(*real));
  return std::nullopt;
}

/// Compares a value with a shape and keeps the first problems.
class Checker {
 public:
  explicit Checker(std::size_t most) : most_(most) {}
  std::vector<Problem> take() { return std::move(problems_); }

  void check(const Value& value, const Shape& shape, const std::string& pointer,
             const std::string& meaning) {
    using Kind = Shape::Kind;
    if (full()) return;
    switch (shape.kind) {
      case Kind::boolean:
        return expect(value.get_if<bool>(), "true or false", value, pointer, meaning);
      case Kind::string:
        return expect(value.get_if<std::string>(), "a string", value, pointer, meaning);
      case Kind::integer:
        return check_integer(value, shape, pointer, meaning);
      case Kind::real:
        return check_real(value, shape, pointer, meaning);
      case Kind::enumeration:
        return check_name(value, shape, pointer, meaning);
      case Kind::array:
        return check_array(value, shape, pointer, meaning);
      case Kind::count_or_list:
        if (value.get_if<Value::Array>()) return check_list(value, shape, pointer, meaning);
        return check_integer(value, shape, pointer, meaning);
      case Kind::map:
        return check_map(value, shape, pointer, meaning);
      case Kind::variant:
        return check_variant(value, shape, pointer, meaning);
      case Kind::object:
        return check_object(value, shape, pointer, meaning, std::nullopt);
      case Kind::any:
        return;
      case Kind::optional:
        if (!value.is_null()) check(value, shape.elements[0], pointer, meaning);
    }
  }

 private:
  bool full() const { return problems_.size() >= most_; }

  void fail(const std::string& pointer, std::string text) {
    if (!full()) problems_.push_back({pointer, std::move(text)});
  }

  void expect(bool found, std::string_view what, const Value& value, const std::string& pointer,
              const std::string& meaning) {
    if (found) return;
    fail(pointer, fmt::format("expected {}, got {}{}", what, one_line(dump_line(value), 40),
                              in_brackets(meaning)));
  }

  void check_integer(const Value& value, const Shape& shape, const std::string& pointer,
                     const std::string& meaning) {
    const std::optional<Integer> number = whole(value);
    const auto* real = value.get_if<double>();
    const bool huge = real && !number && std::floor(*real) == *real;
    expect(number || huge, "an integer", value, pointer, meaning);
    if (huge || (number && (*number < shape.lo || shape.hi < *number))) {
      out_of_range(value, to_string(shape.lo), to_string(shape.hi), pointer, meaning);
    }
  }

  void check_real(const Value& value, const Shape& shape, const std::string& pointer,
                  const std::string& meaning) {
    const auto* integer = value.get_if<Integer>();
    const auto* real = value.get_if<double>();
    expect(integer || real, "a number", value, pointer, meaning);
    if (!integer && !real) return;
    const double number =
        real ? *real : std::visit([](auto n) { return static_cast<double>(n); }, *integer);
    if (number < shape.real_lo || number > shape.real_hi) {
      out_of_range(value, fmt::format("{}", shape.real_lo), fmt::format("{}", shape.real_hi),
                   pointer, meaning);
    }
  }

  void out_of_range(const Value& value, const std::string& lo, const std::string& hi,
                    const std::string& pointer, const std::string& meaning) {
    fail(pointer, fmt::format("{} is out of range [{}, {}]{}", dump_line(value), lo, hi,
                              in_brackets(meaning)));
  }

  void check_name(const Value& value, const Shape& shape, const std::string& pointer,
                  const std::string& meaning) {
    const auto* name = value.get_if<std::string>();
    if (name && std::ranges::find(shape.names, *name) != shape.names.end()) return;
    fail(pointer, fmt::format("{} is not one of \"{}\"{}{}", one_line(dump_line(value), 40),
                              join(shape.names, "\", \""),
                              name ? did_you_mean(*name, shape.names) : "", in_brackets(meaning)));
  }

  void check_array(const Value& value, const Shape& shape, const std::string& pointer,
                   const std::string& meaning) {
    const auto* items = value.get_if<Value::Array>();
    expect(items, "an array", value, pointer, meaning);
    for (std::size_t i = 0; items && !full() && i < items->size(); ++i) {
      check((*items)[i], shape.elements[0], child(pointer, std::to_string(i)), meaning);
    }
  }

  void check_list(const Value& value, const Shape& shape, const std::string& pointer,
                  const std::string& meaning) {
    if (value.get<Value::Array>().empty())
      fail(pointer, "the list is empty; it needs at least one element" + in_brackets(meaning));
    check_array(value, shape, pointer, meaning);
  }

  void check_map(const Value& value, const Shape& shape, const std::string& pointer,
                 const std::string& meaning) {
    const auto* members = value.get_if<Value::Object>();
    expect(members, "an object", value, pointer, meaning);
    if (!members) return;
    for (const auto& [key, item] : *members) {
      check(item, shape.elements[0], child(pointer, key), meaning);
    }
  }

  void check_variant(const Value& value, const Shape& shape, const std::string& pointer,
                     const std::string& meaning) {
    const auto* members = value.get_if<Value::Object>();
    expect(members, "an object", value, pointer, meaning);
    if (!members) return;
    const auto kind = members->find("kind");
    const std::string known = join(shape.names, "\", \"");
    if (kind == members->end()) {
      return fail(child(pointer, "kind"), fmt::format("missing; one of \"{}\"", known));
    }
    Shape kinds;
    kinds.kind = Shape::Kind::enumeration;
    kinds.names = shape.names;
    const std::size_t before = problems_.size();
    check(kind->second, kinds, child(pointer, "kind"), "");
    if (full() || problems_.size() > before) return;
    const auto chosen = std::ranges::find(shape.names, kind->second.get<std::string>());
    const auto index = static_cast<std::size_t>(chosen - shape.names.begin());
    check_object(value, shape.elements[index], pointer, meaning, "kind");
  }

  /// @param also  a further known key, for which there is no field
  void check_object(const Value& value, const Shape& shape, const std::string& pointer,
                    const std::string& meaning, std::optional<std::string_view> also) {
    const auto* members = value.get_if<Value::Object>();
    expect(members, "an object", value, pointer, meaning);
    if (!members) return;
    for (const auto& [key, item] : *members) {
      const auto field = std::ranges::find(shape.fields, key, &Field::key);
      if (field != shape.fields.end()) {
        check(item, field->shape, child(pointer, key), field->meaning);
      } else if (key != also) {
        unknown(key, shape, pointer);
      }
      if (full()) return;
    }
    for (const Field& field : shape.fields) {
      if (field.required && !members->contains(field.key)) {
        fail(child(pointer, field.key), "missing; it has no default" + in_brackets(field.meaning));
      }
    }
  }

  void unknown(const std::string& key, const Shape& shape, const std::string& pointer) {
    std::vector<std::string> known;
    for (const Field& field : shape.fields) known.push_back(field.key);
    fail(child(pointer, key), "unknown key" + suggest_key(key, known));
  }

  const std::size_t most_;
  std::vector<Problem> problems_;
};

}  // namespace

std::string in_brackets(std::string_view meaning) {
  return meaning.empty() ? "" : fmt::format(" ({})", meaning);
}

void ShapeVisitor::add(std::string_view key, const Doc& doc, Shape shape, Value fallback) {
  Field field{std::string(key),        std::string(doc.meaning), std::string(doc.unit),
              std::string(doc.source), std::move(shape),         std::move(fallback)};
  using Kind = Shape::Kind;
  const Kind kind = field.shape.kind;
  field.required = (kind == Kind::integer || kind == Kind::real) &&
                   !problems(field.fallback, field.shape).empty();
  fields_.push_back(std::move(field));
}

std::vector<Problem> problems(const Value& value, const Shape& shape, std::size_t most) {
  Checker checker(most);
  checker.check(value, shape, "", "");
  return checker.take();
}

namespace {

/// Null, or a list without items.
bool is_missing(const Value& value) {
  const auto* items = value.get_if<Value::Array>();
  return value.is_null() || (items && items->empty());
}

}  // namespace

Value without_texts(Value value, const Shape& shape) {
  auto* members = value.get_if<Value::Object>();
  if (!members) return value;
  for (const Field& field : shape.fields) {
    const auto member = members->find(field.key);
    if (member == members->end()) continue;
    if (field.is_text || (field.is_part && is_missing(member->second)))
      members->erase(member);
    else
      member->second = without_texts(std::move(member->second), field.shape);
  }
  return value;
}

}  // namespace rda::json
