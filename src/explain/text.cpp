// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "explain/roles.h"
#include "rda/explain.h"

namespace rda {
namespace {

constexpr std::size_t kUnitWidth = 28;

/// "dot_products" for people.
std::string words(std::string_view name) {
  std::string text(name);
  for (char& c : text)
    if (c == '_') c = ' ';
  return text;
}

double percent(Cycle part, Cycle all) {
  return 100 * static_cast<double>(part) / static_cast<double>(all);
}

/// The `detail` column of an entry: its firings, stages or links.
std::string detail(const ChainEntry& entry) {
  switch (entry.kind) {
    case ChainKind::firings:
    case ChainKind::conflict:
      if (entry.conflicts == 0) return counted(entry.count, "firing");
      return fmt::format("{}, {} confl.", entry.count, entry.conflicts);
    case ChainKind::interval:
      return counted(entry.count, "firing");
    case ChainKind::pipeline:
      return counted(entry.cycles, entry.what == explain::kOffChip ? "cycle" : "stage");
    case ChainKind::hops:
      return entry.count == 0 ? "inside PMU" : counted(entry.count, "link");
    case ChainKind::room:
      return counted(entry.count, "link") + " back";
  }
  return {};
}

std::string head(const Explanation& e) {
  std::string text = title_text(e.workload, e.chip);
  text += fmt::format("step {} of {} takes {}, the critical chain:\n", e.step, e.steps,
                      counted(e.cycles, "cycle"));
  if (e.period > 1)
    return text +
           fmt::format("one step of {}, up to a firing of {}\n", e.period, one_line(e.anchor, 40));
  if (e.period == 1)
    return text + fmt::format("from a firing of {} to the same one a step later\n",
                              one_line(e.anchor, 40));
  if (e.step == 0) return text + "from cycle 0 to the step's last token at the sink\n";
  return text + "from the last token of the step before at the sink to its own\n";
}

/// Lines without blanks at their ends, as wide as a terminal at most.
struct Lines {
  std::string text;
  void operator()(std::string row) {
    row.erase(row.find_last_not_of(' ') + 1);
    text += cut(row, kScreenColumns) + '\n';
  }
};

void add_summary(Lines& line, const std::vector<ChainShare>& summary, Cycle cycles) {
  line("");
  line("what the cycles are");
  for (const ChainShare& share : summary)
    line(fmt::format("  {:<18}{:>8}  {:>5.1f} %", words(word(share.category)), share.cycles,
                     percent(share.cycles, cycles)));
}

/// "backward, layer 1, reverse"; what belongs to no layer are the inputs and the outputs.
std::string name_of(const RunPart& part) {
  std::string name(part.phase ? word(*part.phase) : "");
  const auto add = [&](const std::string& more) { name += (name.empty() ? "" : ", ") + more; };
  if (part.layer >= 0) add(fmt::format("layer {}", part.layer));
  if (!part.direction.empty()) add(part.direction);
  if (name.empty()) name = "input, output";
  return name;
}

}  // namespace

std::string to_text(const RunExplanation& e) {
  Lines line{title_text(e.workload, e.chip)};
  line(fmt::format("the run takes {}, the critical chain by parts of the network:",
                   counted(e.cycles, "cycle")));
  line("");
  std::size_t width = 4;
  for (const RunPart& part : e.parts) width = std::max(width, name_of(part).size());
  line(fmt::format("{:>9} {:>9} {:>9} {:>6}  {:<{}}  most of it in", "from", "to", "cycles", "%",
                   "part", width));
  for (const RunPart& part : e.parts)
    line(fmt::format("{:>9} {:>9} {:>9} {:>6.1f}  {:<{}}  {}", part.first, part.last, part.cycles,
                     percent(part.cycles, e.cycles), name_of(part), width, one_line(part.unit)));
  line(fmt::format("{:>9} {:>9} {:>9}         together", "", "", e.cycles));
  add_summary(line, e.summary, e.cycles);
  return line.text;
}

std::string to_text(const Explanation& e) {
  Lines line{head(e)};
  line("");
  line(fmt::format("{:>8} {:>6} {:>6}  {:<14} {:<{}} detail", "at", "cycles", "waited", "what",
                   "unit", kUnitWidth));
  for (const ChainEntry& entry : e.chain) {
    const std::string unit =
        cut(one_line(entry.unit.empty() ? entry.stream : entry.unit), kUnitWidth);
    const std::string waited = entry.waited > 0 ? std::to_string(entry.waited) : "";
    line(fmt::format("{:>8} {:>6} {:>6}  {:<14} {:<{}} {}", entry.from, entry.cycles, waited,
                     cut(one_line(entry.what), 14), unit, kUnitWidth, detail(entry)));
  }
  line(fmt::format("{:>8} {:>6} {:>6}  together", "", e.cycles, ""));
  add_summary(line, e.summary, e.cycles);
  return line.text;
}

}  // namespace rda
