// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/command.h"
#include "app/measured.h"
#include "app/output.h"
#include "base/file.h"
#include "beside/beside.h"
#include "gpu/kernel_classes.h"
#include "gpu/timeline.h"
#include "gpu/timeline_text.h"
#include "json/file_kind.h"
#include "json/reader.h"
#include "rda/workload.h"

namespace rda::app {
namespace {

struct ImportOptions {
  std::string file, workload, summary, classes, output;
  std::vector<std::string> measured;
  gpu::Processor of = gpu::Processor::gpu;
};

void add_options(CLI::App& app, ImportOptions& o) {
  app.add_option("FILE", o.file,
                 "output of a profiler (Nsight Systems or Compute, nvprof, PyTorch, TensorFlow 1, "
                 "rocprof), gzipped or not, or a timeline made before")
      ->required();
  app.add_option("--workload", o.workload,
                 "workload file of the network that was measured: states cell, sizes, batch, steps "
                 "and input product");
  app.add_option("--summary", o.summary,
                 "summary that scripts/gpu_profile.py wrote beside the trace: states all of the "
                 "network, and device and software");
  app.add_option("--measured", o.measured,
                 "what was measured, e.g. calls=10,steps=100,batch=32,precision=fp16; counts more "
                 "than --summary and --workload; repeatable")
      ->allow_extra_args(false);
  app.add_option("--classes", o.classes,
                 "JSON file with classes of kernels of your own, tried before the built-in ones");
  app.add_flag_callback(
      "--cpu-operators", [&o] { o.of = gpu::Processor::cpu; },
      "of a trace of PyTorch, take the own times of the CPU's operators in place of kernels");
  app.add_option("-o,--output", o.output, "write the timeline as JSON to this file; - is stdout");
}

/// What a workload says of a measurement; a GPU's precision and calls it does not know.
void state_workload(gpu::Measured& measured, const std::string& file) {
  gpu::Measured network = beside::network_of(load_workload(file));
  network.precision = measured.precision;
  network.calls = measured.calls;
  if (!measured.phase.empty()) network.phase = measured.phase;
  measured = std::move(network);
}

/// What scripts/gpu_profile.py says of a run, as far as it is of use here.
struct Summary {
  gpu::Measured measured;
  std::string device, torch;
  static void describe(auto& self, auto& visit) {
    visit("measured", self.measured, Doc{"what was measured"});
    visit("device", self.device, Doc{"GPU by name"});
    visit("torch", self.torch, Doc{"version of PyTorch"});
  }
};

void state_summary(gpu::Timeline& timeline, const std::string& file) {
  json::Value value = json::parse(read_file(file, kLargestText), file);
  auto* members = value.get_if<json::Value::Object>();
  if (!members || !members->contains("measured"))
    throw ConfigError(file, "",
                      "is no summary of scripts/gpu_profile.py (\"measured\" is missing)");
  std::erase_if(*members, [](const auto& member) {
    return member.first != "measured" && member.first != "device" && member.first != "torch";
  });
  const auto summary = json::read_value<Summary>(std::move(value), file);
  timeline.measured = summary.measured;
  timeline.device = summary.device;
  timeline.software = "PyTorch " + summary.torch;
}

}  // namespace

ExitCode import_gpu(Words words) {
  ImportOptions o;
  CLI::App app("Reads the kernels of a GPU from the output of a profiler.", "rdasim import-gpu");
  add_options(app, o);
  if (!parse(app, words)) return ExitCode::ok;
  check_output(o.output, "JSON");
  json::refuse_other_kind(json::kind_of_file(o.file), json::FileKind::timeline, o.file);
  gpu::Timeline timeline = gpu::import_timeline(
      o.file, o.classes.empty() ? gpu::built_in_classes() : gpu::load_classes(o.classes), o.of);
  if (!o.workload.empty()) state_workload(timeline.measured, o.workload);
  if (!o.summary.empty()) state_summary(timeline, o.summary);
  state(timeline.measured, o.measured);
  if (o.output.empty())
    print(to_text(timeline));
  else
    write_output(o.output, to_json(timeline));
  return ExitCode::ok;
}

}  // namespace rda::app
