// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/command.h"
#include "app/measured.h"
#include "app/output.h"
#include "beside/beside.h"
#include "gpu/kernel_classes.h"
#include "gpu/timeline.h"
#include "gpu/timeline_text.h"
#include "json/file_kind.h"
#include "rda/workload.h"

namespace rda::app {
namespace {

struct ImportOptions {
  std::string file, workload, classes, output;
  std::vector<std::string> measured;
};

void add_options(CLI::App& app, ImportOptions& o) {
  app.add_option("FILE", o.file,
                 "output of a profiler (Nsight Systems or Compute, nvprof, PyTorch, TensorFlow 1, "
                 "rocprof), gzipped or not, or a timeline made before")
      ->required();
  app.add_option("--workload", o.workload,
                 "workload file of the network that was measured: states cell, sizes, batch, steps "
                 "and input product");
  app.add_option("--measured", o.measured,
                 "what was measured, e.g. calls=10,steps=100,batch=32,precision=fp16; more than "
                 "--workload, or instead; repeatable")
      ->allow_extra_args(false);
  app.add_option("--classes", o.classes,
                 "JSON file with classes of kernels of your own, tried before the built-in ones");
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

}  // namespace

ExitCode import_gpu(Words words) {
  ImportOptions o;
  CLI::App app("Reads the kernels of a GPU from the output of a profiler.", "rdasim import-gpu");
  add_options(app, o);
  if (!parse(app, words)) return ExitCode::ok;
  check_output(o.output, "JSON");
  gpu::Timeline timeline = json::kind_of_file(o.file) == json::FileKind::timeline
                               ? gpu::load_timeline(o.file)
                               : gpu::import_timeline(o.file);
  if (!o.classes.empty()) gpu::classify(timeline, gpu::load_classes(o.classes));
  if (!o.workload.empty()) state_workload(timeline.measured, o.workload);
  state(timeline.measured, o.measured);
  if (o.output.empty())
    print(to_text(timeline));
  else
    write_output(o.output, to_json(timeline));
  return ExitCode::ok;
}

}  // namespace rda::app
