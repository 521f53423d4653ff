// SPDX-License-Identifier: Apache-2.0
#include "flow/repeat.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/gather.h"
#include "base/paths.h"
#include "base/sha256.h"
#include "base/text.h"
#include "chip/rules.h"
#include "json/reader.h"
#include "json/writer.h"
#include "rda/error.h"
#include "rda/report.h"
#include "report/report_fields.h"
#include "workload/arrays.h"
#include "workload/data.h"
#include "workload/rules.h"

namespace rda::flow {
namespace {

using json::Value;

/// The members of a report that tell how to repeat it.
struct Head {
  std::string simulator_version, simulator_commit, command;
  RunInputs inputs;
  static void describe(auto& self, auto& visit) {
    visit("simulator_version", self.simulator_version, Doc{"version of the program"});
    visit("simulator_commit", self.simulator_commit, Doc{"commit of the program's sources"});
    visit("command", self.command, Doc{"command that repeats the run"});
    visit("inputs", self.inputs, Doc{"all that the run started from"});
  }
};

/// A member that is missing would be its default, which the run need not have had.
/// @throws ConfigError  for every such member
void require_all(const std::string& file, const std::string& pointer, const Value& given,
                 const Value& all) {
  const auto* members = all.get_if<Value::Object>();
  if (!members) return;
  const auto& some = given.get<Value::Object>();
  Gather gather;
  for (const auto& [key, value] : *members)
    gather([&] {
      const std::string below = json::child(pointer, key);
      const auto found = some.find(key);
      if (found == some.end()) throw ConfigError(file, below, "missing");
      if (key != "sources") require_all(file, below, found->second, value);
    });
  gather.raise();
}

/// All that says what a run started from.
void require_inputs(const std::string& file, const Value& given, const RunInputs& read) {
  require_all(file, "/inputs", given, json::to_value(read));
}

/// @param figures  becomes the other members of the report
Head read_head(const std::string& file, Value& figures) {
  Value report = json::load(file, json::FileKind::report, kLargestText);
  auto* members = report.get_if<Value::Object>();
  if (!members || !members->contains("cycles"))
    throw ConfigError(file, "", "is no report (run -o)");
  const auto version = members->find("schema_version");
  if (version == members->end() || version->second != Value(Report().schema_version))
    throw ConfigError(file, "/schema_version",
                      fmt::format("not {}, the version that says what a run started from (run the "
                                  "workload again)",
                                  Report().schema_version));
  Value::Object head;
  for (const char* key : {"simulator_version", "simulator_commit", "command", "inputs"}) {
    const auto member = members->find(key);
    if (member == members->end()) throw ConfigError(file, json::child("", key), "missing");
    head[key] = std::move(member->second);
    members->erase(member);
  }
  figures = std::move(report);
  const Value given = head.at("inputs");
  Head read = json::read_value<Head>(Value(std::move(head)), file);
  require_inputs(file, given, read.inputs);
  return read;
}

/// Refuses all problems of a part of the report, each by its place in the report.
void refuse(const std::string& file, const std::string& part,
            const std::vector<json::Problem>& problems) {
  Gather gather;
  for (const json::Problem& problem : problems)
    gather([&] { throw ConfigError(file, part + problem.pointer, problem.text); });
  gather.raise();
}

/// The member of an object; nullptr if it has none.
const Value* at(const Value& object, const std::string& key) {
  const auto& members = object.get<Value::Object>();
  const auto found = members.find(key);
  return found == members.end() ? nullptr : &found->second;
}

/// The first part that both values have and that differs; empty if there is none. A member that one
/// of them lacks is new, or left out.
std::string differs(const Value* was, const Value* is, const std::string& pointer) {
  if (!was || !is || *was == *is) return "";
  if (const auto* members = was->get_if<Value::Object>(); members && is->get_if<Value::Object>()) {
    for (const auto& [key, value] : *members)
      if (std::string found = differs(&value, at(*is, key), json::child(pointer, key));
          !found.empty())
        return found;
    return "";
  }
  const auto *some = was->get_if<Value::Array>(), *others = is->get_if<Value::Array>();
  for (std::size_t i = 0; some && others && i < std::min(some->size(), others->size()); ++i)
    if (std::string found =
            differs(&(*some)[i], &(*others)[i], json::child(pointer, std::to_string(i)));
        !found.empty())
      return found;
  return fmt::format("{} is {}, and {} in the repeated run", pointer,
                     one_line(json::dump_line(*was), 40), one_line(json::dump_line(*is), 40));
}

/// A file that the run read must not have changed.
void expect_bytes(const std::string& report, const std::string& pointer, const std::string& file,
                  const std::string& wanted) {
  if (wanted.empty()) return;
  if (!is_there(file))
    throw ConfigError(report, pointer,
                      one_line(file, 400) + " does not exist (a path from the current folder)");
  if (sha256_of_file(file) == wanted) return;
  throw ConfigError(report, pointer,
                    one_line(file, 400) + " has other bytes than when the report was made");
}

/// Likewise the files of the data.
void expect_data(const std::string& report, const RunInputs& from) {
  if (from.data_sha256.empty()) return;
  for (const auto& [pointer, path] : {std::pair{"/inputs/workload/data", from.workload.data},
                                      std::pair{"/inputs/workload/inputs", from.workload.inputs}})
    if (!path.empty() && !is_there(path))
      throw ConfigError(report, pointer,
                        one_line(path, 400) + " does not exist (a path from the current folder)");
  if (workload::data_sha256(from.workload) == from.data_sha256) return;
  std::vector<std::string> files;
  for (const auto& path : workload::data_files(from.workload)) files.push_back(path.string());
  throw ConfigError(report, "/inputs/workload/data",
                    one_line(join(files, ", "), 400) + (files.size() > 1 ? " have" : " has") +
                        " other bytes than when the report was made");
}

/// @throws ConfigError  for everything that is wrong
void check_inputs(const std::string& file, const RunInputs& from) {
  Gather gather;
  gather([&] { refuse(file, "/inputs/chip", chip::broken_rules(from.chip)); });
  gather([&] {
    refuse(file, "/inputs/workload", workload::broken_rules(from.workload));
    expect_data(file, from);
    workload::check_data(from.workload, workload::ExtraArrays::ignore);
  });
  gather(
      [&] { expect_bytes(file, "/inputs/mapping_file", from.mapping_file, from.mapping_sha256); });
  gather.raise();
}

}  // namespace

void check_report(const Value& report, const std::string& file) {
  const auto& members = report.get<Value::Object>();
  Report read;
  read.schema_version = 1;  // the first version did not say it
  json::fill(report, read);
  const std::int64_t newest = Report().schema_version;
  if (read.schema_version < 1 || read.schema_version > newest)
    throw ConfigError(file, "/schema_version",
                      fmt::format("{} is not one of the versions 1 to {} that this rdasim knows",
                                  read.schema_version, newest));
  if (read.schema_version < newest) return;
  const auto inputs = members.find("inputs");
  if (inputs == members.end()) throw ConfigError(file, "/inputs", "missing");
  require_inputs(file, inputs->second, read.inputs);
}

Repeat load_report(const std::filesystem::path& path) {
  const std::string file = path.string();
  Value figures;
  Head head = read_head(file, figures);
  RunInputs& from = head.inputs;
  check_inputs(file, from);
  return {.inputs = {std::move(from.chip), std::move(from.workload), from.mapping},
          .mapping_file = std::move(from.mapping_file),
          .conditions = from.run,
          .command = std::move(head.command),
          .simulator_version = std::move(head.simulator_version),
          .simulator_commit = std::move(head.simulator_commit),
          .figures = std::move(figures)};
}

bool Repeat::is_ours() const {
  return simulator_version == version() && simulator_commit == commit();
}

std::string Repeat::difference(const Report& repeated) const {
  const Value now = json::parse(to_json(repeated), "report");
  for (const char* key : {"hash", "cycles"})  // they say most
    if (key == std::string_view("cycles") || is_ours())
      if (std::string found = differs(at(figures, key), at(now, key), json::child("", key));
          !found.empty())
        return found;
  return is_ours() ? differs(&figures, &now, "") : "";
}

}  // namespace rda::flow
