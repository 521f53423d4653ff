// SPDX-License-Identifier: Apache-2.0
// Files that people write: chips, workloads, sweep specs, golden files, arrays, expressions.
#include <cmath>
#include <utility>

#include "app/sweep/ground.h"
#include "chip/chip_fields.h"
#include "fuzz/target.h"
#include "json/reader.h"
#include "json/text_writer.h"
#include "json/writer.h"
#include "rda/map.h"
#include "rda/workload.h"
#include "regress/golden.h"
#include "sweep/axis.h"
#include "sweep/combinations.h"
#include "sweep/expression.h"
#include "sweep/plan.h"
#include "workload/npz_header.h"
#include "workload/onnx_workload.h"
#include "workload/safetensors.h"
#include "workload/workload_fields.h"

namespace rda::fuzz {
namespace {

using json::Value;

std::vector<std::string> joined(std::vector<std::string> a, std::vector<std::string> b) {
  for (std::string& text : b) a.push_back(std::move(text));
  return a;
}

std::vector<std::string> chips() { return files_in("configs", ".json"); }
std::vector<std::string> short_chips() {
  std::vector<std::string> all = chips();
  for (std::string& text : all) text = shortened(text);
  return all;
}
std::vector<std::string> workloads() { return files_in("workloads/small", ".json"); }
std::vector<std::string> specs() { return files_in("configs/sweeps", ".json"); }
std::vector<std::string> goldens() {
  return {shortened(bytes_of(repository("tests/golden/small.json")))};
}

void read_json(std::string_view bytes) {
  Value value;
  if (!reads([&] { value = json::parse(bytes, "fuzz"); })) return;
  if (json::parse(json::dump(value), "again") != value ||
      json::parse(json::dump_line(value), "again") != value)
    finding("a JSON text reads back as another value");
}

/// Reads a struct; what it writes must read as the same.
template <class T, class Check>
void read_struct(std::string_view bytes, const Check& check) {
  T object;
  if (!reads([&] { object = json::read<T>(bytes, "fuzz"); })) return;
  const std::string text = json::write(object);
  if (json::write(json::read<T>(text, "again")) != text)
    finding("a struct reads back as another one");
  reads([&] { check(object); });
}

void read_chip(std::string_view bytes) {
  read_struct<Chip>(bytes, [](const Chip& chip) {
    check(chip, "fuzz");
    for (const UnitKind kind : kUnitKinds) sites_of(chip, kind);
  });
}

void read_workload(std::string_view bytes) {
  constexpr int kFew = 64;
  read_struct<Workload>(bytes, [](Workload& workload) {
    check(workload, "fuzz");
    if (workload.layers.size() <= kFew) lower(workload);
  });
}

/// Ends a plan after some points.
struct Enough {};

/// Whether a spec has so few combinations that all may be looked at.
bool is_small(const sweep::Spec& spec) {
  constexpr double kFew = 20000;
  double count = spec.sample ? static_cast<double>(spec.sample->points) : 1;
  for (const sweep::AxisSpec& axis : spec.axes) {
    double values = axis.values ? static_cast<double>(axis.values->size()) : 50;  // of powers
    if (axis.range) values = axis.range->to - axis.range->from + 1;
    count *= std::max(values, 1.0);
  }
  return count <= kFew;
}

void read_spec(std::string_view bytes) {
  sweep::Spec spec;
  if (!reads([&] { spec = json::read<sweep::Spec>(bytes, "fuzz"); })) return;
  const std::string file = repository("configs/sweeps/fuzz.json");
  reads([&] {
    const sweep::Ground ground = app::sweep_ground(spec, file);
    if (!is_small(spec)) return;
    int left = 20;
    try {
      sweep::plan(spec, file, ground, [&](const sweep::Point&) {
        if (--left == 0) throw Enough();
      });
    } catch (const Enough&) {
    }
  });
}

void read_golden(std::string_view bytes) {
  regress::Golden golden;
  if (!reads([&] { golden = regress::read_golden(bytes, "fuzz"); })) return;
  const std::string text = to_text(golden);
  if (to_text(regress::read_golden(text, "again")) != text)
    finding("a golden file reads back as another one");
}

void read_npz(std::string_view bytes) {
  Workload workload;
  workload.cell = Cell::lstm;
  workload.hidden = 5;
  workload.input = 3;
  workload.steps = 3;
  workload.data = file_with(bytes);
  reads([&] { make_tensors(workload, workload.steps); });
}

/// Arrays that the workload above takes, and any others.
std::vector<std::string> arrays() {
  return joined({bytes_of(repository("tests/reference/arrays.npz"))},
                files_in("tests/fuzz/corpus", ".npz"));
}

void read_safetensors(std::string_view bytes) {
  reads([&] {
    const workload::Safetensors file(file_with(bytes));
    for (const std::string& name : file.names())
      reads([&] { file.read(name, {20, 3}, "(4·hidden, input)"); });
  });
}

void read_onnx(std::string_view bytes) {
  constexpr std::int64_t kFew = 1 << 20;
  const std::vector<Override> sizes{{"/steps", "3"}, {"/batch", "2"}};
  reads([&] {
    const Workload workload = workload::read_model(file_with(bytes), sizes);
    check(workload, "fuzz");
    if (workload.batch < kFew) lower(workload);
  });
}

void read_npy_header(std::string_view bytes) {
  reads([&] { workload::parse_npy_header(bytes, "fuzz"); });
}

std::vector<std::string> npy_headers() {
  return {"{'descr': '<f4', 'fortran_order': False, 'shape': (64, 32), }",
          "{'shape': (3,), 'fortran_order': True, 'descr': '<f8'}",
          "{\"descr\": '<f2', 'fortran_order': False, 'shape': ()}   \n"};
}

void read_expression(std::string_view bytes) {
  reads([&] {
    sweep::Expression expression(std::string(bytes), {"fuzz", "/derived"});
    for (const double number : {0.0, 1.0, -1.0, 2.5, 1e300}) {
      for (std::size_t i = 0; i < expression.names().size(); ++i) expression.set(i, number);
      const std::optional<double> value = expression.value();
      if (value && !std::isfinite(*value)) finding("an expression has a value that is not finite");
    }
  });
}

std::vector<std::string> expressions() {
  return {"lanes * 2 + pcu.lanes ^ 2",       "a < b && c >= 2 || !(d != 1)",
          "x ? min(x, y, 3) : max(1, y)",    "ceil(log2(rows)) / floor(cols - 1.5e3)",
          "((((a + b) * c) / d) - e) ^ 0.5", "round(abs(sqrt(z)))"};
}

}  // namespace

std::vector<Target> input_targets() {
  return {{"json", [] { return joined(chips(), workloads()); }, read_json},
          {"chip", short_chips, read_chip},
          {"workload", workloads, read_workload},
          {"options", [] { return std::vector{json::write(MappingOptions{})}; },
           [](std::string_view bytes) { read_struct<MappingOptions>(bytes, [](const auto&) {}); }},
          {"spec", specs, read_spec},
          {"golden", goldens, read_golden},
          {"npz", arrays, read_npz},
          {"safetensors", [] { return files_in("tests/fuzz/corpus/safetensors", ""); },
           read_safetensors},
          {"onnx", [] { return files_in("tests/fuzz/corpus/onnx", ""); }, read_onnx},
          {"npy_header", npy_headers, read_npy_header},
          {"expression", expressions, read_expression}};
}

}  // namespace rda::fuzz
