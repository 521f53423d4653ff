// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rda::gpu::read {

/// Without blanks, tabs and carriage returns at both ends.
std::string_view stripped(std::string_view text);
/// ASCII letters in lower case.
std::string lowered(std::string_view text);
bool contains(std::string_view text, std::string_view part);

/// The lines of a text, without their ends.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  /// Takes the next line. @return whether there is one
  bool next(std::string_view& line);
  /// Number of the line that was taken last, from 1.
  std::size_t number() const { return number_; }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

/// Parts of a line between which there are two blanks or more; blanks within a part stay.
/// @param most  the last part is the rest of the line; 0: no limit
std::vector<std::string_view> split_at_blanks(std::string_view line, std::size_t most = 0);

/// Whether a line consists of dashes and blanks, as profilers underline headings.
bool is_rule(std::string_view line);

}  // namespace rda::gpu::read
