// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/sensitivity_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/sweep/table.h"
#include "base/rows.h"
#include "base/text.h"

namespace rda::app {
namespace {

using sweep::Interaction;
using sweep::MainEffect;
using sweep::Sensitivity;

/// A fit that explains less says little.
constexpr double kPoor = 0.5;
/// More of the variance in common to several knobs is worth a remark.
constexpr double kInCommon = 0.1;
constexpr std::size_t kMostOfAList = 1000;

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

/// "x 0.51" or "+12".
std::string change_text(double change, bool is_factor) {
  if (is_factor) return "x " + short_number(change);
  return (change < 0 ? "" : "+") + short_number(change);
}

std::string effect_text(const MainEffect& effect, bool is_factor) {
  std::string text = fmt::format("{} from {}{} to {}", change_text(effect.change, is_factor),
                                 effect.knobs.size() > 1 ? effect.knobs.front() + ' ' : "",
                                 short_value(effect.from), short_value(effect.to));
  if (effect.turn)
    text += fmt::format(", {} at {}", effect.turn_is_least ? "least" : "most",
                        short_value(*effect.turn));
  return effect.clear ? text : text + " ?";
}

std::string interaction_text(const Interaction& pair, bool is_factor) {
  return fmt::format("{} at {} {}, {} at {}", change_text(pair.change_at_from, is_factor),
                     pair.with, short_value(pair.with_from),
                     change_text(pair.change_at_to, is_factor), short_value(pair.with_to));
}

Column text_column(const char* name) { return {name, {}, false, {name}, true}; }

std::size_t shown(std::size_t count, std::size_t most) {
  return most == 0 ? count : std::min(count, most);
}

void add_left_out(const sweep::Factors& factors, std::vector<std::string>& lines) {
  const auto add = [&](const std::vector<std::string>& knobs, const char* why) {
    if (!knobs.empty())
      lines.push_back(
          one_line(fmt::format("left out: {} ({})", join(knobs, ", "), why), kMostOfAList));
  };
  add(factors.computed, "computed in the spec; sets nothing");
  add(factors.partial, "not every design has it");
  add(factors.given_away, "the values of other knobs tell its value");
  for (const sweep::Factors::Following& one : factors.following)
    add({one.knob}, ("follows from " + join(one.from, ", ")).c_str());
}

}  // namespace

std::vector<SensitivityTable> sensitivity_tables(const Sensitivity& found, std::size_t rows) {
  SensitivityTable effects{"main effects", {}, shown(found.effects.size(), rows)};
  Column knob = text_column("knob"), share{"share", {}}, effect = text_column("effect");
  for (std::size_t i = 0; i < effects.rows; ++i) {
    knob.cells.push_back(join(found.effects[i].knobs, ", "));
    share.cells.push_back(percent(found.effects[i].share));
    effect.cells.push_back(effect_text(found.effects[i], found.is_logarithm));
  }
  effects.columns = {knob, share, effect};
  std::vector<SensitivityTable> tables;
  if (effects.rows > 0) tables.push_back(std::move(effects));

  const std::vector<Interaction>& pairs = found.interactions.significant;
  SensitivityTable together{"interactions", {}, shown(pairs.size(), rows)};
  Column first = text_column("knob"), with = text_column("with"), gain{"share", {}},
         change = text_column("effect of the knob");
  for (std::size_t i = 0; i < together.rows; ++i) {
    first.cells.push_back(pairs[i].knob);
    with.cells.push_back(pairs[i].with);
    gain.cells.push_back(percent(pairs[i].share));
    change.cells.push_back(interaction_text(pairs[i], found.is_logarithm));
  }
  together.columns = {first, with, gain, change};
  if (together.rows > 0) tables.push_back(std::move(together));
  return tables;
}

std::vector<std::string> fit_remarks(const Sensitivity& found) {
  std::vector<std::string> lines;
  if (!found.why_not.empty()) {
    lines.push_back(found.why_not);
    add_left_out(found.factors, lines);
    return lines;
  }
  lines.push_back(fmt::format("fit of {} by {} terms: R2 {:.3f}, adjusted {:.3f}",
                              found.is_logarithm ? "its logarithm" : "its value", found.terms,
                              found.explained, found.adjusted));
  if (found.adjusted < kPoor)
    lines.push_back("less than half of the variance is explained: the shares say little");
  if (!found.has_squares)
    lines.push_back("too few designs for curves: each knob counts as a straight line");
  if (std::ranges::any_of(found.effects, [](const MainEffect& one) { return !one.clear; }))
    lines.push_back("?: chance gives such a share more than once in 100 times (F test)");
  if (found.interactions.pairs > 0)
    lines.push_back(fmt::format(
        "interactions: {} of {} pairs significant (F test, p < 0.01 / {}; share of at least 1 %)",
        found.interactions.significant.size(), found.interactions.pairs, found.interactions.pairs));
  if (std::fabs(found.in_common) > kInCommon)
    lines.push_back(fmt::format("values of knobs go together: the shares add up to {}, not to R2",
                                percent(found.explained - found.in_common)));
  for (const Sensitivity::Confounded& one : found.confounded)
    lines.push_back(fmt::format("uncertain: {}, whose values follow from other knobs to {}",
                                one.knob, percent(one.share)));
  add_left_out(found.factors, lines);
  return lines;
}

}  // namespace rda::app
