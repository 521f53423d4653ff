// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rda::workload {

using Shape = std::vector<std::int64_t>;

/// The shape as text, e.g. "[64, 32]".
std::string to_string(const Shape& shape);
std::size_t elements_of(const Shape& shape);

/// @throws WorkloadError  if a shape is not the one that is needed
/// @param meaning  the dimensions in words, e.g. "(4·hidden, input)" @param where  file and array
void require_shape(const Shape& found, const Shape& needed, const std::string& meaning,
                   const std::string& where);
/// Refuses values that are not finite or exceed the largest float. `values` are row-major.
/// @throws WorkloadError
void require_finite(const std::vector<double>& values, const Shape& shape,
                    const std::string& where);

/// What an array is needed for.
struct Meaning {
  Meaning() = default;
  Meaning(std::string words) : dimensions(std::move(words)) {}
  Meaning(const char* words, bool is_index = false) : dimensions(words), index(is_index) {}

  std::string dimensions;  ///< in words, for messages: "(4·hidden, input)"
  bool index = false;      ///< its elements number rows: they may be integers
  friend bool operator==(const Meaning&, const Meaning&) = default;
};

/// A file of named arrays.
class ArrayFile {
 public:
  virtual ~ArrayFile() = default;
  ArrayFile(const ArrayFile&) = delete;
  ArrayFile& operator=(const ArrayFile&) = delete;

  const std::string& name() const { return name_; }  ///< of the file, for messages
  /// What messages about an array name: the file and the array, legible.
  std::string place_of(const std::string& array) const;
  virtual bool has(const std::string& array) const = 0;

  /// The arrays of the file, sorted; of a member of an .npz that is no .npy its whole name.
  virtual std::vector<std::string> names() const = 0;

  /// Compares the header of an array with what is needed, without its values.
  /// @throws WorkloadError  as read()
  virtual void check(const std::string& array, const Shape& needed,
                     const Meaning& meaning) const = 0;

  /// The first `rows` rows (first dimension) of an array, row-major. Compares the shape with
  /// `needed` before it allocates memory, so a wrong header costs nothing.
  /// @throws WorkloadError  if the array is missing, damaged, of another shape or type, or has a
  /// value that is not finite or exceeds the largest float; names file and array
  virtual std::vector<double> read(const std::string& array, const Shape& needed,
                                   const Meaning& meaning, std::int64_t rows) const = 0;
  std::vector<double> read(const std::string& array, const Shape& needed,
                           const Meaning& meaning) const {
    return read(array, needed, meaning, needed.at(0));
  }

 protected:
  explicit ArrayFile(std::string name) : name_(std::move(name)) {}
  /// @throws WorkloadError  if the array is missing
  void require(const std::string& array, const Shape& needed, const Meaning& meaning) const;

 private:
  std::string name_;
};

}  // namespace rda::workload
