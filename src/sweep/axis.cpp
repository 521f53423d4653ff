// SPDX-License-Identifier: Apache-2.0
#include "sweep/axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/gather.h"
#include "base/text.h"
#include "rda/error.h"

namespace rda::sweep {
namespace {

using json::Value;

std::string_view word_of(Varies varies) { return varies == Varies::chip ? kChip : kWorkload; }

/// The axis of all workloads, or of all chips.
Axis listed(Varies varies, const Ground& ground) {
  Axis axis;
  axis.name = word_of(varies);
  axis.varies = varies;
  const auto take = [&](const auto& list) {
    for (const auto& one : list) axis.values.emplace_back(one.name);
  };
  varies == Varies::chip ? take(ground.chips) : take(ground.workloads);
  return axis;
}

/// Makes one axis of what the spec says.
class AxisReader {
 public:
  AxisReader(const AxisSpec& spec, std::string pointer, const std::string& file,
             const Ground& ground, bool sampled)
      : spec_(spec), file_(file), ground_(ground), sampled_(sampled) {
    axis_.pointer = std::move(pointer);
  }

  Axis read() {
    if (spec_.knob.empty())
      fail("/knob", "missing (the JSON pointer of what the axis varies, or workload or chip)");
    if (spec_.knob == kWorkload) return list_of(Varies::workload);
    if (spec_.knob == kChip) return list_of(Varies::chip);
    axis_.knob = &require_knob(ground_, spec_.knob, file_, axis_.pointer + "/knob");
    axis_.name = checked_name(spec_.name, axis_.knob, ground_, file_, axis_.pointer);
    const int ways = (spec_.values ? 1 : 0) + (spec_.range ? 1 : 0) + (spec_.powers_of_two ? 1 : 0);
    if (ways != 1)
      fail("", fmt::format("axis {} has {} of values, range, powers_of_two (exactly one is right)",
                           axis_.name, ways));
    if (spec_.values) list(*spec_.values);
    if (spec_.range) range(*spec_.range);
    if (spec_.powers_of_two) powers(*spec_.powers_of_two);
    return std::move(axis_);
  }

 private:
  [[noreturn]] void fail(const std::string& below, const std::string& problem) const {
    throw ConfigError(file_, axis_.pointer + below, problem);
  }

  Axis list_of(Varies varies) const {
    const std::string_view name = word_of(varies);
    if (varies == Varies::chip && !ground_.varies_chips)
      fail("/knob", "the chip axis takes its values from /chips, which is missing");
    if (spec_.values || spec_.range || spec_.powers_of_two)
      fail("", fmt::format("the {0} axis takes its values from /{0}s", name));
    if (!spec_.name.empty() && spec_.name != name)
      fail("/name", fmt::format("the {0} axis is called {0}", name));
    Axis axis = listed(varies, ground_);
    axis.pointer = axis_.pointer;
    return axis;
  }

  void add(const Value& value, const std::string& below) {
    require_value(*axis_.knob, value, file_, axis_.pointer + below, "axis " + axis_.name);
    axis_.values.push_back(typed(*axis_.knob, value));
  }

  void list(const std::vector<Value>& values) {
    if (values.empty()) fail("/values", fmt::format("axis {} has no values", axis_.name));
    limit("/values", static_cast<double>(values.size()));
    Gather gather;
    for (std::size_t i = 0; i < values.size(); ++i)
      gather([&] { add(values[i], fmt::format("/values/{}", i)); });
    gather.raise();
  }

  void limit(const std::string& below, double count) const {
    if (count > static_cast<double>(kMostValues))
      fail(below, fmt::format("axis {} has {} values (at most {}; take a larger step)", axis_.name,
                              count, kMostValues));
  }

  void range(RangeSpec range) {
    const bool real = axis_.knob->described.field.shape.kind == json::Shape::Kind::real;
    if (range.from > range.to)
      fail("/range",
           fmt::format("axis {}: from {} is above to {}", axis_.name, range.from, range.to));
    if (!range.step && real) return span(range);
    const double step = range.step.value_or(1);
    if (step <= 0) fail("/range/step", fmt::format("axis {}: {} is not above 0", axis_.name, step));
    // Steps lead to `to` also where they are no exact numbers: 0.1, 0.2, 0.3.
    const double count = std::floor((range.to - range.from) / step * (1 + 1e-12) + 1e-9) + 1;
    limit("/range", count);
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
      add(plain(range.from + static_cast<double>(i) * step), "/range");
  }

  void span(const RangeSpec& range) {
    if (!sampled_)
      fail("/range/step", fmt::format("missing: axis {} is over reals, of which there is no next "
                                      "one (give a step, or sample)",
                                      axis_.name));
    if (!spec_.zip.empty())
      fail("/zip", fmt::format("axis {} has no steps that could advance with others'", axis_.name));
    add(Value(range.from), "/range/from");
    add(Value(range.to), "/range/to");
    axis_.values.clear();
    axis_.span = range;
  }

  void powers(const PowersSpec& powers) {
    const auto require_power = [&](const char* key, std::int64_t number) {
      if (!std::has_single_bit(static_cast<std::uint64_t>(number)))
        fail(std::string("/powers_of_two/") + key,
             fmt::format("axis {}: {} is no power of two", axis_.name, number));
    };
    require_power("from", powers.from);
    require_power("to", powers.to);
    if (powers.from > powers.to)
      fail("/powers_of_two",
           fmt::format("axis {}: from {} is above to {}", axis_.name, powers.from, powers.to));
    for (std::int64_t number = powers.from; number <= powers.to; number *= 2)
      add(Value(number), "/powers_of_two");
  }

  const AxisSpec& spec_;
  const std::string& file_;
  const Ground& ground_;
  bool sampled_;
  Axis axis_;
};

void require_new(const std::vector<Dimension>& dimensions, const Axis& axis,
                 const std::string& file) {
  for (const Dimension& dimension : dimensions)
    for (const Axis& other : dimension.axes) {
      if (other.varies == axis.varies && other.knob == axis.knob)
        throw ConfigError(file, axis.pointer + "/knob",
                          fmt::format("{} is varied by {} already",
                                      axis.knob ? axis.knob->pointer() : axis.name, other.pointer));
      if (other.name == axis.name)
        throw ConfigError(file, axis.pointer + "/name",
                          fmt::format("{} is the name of {} already (give one of them another)",
                                      axis.name, other.pointer));
    }
}

/// Puts the axis into the dimension of those it is zipped with.
void zip(Dimension& dimension, Axis axis, const std::string& word, const std::string& file) {
  if (axis.values.size() != dimension.count)
    throw ConfigError(
        file, axis.pointer + "/zip",
        fmt::format("axis {} has {} values, axis {} of the same zip \"{}\" has {} (as many are "
                    "needed)",
                    axis.name, axis.values.size(), dimension.axes[0].name, one_line(word, 40),
                    dimension.count));
  dimension.axes.push_back(std::move(axis));
}

}  // namespace

Value Axis::value(std::size_t index, double share) const {
  if (!span) return values[index];
  return Value(std::min(span->from + share * (span->to - span->from), span->to));
}

std::vector<Dimension> dimensions(const Spec& spec, const std::string& file, const Ground& ground) {
  std::vector<Dimension> result;
  std::vector<std::string> zips;
  const auto add_listed = [&](Varies varies) {
    if (std::ranges::find(spec.axes, word_of(varies), &AxisSpec::knob) != spec.axes.end()) return;
    Axis axis = listed(varies, ground);
    const std::size_t count = axis.values.size();
    result.push_back({{std::move(axis)}, count, false});
    zips.emplace_back();
  };
  add_listed(Varies::workload);
  if (ground.varies_chips) add_listed(Varies::chip);
  const auto add = [&](Axis axis, const std::string& word) {
    require_new(result, axis, file);
    const auto same = std::ranges::find(zips, word);
    if (!word.empty() && same != zips.end())
      return zip(result[static_cast<std::size_t>(same - zips.begin())], std::move(axis), word,
                 file);
    const std::size_t count = axis.span ? 1 : axis.values.size();
    result.push_back({{std::move(axis)}, count, true});
    zips.push_back(word);
  };
  Gather gather;
  for (std::size_t i = 0; i < spec.axes.size(); ++i)
    gather([&] {
      AxisReader reader(spec.axes[i], fmt::format("/axes/{}", i), file, ground,
                        spec.sample.has_value());
      add(reader.read(), spec.axes[i].zip);
    });
  gather.raise();
  return result;
}

}  // namespace rda::sweep
