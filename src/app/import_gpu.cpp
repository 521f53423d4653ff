// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/command.h"
#include "app/measured.h"
#include "app/name_list.h"
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
  std::vector<std::string> measured, left_out;
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
                 "network, and device and software")
      ->excludes("--workload");
  app.add_option("--measured", o.measured,
                 "what was measured, e.g. calls=10,steps=100,batch=32,precision=fp16; counts more "
                 "than --summary and --workload; repeatable")
      ->allow_extra_args(false);
  app.add_option("--classes", o.classes,
                 "JSON file with classes of kernels of your own, tried before the built-in ones");
  add_names(app, "--leave-out", o.left_out,
            "parts of names of kernels that are not of the network, e.g. of a layer behind it; * "
            "stands for any letters");
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

/// Takes the kernels out whose names fit, and notes how many.
void leave_out(gpu::Timeline& timeline, const std::string& pattern) {
  std::int64_t launches = 0, ns = 0;
  std::erase_if(timeline.kernels, [&](const gpu::Kernel& kernel) {
    if (!gpu::is_named(kernel, pattern)) return false;
    launches += kernel.launches;
    ns += kernel.duration_ns;
    return true;
  });
  if (launches == 0) throw UsageError("--leave-out: no kernel is named like " + one_line(pattern));
  if (timeline.kernels.empty())
    throw UsageError("--leave-out: no kernel is left without those like " + one_line(pattern));
  timeline.notes.push_back(fmt::format("without {} launches of {}, {:.3f} us together", launches,
                                       one_line(pattern),
                                       static_cast<double>(ns) / beside::kUsPerMs));
}

/// What scripts/gpu_profile.py says of a run, as far as it is of use here.
struct Summary {
  gpu::Measured measured;
  std::string trace, device, torch;
  double ms_per_call_without_profiler = 0;
  static void describe(auto& self, auto& visit) {
    visit("measured", self.measured, Doc{"what was measured"});
    visit("trace", self.trace, Doc{"file of the trace; empty: not known"});
    visit("device", self.device, Doc{"GPU by name"});
    visit("torch", self.torch, Doc{"version of PyTorch"});
    visit("ms_per_call_without_profiler", self.ms_per_call_without_profiler, Range{0},
          Doc{"time of a call; 0: not known", "ms"});
  }
};

void state_summary(gpu::Timeline& timeline, const std::string& file) {
  json::Value value = json::parse(read_file(file, kLargestText), file);
  auto* members = value.get_if<json::Value::Object>();
  if (!members || !members->contains("measured"))
    throw ConfigError(file, "",
                      "is no summary of scripts/gpu_profile.py (\"measured\" is missing)");
  const json::Shape known = json::shape<Summary>();
  std::erase_if(*members, [&](const auto& member) {
    return std::ranges::find(known.fields, member.first, &json::Field::key) == known.fields.end();
  });
  const auto summary = json::read_value<Summary>(std::move(value), file);
  if (!summary.trace.empty() && summary.trace != timeline.source)
    throw ConfigError(file, "/trace",
                      fmt::format("is of {}, not of {}", one_line(summary.trace, 200),
                                  one_line(timeline.source, 200)));
  timeline.measured = summary.measured;
  if (summary.ms_per_call_without_profiler > 0)
    timeline.measured.call_us_without_profiler =
        beside::kUsPerMs * summary.ms_per_call_without_profiler;
  if (timeline.device.empty() || timeline.device == "CPU") timeline.device = summary.device;
  timeline.software = "PyTorch " + summary.torch;
}

}  // namespace

ExitCode import_gpu(Words words) {
  ImportOptions o;
  CLI::App app("Reads the kernels of a GPU from the output of a profiler.", "rdasim import-gpu");
  add_options(app, o);
  if (!parse(app, words)) return ExitCode::ok;
  check_output(o.output, "JSON");
  refuse_same_file("--output", o.output, {o.file, o.workload, o.summary, o.classes});
  json::refuse_other_kind(json::kind_of_file(o.file), json::FileKind::timeline, o.file);
  std::optional<gpu::KernelClasses> classes;
  if (!o.classes.empty()) classes = gpu::load_classes(o.classes);
  gpu::Timeline timeline = gpu::import_timeline(o.file, classes ? &*classes : nullptr, o.of);
  if (!o.workload.empty()) state_workload(timeline.measured, o.workload);
  if (!o.summary.empty()) state_summary(timeline, o.summary);
  state(timeline.measured, o.measured);
  for (const std::string& pattern : o.left_out) leave_out(timeline, pattern);
  if (o.output.empty())
    print(to_text(timeline));
  else
    write_output(o.output, to_json(timeline));
  return ExitCode::ok;
}

}  // namespace rda::app
