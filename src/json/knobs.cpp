// SPDX-License-Identifier: Apache-2.0
#include "json/knobs.h"

#include <utility>

namespace rda::json {
namespace {

/// Collects the values of a shape.
class Lister {
 public:
  explicit Lister(bool inside) : inside_(inside) {}
  std::vector<Knob> take() { return std::move(knobs_); }

  void list(const Shape& shape, const std::string& pointer) {
    for (const Field& field : shape.fields) {
      const std::string below = child(pointer, field.key);
      const Shape& value =
          field.shape.kind == Shape::Kind::optional ? field.shape.elements[0] : field.shape;
      if (value.kind != Shape::Kind::object) knobs_.push_back({below, field});
      if (value.kind == Shape::Kind::object) list(value, below);
      if (inside_) list_inside(value, below);
    }
  }

 private:
  void list_inside(const Shape& shape, const std::string& pointer) {
    using Kind = Shape::Kind;
    const bool many =
        shape.kind == Kind::array || shape.kind == Kind::count_or_list || shape.kind == Kind::map;
    for (const Shape& element : shape.elements) {
      const std::string below = many ? child(pointer, "*") : pointer;
      list(element, below);
      list_inside(element, below);
    }
  }

  bool inside_;
  std::vector<Knob> knobs_;
};

std::vector<Knob> collect(const Shape& shape, bool inside) {
  Lister lister(inside);
  lister.list(shape, "");
  return lister.take();
}

}  // namespace

std::vector<Knob> knobs(const Shape& shape) { return collect(shape, false); }

std::vector<Knob> all_values(const Shape& shape) { return collect(shape, true); }

std::vector<std::string> pointers(const std::vector<Knob>& knobs) {
  std::vector<std::string> result;
  for (const Knob& knob : knobs) result.push_back(knob.pointer);
  return result;
}

}  // namespace rda::json
