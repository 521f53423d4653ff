// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "gpu/read/table.h"

namespace rda::gpu::read {
namespace {

/// "Start:ts_ns": names of raw columns of Nsight Systems have a type behind a colon.
Title raw_title(std::string_view text, std::size_t colon) {
  const std::string type = lowered(text.substr(colon + 1));
  const std::size_t line = type.rfind('_');
  return {lowered(stripped(text.substr(0, colon))), line == type.npos ? "" : type.substr(line + 1)};
}

Title with_unit(std::string_view text) {
  if (const std::size_t colon = text.find(':'); colon != text.npos && !contains(text, "::"))
    return raw_title(text, colon);
  const std::size_t open = text.rfind('(');
  if (open == text.npos || open == 0 || !text.ends_with(')')) return {lowered(text), ""};
  const std::string_view unit = text.substr(open + 1, text.size() - open - 2);
  return {lowered(stripped(text.substr(0, open))), std::string(stripped(unit))};
}

Title title_of(std::string_view text) {
  Title title = with_unit(stripped(text));
  if (title.unit == "%") title.name += " %";  // a share of a time is another column than the time
  return title;
}

std::vector<std::string> csv_cells(std::string_view line, Separation separation) {
  std::vector<std::string> cells;
  if (!split_csv(line, character(separation), 0, cells)) cells.clear();
  return cells;
}

}  // namespace

char character(Separation separation) {
  return separation == Separation::semicolon ? ';' : separation == Separation::tab ? '\t' : ',';
}

Heading::Heading(std::string_view line) {
  constexpr std::size_t kLongest = 1 << 16;  // of a line that may be a heading
  if (line.size() > kLongest) return;
  std::vector<std::string> best;
  for (const Separation one : {Separation::comma, Separation::semicolon, Separation::tab}) {
    std::vector<std::string> cells = csv_cells(line, one);
    if (cells.size() <= std::max<std::size_t>(best.size(), 1)) continue;
    best = std::move(cells);
    separation_ = one;
  }
  const std::vector<std::string_view> printed = split_at_blanks(line);
  if (printed.size() > best.size()) {
    best.assign(printed.begin(), printed.end());
    separation_ = Separation::blanks;
  }
  line_ = line;
  for (const std::string& cell : best) titles_.push_back(title_of(cell));
}

std::optional<std::size_t> Heading::find(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    const auto found = std::ranges::find(titles_, name, &Title::name);
    if (found != titles_.end()) return static_cast<std::size_t>(found - titles_.begin());
  }
  return std::nullopt;
}

void Heading::set_units(const std::vector<std::string>& units) {
  for (std::size_t i = 0; i < titles_.size(); ++i)
    titles_[i].unit = std::string(stripped(units[i]));
}

}  // namespace rda::gpu::read
