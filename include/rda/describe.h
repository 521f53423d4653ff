// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace rda {

/// Closed range of a described integer or real.
struct Range {
  double lo = -std::numeric_limits<double>::infinity();
  double hi = std::numeric_limits<double>::infinity();
};

/// What a described field means. From this one line it is parsed, checked, dumped, documented,
/// put into the JSON Schema and swept.
struct Doc {
  std::string_view meaning;
  std::string_view unit = "";    ///< "cycles", "bytes", "kB", ...; empty: a pure number or a name
  std::string_view source = "";  ///< where the default comes from, or "our choice"
};

/// What a text for people means: a name, a description. Nothing follows from such a field: hashes
/// and keys leave it out, and no check compares it.
struct Text : Doc {};

/// What a part means that may be missing: an optional, or a list that may be empty. Hashes and keys
/// leave out a missing part, so what has none keeps them when the part is invented.
struct Part : Doc {};

/// Things that are listed, or of which only the number is said: in JSON an array or an integer.
template <class T>
struct CountOrList {
  int count = 1;        ///< if nothing is listed
  std::vector<T> list;  ///< not empty in JSON

  bool listed() const { return !list.empty(); }
  int size() const { return listed() ? static_cast<int>(list.size()) : count; }
};

// A described struct has
//     static void describe(auto& self, auto& visit) {
//       visit("lanes", self.lanes, Range{1, 64}, Doc{"SIMD lanes of a stage", "lanes", "..."});
//       visit("pcu", self.pcu, Doc{"pattern compute units"});
//     }
// Fields may be integers, ids and reals (with a Range), bool, std::string, enums (with a function
// `constexpr std::array<std::string_view, N> names(Enum)` found by argument-dependent look-up),
// described structs, std::vector, IdVector, std::optional, CountOrList and
// std::map<std::string, T> of these, and std::variant of described structs (each with a `static
// constexpr std::string_view kKind`, which is the value of the JSON key "kind").

/// The word that stands for an enumerator, as in files and messages.
template <class Enum>
constexpr std::string_view word(Enum value) {
  return names(value)[static_cast<std::size_t>(value)];
}

}  // namespace rda
