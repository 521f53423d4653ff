// SPDX-License-Identifier: Apache-2.0
#include "app/validate_lines.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "app/check/valid.h"
#include "app/sweep/ground.h"
#include "base/file.h"
#include "chip/chip_fields.h"
#include "chip/rules.h"
#include "cost/cost_fields.h"
#include "cost/rules.h"
#include "flow/inputs.h"
#include "flow/repeat.h"
#include "gpu/model/gpu.h"
#include "gpu/timeline.h"
#include "json/extends.h"
#include "json/file_kind.h"
#include "json/reader.h"
#include "mapping/mapping_fields.h"
#include "mapping/violations.h"
#include "regress/golden.h"
#include "regress/profile.h"
#include "report/report_fields.h"
#include "sweep/plan.h"
#include "sweep/point.h"
#include "workload/arrays.h"
#include "workload/rules.h"
#include "workload/workload_fields.h"

namespace rda::app {
namespace {

using Lines = std::vector<std::string>;

/// What does not have the shape of the struct.
template <class T>
Lines shape_lines(const json::Value& value, const std::string& file) {
  Lines lines;
  for (const json::Problem& problem : json::problems(value, json::shape<T>(), kMostLines))
    lines.push_back(file + '#' + problem.pointer + ": " + problem.text);
  return lines;
}

/// Shape and rules of a file that may extend others.
template <class T>
Lines extended_lines(const json::Extended& from,
                     std::vector<json::Problem> (*broken_rules)(const T&)) {
  std::vector<json::Problem> problems = json::problems(from.value(), json::shape<T>(), kMostLines);
  if (problems.empty()) problems = broken_rules(from.read<T>());
  Lines lines;
  for (const json::Problem& problem : problems) lines.emplace_back(from.error(problem).what());
  return lines;
}

Lines chip_lines(const std::string& file) {
  return extended_lines<Chip>(json::Extended(file, json::FileKind::chip, json::shape<Chip>()),
                              chip::broken_rules);
}

Lines workload_lines(const std::string& file) {
  if (json::is_model(file)) {
    load_workload(file);
    return {};
  }
  const json::Extended from(file, json::FileKind::workload, json::shape<Workload>());
  Lines lines = extended_lines<Workload>(from, workload::broken_rules);
  if (lines.empty())
    for (const json::Problem& problem : workload::ineffective(from, from.read<Workload>()))
      lines.emplace_back(from.error(problem).what());
  if (lines.empty()) workload::check_data(load_workload(file), workload::ExtraArrays::refuse);
  return lines;
}

Lines sweep_lines(const std::string& file) {
  const json::Value value = json::load(file, json::FileKind::sweep, json::kMaxConfigBytes);
  Lines lines = shape_lines<sweep::Spec>(value, file);
  if (!lines.empty()) return lines;
  const auto spec = json::read_value<sweep::Spec>(value, file);
  sweep::check(spec, file, sweep_ground(spec, file));
  return lines;
}

Lines golden_lines(const std::string& file) {
  check_inputs(regress::read_golden(read_file(file, kLargestText), file), file);
  return {};
}

Lines profile_lines(const std::string& file) {
  Lines lines = shape_lines<regress::ProfileFile>(
      json::load(file, json::FileKind::profile, kLargestText), file);
  if (lines.empty()) regress::read_profiles(read_file(file, kLargestText), file);
  return lines;
}

Lines mapping_lines(const std::string& file) {
  Lines lines =
      shape_lines<Mapping>(json::load(file, json::FileKind::mapping, kMaxMappingBytes), file);
  if (!lines.empty()) return lines;
  for (const auto& [where, problem] : mapping::broken_rules(load_mapping(file)))
    lines.push_back(fmt::format("{}: {}: {}", file, where, problem));
  return lines;
}

Lines report_lines(const std::string& file) {
  const json::Value report = json::load(file, json::FileKind::report, kLargestText);
  Lines lines = shape_lines<Report>(report, file);
  if (lines.empty()) flow::check_report(report, file);
  return lines;
}

/// Adds the problems of a point's line.
void add_point(sweep::PointReader& reader, bool& end, Lines& lines) {
  try {
    const std::optional<sweep::Point> point = reader.next();
    end = !point;
    if (point) flow::load(point->chip, point->workload, point->mapping);
  } catch (const ConfigError& error) {
    const auto placed = [&](const std::string& what) {
      return what.starts_with(reader.where()) ? what : reader.where() + ": " + what;
    };
    lines.push_back(placed(error.what()));
    for (const std::string& line : error.further) lines.push_back(placed(line));
  }
}

Lines points_lines(const std::string& file) {
  sweep::PointReader reader(file);
  Lines lines;
  for (bool end = false; !end && lines.size() < kMostLines;) add_point(reader, end, lines);
  return lines;
}

Lines timeline_lines(const std::string& file) {
  return shape_lines<gpu::Timeline>(json::load(file, json::FileKind::timeline, kLargestText), file);
}

Lines gpu_lines(const std::string& file) {
  const json::Extended from(file, json::FileKind::gpu, json::shape<gpu::Gpu>());
  return extended_lines<gpu::Gpu>(from, gpu::broken_rules);
}

Lines costs_lines(const std::string& file) {
  const json::Extended from(file, json::FileKind::costs, json::shape<CostTable>());
  return extended_lines<CostTable>(from, cost::broken_rules);
}

constexpr std::array kKinds{
    CheckedKind{"chip", json::FileKind::chip, chip_lines},
    CheckedKind{"workload", json::FileKind::workload, workload_lines},
    CheckedKind{"sweep", json::FileKind::sweep, sweep_lines},
    CheckedKind{"points", json::FileKind::points, points_lines},
    CheckedKind{"mapping", json::FileKind::mapping, mapping_lines},
    CheckedKind{"golden", json::FileKind::golden, golden_lines},
    CheckedKind{"profile", json::FileKind::profile, profile_lines},
    CheckedKind{"report", json::FileKind::report, report_lines},
    CheckedKind{"timeline", json::FileKind::timeline, timeline_lines},
    CheckedKind{"gpu", json::FileKind::gpu, gpu_lines},
    CheckedKind{"costs", json::FileKind::costs, costs_lines},
};

}  // namespace

std::span<const CheckedKind> checked_kinds() { return kKinds; }

}  // namespace rda::app
