// SPDX-License-Identifier: Apache-2.0
#include "app/examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace rda::app {
namespace {

/// The examples of a command.
struct Row {
  std::string_view name;
  std::vector<Example> examples;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows{
      {"",
       {{"run configs/tiny.json workloads/small/lstm_16_4.json", "simulate a network on a chip"},
        {"explain configs/tiny.json workloads/small/lstm_16_4.json",
         "why a time step takes as long as it does"},
        {"describe /pcu/lanes", "what a value of a file means"}}},
      {"run",
       {{"run configs/tiny.json workloads/small/lstm_16_4.json",
         "cycles, utilization, busiest and most starved units as text"},
        {"run configs/tiny.json workloads/small/lstm_16_4.json "
         "--set /network/hop_latency=2 -o report.json --html page.html",
         "another value of the chip; the report as JSON, and a page of the chip at work"},
        {"run --from report.json -o again.json", "repeat that run: the same bytes"}}},
      {"map",
       {{"map configs/tiny.json workloads/small/lstm_16_4.json",
         "units, streams and routes of the published mapping"},
        {"map configs/tiny.json workloads/small/lstm_16_4.json --mapping auto -o mapping.json",
         "search for a faster mapping; run --mapping-file mapping.json simulates it"}}},
      {"explain",
       {{"explain configs/tiny.json workloads/small/lstm_16_4.json",
         "the critical chain of a step, and what lifting each limit saves"},
        {"explain configs/tiny.json workloads/small/lstm_16_4.json --step 2 --no-what-if",
         "the chain of step 2 only, without further runs"},
        {"explain configs/tiny.json workloads/small/lstm_16_4.json --no-what-if --shrink",
         "the chain, and how far each knob can be lowered with the same cycles"}}},
      {"report",
       {{"report report.json -o page.html",
         "the chip at work, where cycles go, and a time step; open page.html in a browser"},
        {"report report.json --step 2 --what-if -o page.html",
         "explain step 2, and what lifting each limit of the chip saves"}}},
      {"draw",
       {{"draw report.json --colour starved -o starved.pdf", "where units waited for data"},
        {"draw --point points.jsonl:17 --picture chain --step 3 -o chain.svg",
         "the critical chain of step 3 of a sweep's design on the floorplan"},
        {"draw mapping.json --chip configs/tiny.json -o floorplan.svg",
         "a mapping that has not run"}}},
      {"train",
       {{"train examples/training/turbofan_2x25.json --set /training/batches=20",
         "how the loss falls on generated engines, and what the engines held out say"},
        {"train examples/training/turbofan_2x25.json --precision fp32 --precision bf16 "
         "--precision bf16_kahan --seeds 3 -o curves.csv --svg curves.svg",
         "three precisions with three seeds each, as a table and a picture"}}},
      {"import-model",
       {{"import-model model.onnx -o model.json --input x.npz",
         "model.json and model.npz, to be edited; run takes model.onnx as it is, too"},
        {"import-model model.onnx -o model.json --set /steps=25 --set /batch=1",
         "of a model with open dimensions"}}},
      {"quantize",
       {{"quantize model.onnx --to int8 --input calibration.npz -o int8.json",
         "with a scale for the weights and for the values of each layer; then: rdasim run CHIP "
         "int8.json --accuracy"},
        {"quantize model.onnx --to fp8_e4m3 --keep 2 -o fp8.json",
         "all layers but the third one"}}},
      {"describe",
       {{"describe cost configs/plasticine_rnn.json --set /pcu/lanes=32",
         "an estimate of the area by kind of part, and the peaks"},
        {"describe model.onnx", "layers, parameters and outputs of a model; chips that it fits"},
        {"describe man > rdasim.1", "the man page; man ./rdasim.1 shows it"}}},
      {"schema",
       {{"schema chip > chip.schema.json", "for editors that check chip files as you type"},
        {"schema report > report.schema.json", "what a report of run -o can hold"}}},
      {"validate",
       {{"validate chip configs/tiny.json", "exit code 0 if the chip file is right"},
        {"validate configs/tiny.json workloads/small/lstm_16_4.json", "several files of a kind"}}},
      {"check",
       {{"check golden.json --junit junit.xml --markdown check.md",
         "run all cases; text to stdout, the same for a test report and a comment"},
        {"check golden.json --case 'lstm*' -v", "only these cases; list those that pass too"},
        {"check golden.json --update --why \"links have a second register\"",
         "record what moved, with the reason"}}},
      {"compare",
       {{"compare before.json after.json", "which knobs, figures, units and streams differ"},
        {"compare before.json after.json --metric cycles --fail-over 1.05",
         "exit code 1 only if the second has over 5 % more cycles"}}},
      {"sweep",
       {{"sweep plan configs/sweeps/small.json -o points.jsonl", "first: which points"},
        {"sweep run points.jsonl --store store", "then: run them; again to continue"},
        {"sweep best points.jsonl --store store --minimize latency_ms --minimize cost.mm2",
         "last: the designs that no other design beats"}}},
      {"sweep plan",
       {{"sweep plan configs/sweeps/small.json -o points.jsonl", "all points of a spec"},
        {"sweep plan configs/sweeps/small.json > points.jsonl",
         "the same; the count goes to stderr"}}},
      {"sweep run",
       {{"sweep run points.jsonl --store store", "on all cores; again to continue"},
        {"sweep run points.jsonl --store store -j 2 --timeout 600",
         "two points at once, at most ten minutes each"}}},
      {"sweep submit",
       {{"sweep submit points.jsonl --store store --dry-run --seconds-per-point 2",
         "print what would be submitted"},
        {"sweep submit points.jsonl --store store --partition short --time 2:00:00",
         "submit job arrays to Slurm"}}},
      {"sweep status",
       {{"sweep status points.jsonl --store store", "how many points ran, and how they ended"},
        {"sweep status points.jsonl --store store && echo done",
         "exit code 1 while points are missing, 6 if some failed"}}},
      {"sweep collect",
       {{"sweep collect points.jsonl --store store --csv results.csv",
         "one row for each point, for a spreadsheet or pandas"},
        {"sweep collect points.jsonl --store store --sqlite results.db", "the same for SQL"},
        {"sweep collect points.jsonl --store store --latex results.tex --columns lanes,latency_ms",
         "two columns, for a paper"}}},
      {"sweep best",
       {{"sweep best points.jsonl --store store --minimize latency_ms --minimize cost.mm2",
         "the designs that are best in one of the two"},
        {"sweep best points.jsonl --store store --maximize \"tflops_effective / cost.mm2\" "
         "--across geomean",
         "one design for all networks: the most throughput for its area"},
        {"sweep best points.jsonl --store store --sensitivity latency_ms",
         "which knobs decide the latency, and how much"}}},
      {"sweep refine",
       {{"sweep refine points.jsonl --store store --minimize latency_ms --minimize cost.mm2 "
         "-o refined.jsonl",
         "points of policy paper: search mappings for the best ones; then run the new points"},
        {"sweep refine points.jsonl --store store --minimize latency_ms --search-budget 16 "
         "-o refined.jsonl",
         "the fastest design of each network, with as many trials as in a run"}}},
      {"sweep plot",
       {{"sweep plot points.jsonl --store store --x cost.mm2 --y latency_ms -o front.svg",
         "latency against area, for a page"},
        {"sweep plot points.jsonl --store store --x cost.mm2 --y latency_ms "
         "--label lanes -o lanes.svg",
         "with the lanes of each best design beside it"}}},
      {"sweep report",
       {{"sweep report points.jsonl --store store -o front.html",
         "the points by latency and estimated area, to be looked at with a browser"},
        {"sweep report points.jsonl --store store --minimize latency_ms --minimize cost.total_j "
         "-o energy.html",
         "by other goals"}}},
      {"import-gpu",
       {{"import-gpu profile.csv", "times by class of kernel, and the longest kernels"},
        {"import-gpu trace.json.gz --workload workloads/iot/lstm_64_50.json "
         "--measured calls=10,precision=fp16 -o timeline.json",
         "a timeline that compare-gpu takes: ten calls of this network"}}},
      {"compare-gpu",
       {{"compare-gpu configs/plasticine_rnn.json workloads/deepbench/lstm_1024_25.json "
         "--gpu published:v100_serving --gpu model:v100 --allow-different precision",
         "beside the published time, and beside an estimate kernel by kernel"},
        {"compare-gpu configs/tiny.json workloads/small/lstm_16_4.json --gpu timeline.json "
         "--format md",
         "beside a profile of your own (import-gpu), for a page"}}},
  };
  return kRows;
}

/// The parts at which a command line may be continued: words, and options with their values.
std::vector<std::string> parts_of(const std::string& line) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin < line.size();) {
    const bool option = line[begin] == '-';
    const std::size_t end = std::min(line.find(option ? " -" : " ", begin), line.size());
    parts.push_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

/// "  rdasim run CHIP WORKLOAD", in several lines if it needs them.
std::string command_text(const Example& example) {
  std::vector<std::string> parts = parts_of(std::string(example.command));
  parts.insert(parts.begin(), "  rdasim");
  return continued(parts, 6);
}

}  // namespace

std::span<const Example> examples_of(std::string_view name) {
  const auto row = std::ranges::find(rows(), name, &Row::name);
  return row == rows().end() ? std::span<const Example>() : row->examples;
}

std::string examples_text(std::string_view name) {
  std::string text;
  for (const Example& example : examples_of(name))
    text += command_text(example) +
            wrapped(fmt::format("      {}\n", example.meaning), kScreenColumns, 6);
  return text.empty() ? "" : "Examples:\n" + text;
}

}  // namespace rda::app
