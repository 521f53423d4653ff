// SPDX-License-Identifier: Apache-2.0
#include "gpu/timeline_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "base/page_table.h"
#include "base/text.h"
#include "gpu/times.h"

namespace rda::gpu {
namespace {

constexpr std::size_t kLongest = 10, kUnknown = 10;  ///< names that are listed
constexpr std::size_t kNameBytes = 100;

/// Whole numbers of ns as us, none of them lost.
std::string us(std::int64_t ns) { return fmt::format("{}.{:03}", ns / 1000, ns % 1000); }

std::string percent(std::int64_t part, std::int64_t whole) {
  return whole > 0
             ? fmt::format("{:.1f}", 100.0 * static_cast<double>(part) / static_cast<double>(whole))
             : "-";
}

std::string line(std::string_view what, const std::string& text) {
  return text.empty()
             ? ""
             : wrapped(fmt::format("{:<12}{}\n", what, one_line(text, 400)), kScreenColumns, 12);
}

std::string measured_text(const Measured& m) {
  std::vector<std::string> words = words_of_shape(m);
  if (!m.precision.empty()) words.push_back(m.precision);
  if (!m.phase.empty()) words.push_back(m.phase);
  if (m.input_product) words.emplace_back(*m.input_product ? "with W x" : "without W x");
  if (m.calls) words.push_back(fmt::format("calls {}", *m.calls));
  return words.empty() ? "not stated (--measured steps=25,batch=1,... states it)"
                       : join(words, ", ");
}

std::string times_text(const Timeline& timeline, const Times& times) {
  std::string text =
      fmt::format("{:<12}{} launches, {} us together", "kernels", times.launches, us(times.sum_ns));
  if (times.streams > 0) text += ", on " + counted(times.streams, "stream");
  text = wrapped(text + '\n', kScreenColumns, 12);
  if (times.busy_ns && times.span_ns)
    text += wrapped(fmt::format("{:<12}{} us, {} % of {} us from the first kernel to the last\n",
                                "busy", us(*times.busy_ns), percent(*times.busy_ns, *times.span_ns),
                                us(*times.span_ns)),
                    kScreenColumns, 12);
  if (times.gaps && times.gaps->count > 0)
    text += wrapped(fmt::format("{:<12}{} of {} us together, median {} us, p90 {} us\n", "gaps",
                                times.gaps->count, us(times.gaps->sum_ns),
                                us(times.gaps->median_ns), us(times.gaps->p90_ns)),
                    kScreenColumns, 12);
  else if (timeline.start_resolution_ns && !times.gaps)
    text += line("gaps", "not resolved by the start times");
  std::int64_t copies = 0, copied_ns = 0;
  for (const Copy& copy : timeline.copies) {
    copies += copy.count;
    copied_ns += copy.duration_ns;
  }
  if (copies > 0)
    text +=
        fmt::format("{:<12}{}, {} us, apart from the kernels\n", "copies", copies, us(copied_ns));
  return text;
}

/// A kernel's name without its result, its arguments, and the words before its last part.
std::string short_name(std::string name) {
  constexpr std::string_view kVoid = "void ";
  if (name.starts_with(kVoid)) name.erase(0, kVoid.size());
  int depth = 0;
  std::size_t part = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '<') ++depth;
    if (name[i] == '>') --depth;
    if (depth != 0) continue;
    if (name.compare(i, 2, "::") == 0) part = i + 2;
    if (name[i] == '(' && i > 0 && name.compare(i, 11, "(anonymous ") != 0) {
      name.erase(i);
      break;
    }
  }
  return name.substr(part < name.size() ? part : 0);
}

PageTable shares_table(std::string title, const std::vector<Share>& shares, std::size_t most,
                       std::int64_t sum_ns) {
  PageTable made{std::move(title), {{"name"}, {"launches", true}, {"us", true}, {"%", true}}, {}};
  for (std::size_t i = 0; i < std::min(most, shares.size()); ++i)
    made.rows.push_back({one_line(short_name(shares[i].name), kNameBytes),
                         fmt::format("{}", shares[i].launches), us(shares[i].sum_ns),
                         percent(shares[i].sum_ns, sum_ns)});
  return made;
}

/// Classes with their names in words.
std::vector<Share> classes_in_words(std::vector<Share> classes) {
  for (Share& share : classes) share.name = class_in_words(std::move(share.name));
  return classes;
}

}  // namespace

std::vector<std::string> words_of_shape(const Measured& m) {
  std::vector<std::string> words;
  const auto add = [&](std::string_view name, const std::optional<std::int64_t>& value) {
    if (value) words.push_back(fmt::format("{} {}", name, *value));
  };
  if (!m.cell.empty()) words.push_back(m.cell);
  add("input", m.input);
  add("hidden", m.hidden);
  add("layers", m.layers);
  add("directions", m.directions);
  add("batch", m.batch);
  add("steps", m.steps);
  return words;
}

std::string class_in_words(std::string name) {
  std::ranges::replace(name, '_', ' ');
  for (std::size_t at = 0; (at = name.find("gemm", at)) != name.npos;) name.replace(at, 4, "GEMM");
  if (name.ends_with(" rnn")) name.replace(name.size() - 3, 3, "RNN");
  return name;
}

std::string to_text(const Timeline& timeline) {
  const Times times = times_of(timeline);
  std::string text = line("file", timeline.source) + line("format", timeline.format) +
                     line("tool", timeline.tool) + line("device", timeline.device) +
                     line("software", timeline.software) +
                     line("measured", measured_text(timeline.measured)) +
                     times_text(timeline, times);
  text += '\n' + to_text(shares_table("by class", classes_in_words(times.by_class),
                                      times.by_class.size(), times.sum_ns));
  text += '\n' + to_text(shares_table("longest kernels", times.by_name, kLongest, times.sum_ns));
  if (!times.unknown.empty())
    text += '\n' + to_text(shares_table(fmt::format("{} kernels of no known class (--classes)",
                                                    times.unknown.size()),
                                        times.unknown, kUnknown, times.sum_ns));
  if (!timeline.notes.empty()) text += "\nnotes\n";
  for (const std::string& note : timeline.notes)
    text += wrapped("  " + one_line(note, 400) + '\n', kScreenColumns, 4);
  return text;
}

}  // namespace rda::gpu
