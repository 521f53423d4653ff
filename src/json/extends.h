// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "json/file_kind.h"
#include "json/overrides.h"
#include "json/reader.h"
#include "json/shape.h"
#include "json/value.h"
#include "rda/error.h"

namespace rda::json {

/// Members of a file that people write which are no part of what it describes.
struct FileHead {
  std::string schema, extends;
  static void describe(auto& self, auto& visit) {
    visit("$schema", self.schema, Text{"JSON Schema of this file, for editors"});
    visit("extends", self.extends,
          Text{"file that this one equals but for what it says itself; relative to this file"});
  }
};

/// The shape of such a file: the members above, then those of the struct.
Shape with_head(Shape shape);

/// A file and the files that it extends, as one value: objects are joined key by key, everything
/// else of a file replaces what it extends. Name and description are not taken over, nor are the
/// sources of values that have been replaced.
class Extended {
 public:
  /// Reads them. @throws ConfigError  as load(); if a file that is extended does not exist or leads
  /// back to a file that extends it, naming the file that says so
  Extended(const std::filesystem::path& file, FileKind kind, const Shape& shape);

  const Value& value() const { return value_; }
  const std::string& file() const { return parts_.front().file; }
  /// Whether one of the files has a value at this pointer.
  bool has(std::string_view pointer) const;
  /// The file itself, then those that it extends.
  std::vector<std::string> files() const;
  /// The file in which the value at a pointer stands; the first one if it stands in none.
  const std::string& file_of(std::string_view pointer) const;

  /// "f.json#/grid/rows: what is wrong (from --set ...)", naming the file in which the value
  /// stands.
  ConfigError error(const Problem& problem, std::span<const Override> overrides = {}) const;

  /// Fills a described struct; overrides of other structs are ignored.
  /// @throws ConfigError  naming the file in which the bad value stands
  template <class T>
  T read(std::span<const Override> overrides = {}) const {
    T result{};
    fill(checked(shape<T>(), overrides), result);
    return result;
  }

  /// @throws ConfigError  for all of the problems, if there are any
  void refuse(const std::vector<Problem>& problems, std::span<const Override> overrides) const;

 private:
  struct Part {
    std::string file;
    Value value;
  };
  void add(const std::filesystem::path& file, FileKind kind);
  Value checked(const Shape& shape, std::span<const Override> overrides) const;

  std::vector<Part> parts_;  // the file itself first
  Value value_;
};

}  // namespace rda::json
