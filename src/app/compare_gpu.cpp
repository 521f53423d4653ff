// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/arguments.h"
#include "app/command.h"
#include "app/gpu_source.h"
#include "app/mapping_source.h"
#include "app/name_list.h"
#include "app/output.h"
#include "app/page_file.h"
#include "app/table_format.h"
#include "base/tell.h"
#include "base/text.h"
#include "beside/beside.h"
#include "beside/differences.h"
#include "flow/evaluate.h"
#include "page/gpu_page.h"
#include "page/html.h"

namespace rda::app {
namespace {

struct CompareGpuOptions {
  InputOptions inputs;
  MappingSource source;
  std::vector<std::string> more_workloads, gpus, allowed;
  std::string output, page;
  TableFormat form = TableFormat::text;
};

void add_options(CLI::App& app, CompareGpuOptions& o) {
  add_inputs(app, o.inputs);
  app.add_option("MORE", o.more_workloads, "more workload files: a table with a row for each");
  add_mapping_source(app, o.source);
  add_point(app, o.inputs);
  app.add_option("--gpu", o.gpus, gpu_source_help())->required()->allow_extra_args(false);
  add_names(app, "--allow-different", o.allowed,
            "properties in which the GPU's run may differ from the chip's, or which its file does "
            "not state: " +
                join(beside::properties(), ", "));
  add_format(app, o.form);
  app.add_option("-o,--output", o.output, "write to this file; - is stdout")->group(kNoInput);
  add_page(app, o.page, "kernels and phases on one time axis, speedups, and what differs");
}

void check_allowed(const std::vector<std::string>& allowed) {
  const std::vector<std::string> known = beside::properties();
  for (const std::string& name : allowed)
    if (std::ranges::find(known, name) == known.end())
      throw UsageError(fmt::format("--allow-different: {} is no property{} (one of: {})",
                                   one_line(name), did_you_mean(name, known), join(known, ", ")));
}

Report report_of(CompareGpuOptions& o, const std::string& workload, flow::PlacementCache& cache) {
  InputOptions inputs = o.inputs;
  inputs.workload_file = workload;
  const flow::Inputs loaded = load(inputs, o.source);
  const std::vector<flow::Mapped> mapped = mappings_of(o.source, loaded, cache);
  flow::Execution execution;
  execution.jobs = o.source.request.search.jobs;
  execution.show_stage = true;
  return flow::evaluate(loaded, mapped, {}, execution).report;
}

/// Of several workloads, one for which a GPU has no time is said and left out there.
void add_gpus(beside::Row& row, const std::vector<GpuSource>& sources, const CompareGpuOptions& o,
              std::vector<beside::LeftOut>& left_out) {
  for (const GpuSource& source : sources) {
    try {
      beside::set_beside(row, source.side_for(row), o.allowed);
    } catch (const Error& error) {
      if (o.more_workloads.empty() || error.exit_code != ExitCode::bad_input) throw;
      left_out.push_back({row.workload, source.word(), error.what()});
    }
  }
}

/// The rows of all workloads that run. Of several, one that does not is said and left out.
struct Rows {
  std::vector<beside::Row> made;
  std::vector<beside::LeftOut> left_out;
  Report last;
  ExitCode code = ExitCode::ok;  ///< of the last one that did not run

  void add(CompareGpuOptions& o, const std::string& workload, const std::vector<GpuSource>& sources,
           flow::PlacementCache& cache) {
    try {
      Report report = report_of(o, workload, cache);
      beside::Row row = beside::row_of(report);
      add_gpus(row, sources, o, left_out);
      made.push_back(std::move(row));
      last = std::move(report);
    } catch (const Error& error) {
      if (o.more_workloads.empty()) throw;
      code = error.exit_code;
      left_out.push_back({workload, "", error.what()});
      tell(fmt::format("rdasim: {}\n", legible(error.what())));
      for (const std::string& line : error.further)
        tell(fmt::format("rdasim: {}\n", legible(line)));
    }
  }
};

std::vector<GpuSource> sources_of(const CompareGpuOptions& o) {
  std::vector<GpuSource> sources;
  for (const std::string& word : o.gpus) {
    sources.emplace_back(word);
    for (std::size_t i = 0; i + 1 < sources.size(); ++i)
      if (sources[i].word() == sources.back().word())
        throw UsageError(fmt::format("--gpu: {} is given twice", one_line(sources[i].word())));
    refuse_same_file("--output", o.output, {sources.back().file()});
    refuse_same_file("--html", o.page, {sources.back().file()});
  }
  refuse_same_file("--output", o.output, o.more_workloads);
  refuse_same_file("--html", o.page, o.more_workloads);
  return sources;
}

std::string in_form(TableFormat form, const beside::Beside& made) {
  switch (form) {
    case TableFormat::json:
      return to_json(made);
    case TableFormat::md:
      return to_markdown(made);
    case TableFormat::csv:
      return to_csv(made);
    case TableFormat::latex:
      return to_latex(made);
    case TableFormat::text:
      break;
  }
  return to_text(made);
}

}  // namespace

/// Runs each workload on the chip, and sets the times of the GPUs beside it.
ExitCode compare_gpu(Words words) {
  CompareGpuOptions o;
  CLI::App app("Sets a run of the chip beside the same network on GPUs, kernel by kernel.",
               "rdasim compare-gpu");
  add_options(app, o);
  o.source.request.show_stage = true;
  if (!parse(app, words)) return ExitCode::ok;
  check_output(o.output, format_name(o.form));
  check_page(app, o.page);
  check_start(o.inputs, o.source);
  check_allowed(o.allowed);
  const std::vector<GpuSource> sources = sources_of(o);
  flow::PlacementCache cache(choose_cache(o.source.cache));

  Rows rows;
  std::vector<std::string> workloads{o.inputs.workload_file};
  workloads.insert(workloads.end(), o.more_workloads.begin(), o.more_workloads.end());
  for (const std::string& workload : workloads) rows.add(o, workload, sources, cache);
  if (rows.made.empty()) return rows.code;
  if (std::ranges::all_of(rows.made, [](const auto& row) { return row.gpus.empty(); }))
    throw Error(ExitCode::bad_input,
                fmt::format("nothing to compare: {}", rows.left_out.front().why));
  beside::Beside made = beside::beside(rows.last, std::move(rows.made));
  made.left_out = std::move(rows.left_out);
  write_output(o.output.empty() ? "-" : o.output, in_form(o.form, made));
  if (!o.page.empty())
    write_output(o.page, page::to_html(page::make_gpu_page(std::move(made), command_of(app))));
  return rows.code;
}

}  // namespace rda::app
