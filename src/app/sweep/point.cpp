// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/point.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/verify_size.h"
#include "flow/evaluate.h"
#include "json/reader.h"
#include "rda/error.h"
#include "sweep/data_file.h"

namespace rda::app {
namespace {

using sweep::Point;
using sweep::Result;
using sweep::Status;

Report report_of(const Point& point, flow::PlacementCache& cache) {
  const flow::Inputs inputs = flow::load(point.chip, point.workload, point.mapping);
  const auto conditions = json::read_value<Conditions>(point.run, "run");
  flow::MapRequest request;
  request.search = {.budget = conditions.search_budget, .jobs = 1};
  check_verify_size(inputs.workload, conditions);
  const std::vector<flow::Mapped> mapped = flow::make_mappings(inputs, request, cache);
  flow::Execution execution;
  execution.jobs = 1;
  return flow::evaluate(inputs, mapped, conditions, execution).report;
}

/// What an error says of a point; none: nothing.
std::optional<Status> status_of(const Error& error) {
  if (dynamic_cast<const CycleLimitError*>(&error)) return Status::cycle_limit;
  switch (error.exit_code) {
    case ExitCode::does_not_map:
      return Status::unmappable;
    case ExitCode::deadlock:
      return Status::deadlock;
    case ExitCode::values_differ:
      return Status::differs;
    case ExitCode::bad_input:
    case ExitCode::usage:
      return Status::invalid;
    default:
      return std::nullopt;
  }
}

/// A message must not say where the data lies: results are the same on every host.
std::string message_of(const Error& error, const Point& point) {
  std::string message = error.what();
  const std::string data = sweep::data_file(point);
  if (data.empty()) return message;
  for (std::size_t at = message.find(data); at != message.npos; at = message.find(data, at))
    message.replace(at, data.size(), "data");
  return message;
}

/// The report without its lists of units and streams, and without what the point itself says.
json::Value short_report(Report report) {
  report.units.clear();
  report.streams.clear();
  json::Value value = json::parse(to_json(report), "report");
  auto& members = *value.get_if<json::Value::Object>();
  for (const char* part : {"command", "inputs", "simulator_commit", "units", "streams"})
    members.erase(part);
  return value;
}

}  // namespace

Status run_point(const Point& point, const sweep::Store& store, flow::PlacementCache& cache,
                 bool whole_report) {
  Result result;
  try {
    Report report = report_of(point, cache);
    // The same bytes on every host, whatever was changed that no result depends on.
    report.simulator_commit.clear();
    report.inputs.workload.data =
        std::filesystem::path(report.inputs.workload.data).filename().string();
    if (whole_report) store.put_report(point.key, to_json(report));
    result.report = short_report(std::move(report));
  } catch (const OutputError&) {
    throw;
  } catch (const Error& error) {
    const std::optional<Status> status = status_of(error);
    if (!status) throw;
    if (*status == Status::invalid) sweep::check_data(point);  // it may have gone meanwhile
    result.status = *status;
    result.message = message_of(error, point);
  }
  store.put_result(point.key, to_text(point, result));
  return result.status;
}

}  // namespace rda::app
