// SPDX-License-Identifier: Apache-2.0
#include "gpu/read/table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "rda/error.h"

namespace rda::gpu::read {
namespace {

constexpr std::size_t kMostMessages = 1000;

/// Bytes of `text` that its first `letters` take (UTF-8).
std::size_t bytes_of_letters(std::string_view text, std::size_t letters) {
  std::size_t at = 0;
  while (at < text.size() && letters > 0) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) ++at;
    --letters;
  }
  return at;
}

/// Takes a quoted cell from the front of `line`. @return whether it has an end
bool take_quoted(std::string_view& line, std::string& cell) {
  line.remove_prefix(1);
  while (true) {
    const std::size_t quote = line.find('"');
    if (quote == line.npos) return false;
    cell += line.substr(0, quote);
    line.remove_prefix(quote + 1);
    if (!line.starts_with('"')) return true;
    cell += '"';
    line.remove_prefix(1);
  }
}

}  // namespace

bool split_csv(std::string_view line, char separator, std::size_t most,
               std::vector<std::string>& cells) {
  std::size_t count = 0;
  while (true) {
    if (count == cells.size()) cells.emplace_back();
    std::string& cell = cells[count++];
    cell.clear();
    if (line.starts_with('"') && !take_quoted(line, cell)) return false;
    const bool last = most > 0 && count == most;
    const std::size_t end = last ? line.npos : line.find(separator);
    cell += line.substr(0, end);
    if (end == line.npos) break;
    line.remove_prefix(end + 1);
  }
  cells.resize(count);
  return true;
}

Table::Table(std::string file, Heading heading, Lines lines)
    : file_(std::move(file)), heading_(std::move(heading)), lines_(lines), after_(lines) {
  Lines peek = lines_;
  std::string_view line;
  if (heading_.separation() != Separation::blanks || !peek.next(line) || !is_rule(line)) return;
  // The dashes under a heading say where its columns are, also where a cell is empty.
  for (std::size_t at = line.find('-'); at != line.npos;) {
    const std::size_t end = std::min(line.find_first_not_of('-', at), line.size());
    extents_.emplace_back(at, end - at);
    at = line.find('-', end);
  }
  if (extents_.size() != heading_.titles().size()) extents_.clear();
  lines_ = after_ = peek;
}

bool Table::split_printed(std::string_view line) {
  const std::size_t count = heading_.titles().size();
  if (extents_.empty()) {
    std::vector<std::string_view> parts = split_at_blanks(line, count);
    // nvprof writes the type of a group of rows into its first row alone.
    if (heading_.titles()[0].name == "type" && !parts.empty() && !parts[0].ends_with(':')) {
      parts = split_at_blanks(line, count - 1);
      parts.insert(parts.begin(), std::string_view());
    }
    cells_.resize(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) cells_[i] = parts[i];
    return parts.size() == count;
  }
  cells_.resize(count);
  std::size_t letters = 0;
  for (std::size_t i = 0; i < count; ++i) {
    line.remove_prefix(bytes_of_letters(line, extents_[i].first - letters));
    const std::size_t bytes = bytes_of_letters(line, extents_[i].second);
    // A name that is the last column may be longer than its dashes.
    cells_[i] = stripped(i + 1 < count ? line.substr(0, bytes) : line);
    line.remove_prefix(bytes);
    letters = extents_[i].first + extents_[i].second;
  }
  return true;
}

bool Table::split(std::string_view line) {
  if (heading_.separation() == Separation::blanks) return split_printed(line);
  const std::size_t count = heading_.titles().size();
  const bool name_is_last = contains(heading_.titles().back().name, "name");
  if (!split_csv(line, character(heading_.separation()), name_is_last ? count : 0, cells_))
    refuse_row("a quote has no end (is the file cut off?)");
  return cells_.size() == count;
}

Table::Line Table::take(std::string_view line, bool after_blank) {
  const bool printed = heading_.separation() == Separation::blanks;
  if ((printed && (after_blank || is_rule(line))) || line == heading_.line()) return Line::end;
  if (split(line)) return Line::row;
  if (after_blank) return Line::end;
  if (printed || cells_.size() == 1) return Line::other;
  refuse_row(fmt::format("has {} of the {} columns of the heading (is the file cut off?)",
                         cells_.size(), heading_.titles().size()));
}

bool Table::next() {
  bool after_blank = false;
  std::string_view line;
  for (Lines before = lines_; lines_.next(line); before = lines_) {
    if (line.starts_with("==") && !after_blank) {
      if (messages_.size() < kMostMessages) messages_.emplace_back(line);
      continue;
    }
    if (stripped(line).empty()) {
      after_blank = true;
      continue;
    }
    const Line what = line.starts_with("==") ? Line::end : take(line, after_blank);
    if (what == Line::row) return true;
    if (what == Line::other) {
      if (++skipped_ == 1) first_skipped_ = lines_.number();
      continue;
    }
    after_ = before;
    lines_ = Lines("");
    return false;
  }
  if (lines_.number() > 0) after_ = lines_;
  return false;
}

std::string_view Table::cell(std::optional<std::size_t> column) const {
  return column ? std::string_view(cells_[*column]) : std::string_view();
}

Mark Table::mark_of(std::initializer_list<std::string_view> names) const {
  constexpr int kEnough = 10000;
  if (heading_.separation() == Separation::semicolon) return Mark::comma;
  MarkFinder finder;
  Table rows = *this;
  try {
    for (int i = 0; i < kEnough && rows.next(); ++i)
      for (const std::string_view name : names) finder.look_at(rows.cell(heading_.find({name})));
  } catch (const ConfigError&) {  // whoever reads the rows will say so
  }
  return finder.mark();
}

int Table::power_of(std::size_t column) const {
  const Title& title = heading_.titles()[column];
  if (title.unit.empty()) return 0;
  if (const std::optional<int> power = power_of_time(title.unit)) return *power;
  throw ConfigError(
      file_, "",
      fmt::format("the column \"{}\" has no unit of time, but \"{}\" (ns, us, ms or s)",
                  one_line(title.name), one_line(title.unit)));
}

std::int64_t Table::time(std::size_t column, int power, Mark mark, std::int64_t lowest) const {
  const std::optional<std::int64_t> ns = scaled(cells_[column], power, mark);
  if (ns && *ns >= lowest) return *ns;
  refuse_row(fmt::format("\"{}\" is no time{} (column \"{}\")", one_line(cells_[column], 40),
                         lowest == 0 ? " from 0 on" : "",
                         one_line(heading_.titles()[column].name)));
}

std::int64_t Table::count(std::size_t column, Mark mark, std::int64_t lowest) const {
  const std::optional<std::int64_t> value = scaled(cells_[column], 0, mark);
  if (value && *value >= lowest) return *value;
  refuse_row(fmt::format("\"{}\" is no count from {} on (column \"{}\")",
                         one_line(cells_[column], 40), lowest,
                         one_line(heading_.titles()[column].name)));
}

void Table::refuse_row(const std::string& problem) const {
  throw ConfigError(file_, "", fmt::format("line {}: {}", lines_.number(), problem));
}

}  // namespace rda::gpu::read
