// SPDX-License-Identifier: Apache-2.0
// Files that the program has written and people may have changed: points, reports, stores, tables,
// profiles, entries of the cache.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include "flow/inputs.h"
#include "flow/placement.h"
#include "flow/repeat.h"
#include "fuzz/target.h"
#include "json/reader.h"
#include "json/writer.h"
#include "rda/check.h"
#include "rda/map.h"
#include "regress/compare.h"
#include "regress/profile.h"
#include "report/report_fields.h"
#include "sweep/judge.h"
#include "sweep/results.h"
#include "sweep/table.h"

namespace rda::fuzz {
namespace {

namespace fs = std::filesystem;
using json::Value;

flow::Inputs smallest() {
  return flow::load(fs::path(repository("configs/tiny.json")),
                    repository("workloads/small/lstm_16_4.json"));
}

sweep::Point small_point() {
  const flow::Inputs inputs = smallest();
  sweep::Point point;
  point.chip = json::to_value(inputs.chip);
  point.workload = json::to_value(inputs.workload);
  point.mapping = json::to_value(inputs.options);
  point.run = json::to_value(Conditions{});
  point.simulator = "0.0.0 0000000000000000";
  point.knobs = Value::Object{{"lanes", Value(4)}, {"name", Value("x")}};
  point.key = key_of(point);
  return point;
}

Report small_report() {
  Report report;
  report.chip = "tiny";
  report.workload = "lstm";
  report.command = "rdasim run a b";
  const flow::Inputs inputs = smallest();
  report.inputs.chip = inputs.chip;
  report.inputs.workload = inputs.workload;
  report.cycles = 100;
  report.units.resize(2);
  report.streams.resize(1);
  return report;
}

/// A line with the key that its point has, if it is a point but for that.
std::string with_its_key(std::string_view line) {
  try {
    Value value = json::parse(line, "fuzz");
    const auto& members = value.get<Value::Object>();
    sweep::Point point;
    point.chip = members.at("chip");
    point.workload = members.at("workload");
    point.mapping = members.at("mapping");
    point.run = members.at("run");
    point.simulator = members.at("simulator").get<std::string>();
    if (members.contains("data_sha256"))
      point.data_sha256 = members.at("data_sha256").get<std::string>();
    (*value.get_if<Value::Object>())["key"] = key_of(point);
    return json::dump_line(value);
  } catch (const std::exception&) {
    return std::string(line);
  }
}

/// Reads what can be compared, and compares it with the first one that could be read.
void compare_with_first(const std::string& file) {
  static std::optional<regress::Comparand> first;
  regress::Comparand one;
  if (!reads([&] { one = regress::read_comparand(file); })) return;
  if (!first) first = one;
  reads([&] {
    const regress::Comparison comparison = regress::compare(*first, one, {});
    for (const auto& in_form : {regress::to_json, regress::to_csv}) in_form(comparison);
    to_text(comparison, 10);
    to_markdown(comparison, 10);
    to_latex(comparison, 10);
  });
}

void read_points(std::string_view bytes) {
  const std::string first(bytes.substr(0, bytes.find('\n')));
  const std::string file = file_with(with_its_key(first) + '\n' + std::string(bytes));
  reads([&] {
    sweep::PointReader reader(file);
    while (const std::optional<sweep::Point> point = reader.next()) {
      if (sweep::parse_point(to_line(*point), "again").key != point->key)
        finding("a point has another key when read again");
      flow::load(point->chip, point->workload, point->mapping);
      json::read_value<Conditions>(point->run, "run");
    }
  });
}

void read_report(std::string_view bytes) {
  const std::string file = file_with(bytes);
  reads([&] { flow::load_report(file); });
  compare_with_first(file);
}

/// A store of one result.
class OneResult {
 public:
  OneResult() : folder_(fs::temp_directory_path() / ("rdasim-fuzz-" + std::to_string(getpid()))) {
    fs::create_directories(store().result_file(point_.key).parent_path());
  }
  OneResult(const OneResult&) = delete;
  OneResult& operator=(const OneResult&) = delete;
  ~OneResult() { fs::remove_all(folder_); }

  void put(std::string_view bytes) const {
    std::ofstream(store().result_file(point_.key), std::ios::binary) << bytes;
  }
  sweep::Store store() const { return sweep::Store(folder_); }
  const sweep::Point& point() const { return point_; }

 private:
  const sweep::Point point_ = small_point();
  const fs::path folder_;
};

void read_result(std::string_view bytes) {
  static const OneResult one;
  one.put(bytes);
  reads([&] {
    sweep::Results results(file_with(to_line(one.point()) + '\n'), one.store());
    const auto row = results.next();
    if (row && row->result)
      sweep::for_each_metric(row->result->report, [](const std::string&, const Value&) {});
  });
  const std::string points = file_with(to_line(one.point()) + '\n');
  reads([&] {
    sweep::Results again(points, one.store());
    sweep::judge(again, {{{"cycles", false}, {"lanes", true}}, {"name"}});
  });
  reads([&] {
    sweep::Table table(":memory:");
    sweep::Results again(points, one.store());
    while (const auto row = again.next()) table.add(*row);
    table.finish();
    for (const RowForm form : {RowForm::csv, RowForm::markdown, RowForm::latex})
      table.write(form, table.columns(), [](std::string_view) {});
    table.usual_columns();
  });
  compare_with_first(one.store().folder().string());
}

std::vector<std::string> results() {
  Value report = json::parse(to_json(small_report()), "report");
  report.get_if<Value::Object>()->erase("inputs");
  const std::string with_sum = to_text(small_point(), {sweep::Status::ok, "", report});
  std::vector<std::string> all{with_sum};
  for (const std::string& text :
       {with_sum, to_text(small_point(), {sweep::Status::unmappable, "no room", {}})}) {
    Value line =
        json::parse(text, "result");  // a change of it shows beyond the sum, which it lacks
    line.get_if<Value::Object>()->erase("sha256");
    all.push_back(json::dump_line(line) + '\n');
  }
  return all;
}

void read_table(std::string_view bytes) { compare_with_first(file_with(bytes)); }

std::vector<std::string> tables() {
  return {"key,status,message,lanes,workload,cycles,latency_ms\n" + std::string(64, 'a') +
          ",ok,,4,\"a \"\"b\"\", c\",100,0.5\n" + std::string(64, 'b') +
          ",unmappable,no room,8,x,,\n"};
}

std::vector<std::string> profiles() {
  return {shortened(bytes_of(repository("tests/golden/small.profile.json")))};
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
  return {{"points", [] { return std::vector{to_line(small_point())}; }, read_points},
          {"report", [] { return std::vector{to_json(small_report())}; }, read_report},
          {"result", results, read_result},
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
