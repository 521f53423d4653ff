// SPDX-License-Identifier: Apache-2.0
#include "app/trace_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "app/arguments.h"
#include "app/output.h"
#include "app/unit_choice.h"
#include "app/words.h"
#include "base/ceil_div.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/streamed_file.h"
#include "base/tell.h"
#include "base/text.h"
#include "trace/gzip.h"
#include "trace/perfetto.h"

namespace rda::app {
namespace {

constexpr std::int64_t kMostMb = 1000000;

bool is_compressed(const TraceChoice& trace) { return ending_of(trace.file) == ".gz"; }

void add_number(CLI::App& app, const std::string& name, std::int64_t& number, std::int64_t least,
                const std::string& what) {
  app.add_option_function<std::string>(
         name,
         [&number, name, least](const std::string& word) {
           number = to_integer(name, word, least, name == "--trace-max-mb" ? kMostMb : kMostCycles);
         },
         what)
      ->group(kNoInput);
}

[[noreturn]] void refuse_size(const TraceChoice& trace, const trace::Recorder& recorder,
                              std::int64_t mb) {
  const Cycle from = recorder.window().from;
  const Cycle cycles = std::min(recorder.window().end, recorder.cycles()) - from;
  const auto fit = static_cast<Cycle>(static_cast<double>(cycles) *
                                      static_cast<double>(trace.most_mb) / static_cast<double>(mb));
  throw OutputError(
      fmt::format("{}: not written: the trace of {} cycles would take about {} MB, more than {} "
                  "(--trace-max-mb {}; or about --trace-cycles {}, or fewer --trace-units{})",
                  one_line(trace.file, 400), cycles, mb, trace.most_mb, mb, fit,
                  trace.extras.flows > 0 ? ", or a larger --trace-flows" : ""));
}

/// Beside the trace, or where temporary files go if it has no folder of its own.
trace::SpoolPlace place_of(const TraceChoice& trace) {
  const std::string less = "take fewer --trace-cycles or --trace-units, or ";
  if (StreamedFile::in_place(trace.file))
    return {temporary_folder(), less + "set TMPDIR to a folder that has space"};
  return {written_file(trace.file).parent_path(), less + "write it to a disk that has space"};
}

}  // namespace

void add_trace(CLI::App& app, TraceChoice& trace) {
  app.add_option("--trace", trace.file,
                 "write what each unit did in each cycle to this .json or .json.gz file, for "
                 "ui.perfetto.dev")
      ->group(kNoInput);
  add_number(app, "--trace-from", trace.from, 0, "first cycle of the trace (default: 0)");
  add_number(app, "--trace-cycles", trace.cycles, 1,
             "cycles of the trace (default: to the end of the run)");
  app.add_option("--trace-units", trace.units,
                 "units of the trace: pcu, pmu, source, sink, a name, or a pattern of names, e.g. "
                 "\"layer0.i.*\"; repeatable (default: all)")
      ->allow_extra_args(false)
      ->group(kNoInput);
  add_number(app, "--trace-flows", trace.extras.flows, 1,
             "add arrows for the first and every further Nth token of each stream, from the firing "
             "that made it to the firing that took it (default: none)");
  add_number(app, "--trace-counters", trace.extras.counters, 1,
             "add counters of active, conflict, blocked and starved units of each kind, the mean "
             "of every N cycles (default: none)");
  add_number(app, "--trace-max-mb", trace.most_mb, 1,
             "refuse a trace of more megabytes, before compression (default: 200)");
}

void check_trace(const CLI::App& app, const TraceChoice& trace) {
  if (trace.file.empty()) {
    for (const char* name : {"--trace-from", "--trace-cycles", "--trace-units", "--trace-flows",
                             "--trace-counters", "--trace-max-mb"})
      if (app.get_option(name)->count() > 0)
        throw UsageError(fmt::format("{}: there is no trace (add --trace FILE.json)", name));
    return;
  }
  const std::filesystem::path path = trace.file;
  const std::string ending = ending_of(is_compressed(trace) ? path.stem() : path);
  check_written(app, "--trace", trace.file, ending == ".json", "a .json or .json.gz file");
}

std::unique_ptr<trace::Recorder> recorder_of(const TraceChoice& trace, const Mapping& mapping) {
  if (trace.file.empty()) return nullptr;
  trace::Window window{.from = trace.from};
  if (trace.cycles > 0) window.end = trace.from + trace.cycles;
  return std::make_unique<trace::Recorder>(
      mapping,
      trace::Recording{.chosen = chosen_units(mapping, trace.units, "--trace-units"),
                       .window = window,
                       .most = trace.most_mb * kMegabyte / trace::kSliceBytes,
                       .tokens = trace.extras.flows > 0},
      place_of(trace));
}

void write_trace(const TraceChoice& trace, const Chip& chip, const Mapping& mapping,
                 const trace::Recorder& recorder) {
  const std::int64_t mb = ceil_div(trace::bytes_of(mapping, recorder, trace.extras), kMegabyte);
  if (!recorder.is_complete() || mb > trace.most_mb) refuse_size(trace, recorder, mb);
  if (recorder.window().from >= recorder.cycles())
    tell(fmt::format("rdasim: note: {}: the run ended after {} cycles, before --trace-from {}\n",
                     one_line(trace.file, 400), recorder.cycles(), trace.from));
  StreamedFile file(trace.file);
  std::optional<trace::GzipWriter> gzip;
  if (is_compressed(trace)) gzip.emplace(file);
  trace::write_perfetto(chip, mapping, recorder, trace.extras, [&](std::string_view text) {
    gzip ? gzip->append(text) : file.append(text);
  });
  if (gzip) gzip->finish();
  file.commit();
}

}  // namespace rda::app
