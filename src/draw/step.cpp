// SPDX-License-Identifier: Apache-2.0
#include "draw/step.h"

#include <fmt/format.h>

#include <algorithm>

#include "draw/categories.h"
#include "draw/style.h"
#include "picture/scale.h"
#include "picture/svg.h"

namespace rda::draw {
namespace {

using picture::Anchor;

constexpr double kBar = 26, kRowHeight = 18, kRowBar = 11;
constexpr double kNames = 104, kNumbers = 104;  ///< widths beside the bars
constexpr double kLeft = kMargin, kRight = kWidth - kMargin;
constexpr double kLeastWidth = 0.4;

class StepPainter {
 public:
  StepPainter(const Explanation& explanation, const std::string& title)
      : explanation_(explanation),
        title_(title),
        top_(title_height(title) + 8),
        svg_(kWidth, top_ + 98 + kRowHeight * static_cast<double>(explanation.summary.size())) {}

  std::string run() {
    draw_title(svg_, title_, kWidth);
    draw_line(svg_, kLeft, top_ + 6,
              fmt::format("step {} of {}: {} cycles", explanation_.step, explanation_.steps,
                          explanation_.cycles));
    in_time(top_ + 20);
    double y = top_ + 20 + kBar + 52;
    for (const ChainShare& share : explanation_.summary) {
      category(share, y);
      y += kRowHeight;
    }
    return svg_.take();
  }

 private:
  /// The chain from its first cycle to its last.
  void in_time(double y) {
    const double cycles = static_cast<double>(explanation_.cycles);
    const auto at = [&](Cycle cycle) {
      return kLeft + (kRight - kLeft) * static_cast<double>(cycle - explanation_.from) / cycles;
    };
    for (const ChainEntry& entry : explanation_.chain) {
      const double x = at(entry.from), end = at(entry.from + entry.cycles);
      svg_.box(x, y, std::max(kLeastWidth, end - x), kBar, colour_of(explanation_, entry.category));
    }
    svg_.tile(kLeft, y, kRight - kLeft, kBar, 0, {"none", kInk, 0.6});
    axis(y + kBar);
  }

  /// Cycles since the chain began.
  void axis(double y) {
    const double cycles = static_cast<double>(explanation_.cycles);
    for (const double tick : picture::round_numbers(0, cycles)) {
      const double x = kLeft + (kRight - kLeft) * tick / cycles;
      svg_.line(x, y, x, y + 4, kInk, 0.6);
      draw_line(svg_, x, y + 12, picture::tick_text(tick), Anchor::middle);
    }
    draw_line(svg_, kLeft, y + 28, "the critical chain from left to right, in cycles",
              Anchor::start, kQuiet);
  }

  void category(const ChainShare& share, double y) {
    const double cycles = static_cast<double>(share.cycles);
    const double all = static_cast<double>(explanation_.cycles);
    const double left = kLeft + kNames, width = kRight - kNumbers - left;
    const double most = static_cast<double>(explanation_.summary[0].cycles);
    draw_line(svg_, kLeft, y, words_of(share.category));
    svg_.tile(left, y - kRowBar / 2, std::max(kLeastWidth, width * cycles / most), kRowBar, 0,
              {colour_of(explanation_, share.category), kInk, 0.4});
    draw_line(svg_, kRight - 50, y, fmt::format("{}", share.cycles), Anchor::end);
    draw_line(svg_, kRight, y, percent_of(cycles, all), Anchor::end);
  }

  const Explanation& explanation_;
  const std::string& title_;
  const double top_;
  picture::Svg svg_;
};

}  // namespace

std::string to_svg(const Explanation& explanation, const std::string& title) {
  return StepPainter(explanation, title).run();
}

}  // namespace rda::draw
