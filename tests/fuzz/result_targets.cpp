// SPDX-License-Identifier: Apache-2.0
// Files that the program has written and people may have changed: reports, tables, profiles,
// entries of the cache.
#include <utility>

#include "flow/placement.h"
#include "flow/repeat.h"
#include "fuzz/results.h"
#include "fuzz/target.h"
#include "json/reader.h"
#include "json/writer.h"
#include "rda/check.h"
#include "rda/map.h"
#include "regress/profile.h"
#include "report/report_fields.h"

namespace rda::fuzz {
namespace {

using json::Value;

void read_report(std::string_view bytes) {
  const std::string file = file_with(bytes);
  reads([&] { flow::load_report(file); });
  compare_with_first(file, bytes);
}

std::vector<std::string> reports() {
  const Value report = json::parse(to_json(small_report()), "report");
  std::vector<std::string> texts;
  for (const Defaults kept : {Defaults::none, Defaults::first})
    texts.push_back(json::dump_line(brief(report, json::shape<Report>(), kept)));
  return texts;
}

void read_table(std::string_view bytes) { compare_with_first(file_with(bytes), bytes); }

std::vector<std::string> tables() {
  return {"key,status,message,lanes,workload,cycles,latency_ms\n" + std::string(64, 'a') +
          ",ok,,4,\"a \"\"b\"\", c\",100,0.5\n" + std::string(64, 'b') +
          ",unmappable,no room,8,x,,\n"};
}

std::vector<std::string> profiles() {
  return {shortened(bytes_of(repository("tests/golden/small.profile.json")), 12)};
}

void read_profiles(std::string_view bytes) {
  reads([&] { regress::read_profiles(bytes, "fuzz"); });
}

/// A mapping without sites, and what placement has of it.
struct Placed {
  flow::Inputs inputs = smallest();
  Mapping mapping;
  std::string text;

  Placed() {
    MapQuality quality;
    const auto place = [&](const PlacementInputs& chip, Mapping& partitioned) {
      mapping = partitioned;
      return place_and_route(chip, partitioned);
    };
    const Mapping placed =
        map_with(lower(inputs.workload), inputs.chip, inputs.options, &quality, place);
    text = flow::placement_text(placed, quality);
  }
};
const Placed& placed() {
  static const Placed one;
  return one;
}

void read_placement(std::string_view bytes) {
  Mapping mapping = placed().mapping;
  MapQuality quality;
  reads(
      [&] {
        if (flow::restore_placement(std::string(bytes), mapping, quality))
          violations(placed().inputs.chip, mapping);
      },
      {ExitCode::does_not_map});
}

}  // namespace

std::vector<Target> result_targets() {
  return {{"report", reports, read_report},
          {"table", tables, read_table},
          {"profiles", profiles, read_profiles},
          {"placement",
           [] {
             return std::vector{placed().text,
                                flow::placement_text(MappingError("pcu", "one is missing"))};
           },
           read_placement}};
}

}  // namespace rda::fuzz
