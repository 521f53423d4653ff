// SPDX-License-Identifier: Apache-2.0
// Files of sweeps: points, and results in a store.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <utility>

#include "fuzz/results.h"
#include "fuzz/target.h"
#include "json/reader.h"
#include "sweep/judge.h"
#include "sweep/results.h"
#include "sweep/table.h"

namespace rda::fuzz {
namespace {

namespace fs = std::filesystem;
using json::Value;

/// A point that says no more than it must, so that readers take less time.
sweep::Point small_point() {
  const auto said = [](const std::string& file) {
    return json::parse(shortened(bytes_of(repository(file))), file);
  };
  sweep::Point point;
  point.chip = said("configs/tiny.json");
  point.workload = said("workloads/small/lstm_16_4.json");
  point.mapping = Value::Object{{"hu", Value(1)}, {"seed", Value(1)}};
  point.run = Value::Object{{"verify_steps", Value(1)}};
  point.simulator = "0.0.0 0000000000000000";
  point.knobs = Value::Object{{"lanes", Value(4)}, {"name", Value("x")}};
  point.key = key_of(point);
  return point;
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

/// Reads points, of which every second file begins with one that has its key.
void read_points(std::string_view bytes) {
  const std::string first(bytes.substr(0, bytes.find('\n')));
  const std::string file =
      choice(bytes, 2) == 0 ? file_with(with_its_key(first) + '\n') : file_with(bytes);
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

void read_row(const OneResult& one, const std::string& points) {
  sweep::Results results(points, one.store());
  const auto row = results.next();
  if (row && row->result)
    sweep::for_each_metric(row->result->report, [](const std::string&, const Value&) {});
}

void judge_rows(const OneResult& one, const std::string& points) {
  sweep::Results results(points, one.store());
  sweep::judge(results, {{{"cycles", false}, {"lanes", true}}, {"name"}});
}

void write_table(const OneResult& one, const std::string& points) {
  sweep::Table table(":memory:");
  sweep::Results results(points, one.store());
  while (const auto row = results.next()) table.add(*row);
  table.finish();
  for (const RowForm form : {RowForm::csv, RowForm::markdown, RowForm::latex})
    table.write(form, table.columns(), [](std::string_view) {});
  table.usual_columns();
}

/// Each result is looked at by one of those who read results.
void read_result(std::string_view bytes) {
  static const OneResult one;
  one.put(bytes);
  const auto points = [] { return file_with(to_line(one.point()) + '\n'); };
  switch (choice(bytes, 4)) {
    case 0:
      reads([&] { read_row(one, points()); });
      return;
    case 1:
      reads([&] { judge_rows(one, points()); });
      return;
    case 2:
      reads([&] { write_table(one, points()); });
      return;
    default:
      compare_with_first(one.store().folder().string(), bytes);
  }
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

}  // namespace

std::vector<Target> store_targets() {
  return {{"points", [] { return std::vector{to_line(small_point())}; }, read_points},
          {"result", results, read_result}};
}

}  // namespace rda::fuzz
