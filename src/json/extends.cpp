// SPDX-License-Identifier: Apache-2.0
#include "json/extends.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "base/gather.h"
#include "base/paths.h"
#include "base/text.h"
#include "rda/error.h"

namespace rda::json {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtends = "extends";

/// The value at a pointer; nullptr if there is none.
const Value* find(const Value& root, std::string_view pointer) {
  const Value* place = &root;
  if (!pointer.empty() && pointer[0] != '/') return nullptr;
  for (const std::string& key : split_pointer(pointer)) {
    if (const auto* items = place->get_if<Value::Array>()) {
      const auto index = static_cast<std::size_t>(std::strtoul(key.c_str(), nullptr, 10));
      if (index >= items->size()) return nullptr;
      place = &(*items)[index];
      continue;
    }
    const auto* members = place->get_if<Value::Object>();
    const auto found = members ? members->find(key) : Value::Object::const_iterator();
    if (!members || found == members->end()) return nullptr;
    place = &found->second;
  }
  return place;
}

/// Takes out of `base` the texts that hold for that file alone.
void drop_texts(Value& base, const Value& own, const Shape& shape) {
  auto* members = base.get_if<Value::Object>();
  for (const Field& field : shape.fields) {
    if (!field.is_text) continue;
    const auto found = members->find(field.key);
    if (found == members->end()) continue;
    auto* sources = found->second.get_if<Value::Object>();
    if (!sources) {
      members->erase(found);
      continue;
    }
    std::erase_if(*sources, [&](const auto& source) { return find(own, source.first) != nullptr; });
  }
}

void overlay(Value& base, const Value& own) {
  auto* members = base.get_if<Value::Object>();
  const auto* added = own.get_if<Value::Object>();
  if (!members || !added) {
    base = own;
    return;
  }
  for (const auto& [key, value] : *added) {
    const auto found = members->find(key);
    if (found == members->end())
      (*members)[key] = value;
    else
      overlay(found->second, value);
  }
}

/// Takes the name of the file that a file extends out of it; empty if there is none.
std::string take_extends(Value& value, const std::string& file) {
  auto& members = *value.get_if<Value::Object>();
  const auto found = members.find(kExtends);
  if (found == members.end()) return {};
  const std::string* name = found->second.get_if<std::string>();
  if (!name)
    throw ConfigError(file, child("", kExtends),
                      "expected a string, got " + one_line(dump_line(found->second), 40) +
                          " (the file that this one extends)");
  const std::string result = *name;
  members.erase(found);
  return result;
}

}  // namespace

Shape with_head(Shape shape) {
  Shape head = json::shape<FileHead>();
  std::ranges::move(shape.fields, std::back_inserter(head.fields));
  shape.fields = std::move(head.fields);
  return shape;
}

Extended::Extended(const fs::path& file, FileKind kind, const Shape& shape) {
  add(file, kind);
  value_ = parts_.back().value;
  for (auto part = std::next(parts_.rbegin()); part != parts_.rend(); ++part) {
    drop_texts(value_, part->value, shape);
    overlay(value_, part->value);
  }
}

void Extended::add(const fs::path& file, FileKind kind) {
  Value value = load(file, kind, kMaxConfigBytes);
  require_object(value, file.string());
  const std::string name = take_extends(value, file.string());
  parts_.push_back({file.string(), std::move(value)});
  if (name.empty()) return;
  const std::string pointer = child("", kExtends);
  const fs::path next = file_named(file, pointer, name).lexically_normal();
  const auto refuse = [&](const std::string& problem) {
    throw ConfigError(file.string(), pointer, one_line(next.string(), 400) + problem);
  };
  std::error_code differs;
  for (const Part& part : parts_)
    if (fs::equivalent(part.file, next, differs))
      refuse(" leads back here (a file cannot extend itself)");
  add(next, kind);
}

bool Extended::has(std::string_view pointer) const { return find(value_, pointer) != nullptr; }

std::vector<std::string> Extended::files() const {
  std::vector<std::string> files;
  for (const Part& part : parts_) files.push_back(part.file);
  return files;
}

const std::string& Extended::file_of(std::string_view pointer) const {
  for (const Part& part : parts_)
    if (find(part.value, pointer)) return part.file;
  return file();
}

ConfigError Extended::error(const Problem& problem, std::span<const Override> overrides) const {
  const std::string from = blame(problem.pointer, overrides);
  return {from.empty() ? file_of(problem.pointer) : file(), problem.pointer, problem.text + from};
}

void Extended::refuse(const std::vector<Problem>& problems,
                      std::span<const Override> overrides) const {
  Gather gather;
  for (const Problem& problem : problems) gather([&] { throw error(problem, overrides); });
  gather.raise();
}

Value Extended::checked(const Shape& shape, std::span<const Override> overrides) const {
  const std::vector<Override> ours = own(shape, overrides);
  Value value = value_;
  apply(ours, value, file());
  refuse(problems(value, shape, Gather::kMost), ours);
  return value;
}

}  // namespace rda::json
