// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "base/file.h"
#include "base/paths.h"
#include "base/text.h"
#include "json/reader.h"
#include "json/sum.h"
#include "rda/error.h"
#include "regress/collected.h"
#include "regress/compare.h"
#include "regress/golden.h"
#include "regress/numbers.h"
#include "report/report_fields.h"

namespace rda::regress {
namespace {

namespace fs = std::filesystem;
using json::Value;

const Value* member(const Value& value, std::string_view key) {
  const auto* members = value.get_if<Value::Object>();
  if (!members) return nullptr;
  const auto found = members->find(key);
  return found == members->end() ? nullptr : &found->second;
}

std::string text_at(const Value& value, std::string_view key) {
  const Value* found = member(value, key);
  const auto* text = found ? found->get_if<std::string>() : nullptr;
  return text ? *text : "";
}

// --- a report ------------------------------------------------------------------------------------

/// What a report's run started from: no texts for people, and files by their bytes.
Figures knobs_of(const Value& inputs) {
  Figures knobs = values_of(json::without_texts(inputs, json::shape<RunInputs>()));
  for (const char* path : {"workload.data", "mapping_file"}) knobs.erase(path);
  return knobs;
}

// --- a golden file -------------------------------------------------------------------------------

Comparand golden_comparand(std::string_view text, const std::string& file) {
  Comparand comparand{file, Comparand::Kind::golden, {}};
  const std::string beside = profile_file_of(file);
  ProfileFile profiles;
  if (is_there(beside)) profiles = read_profiles(read_file(beside, kLargestText), beside);
  for (const auto& [name, c] : read_golden(text, file).cases) {
    Entry& entry = comparand.entries[name];
    entry.name = name;
    entry.workload = fs::path(c.workload).replace_extension().string();
    if (c.refusal) entry.outcome = fmt::format("exit {}: {}", c.refusal->exit, c.refusal->message);
    if (!c.recorded()) entry.outcome = "not recorded";
    for (const auto& [metric, recorded] : c.metrics)
      if (!recorded.is.is_null()) entry.figures[metric] = recorded.is;
    if (const auto found = profiles.cases.find(name); found != profiles.cases.end())
      entry.profile = found->second;
  }
  return comparand;
}

// --- a store -------------------------------------------------------------------------------------

/// The members of a stored point that identify it, whichever program ran it.
constexpr std::array<std::string_view, 5> kIdentity{"chip", "workload", "mapping", "run",
                                                    "data_sha256"};

/// @throws ConfigError  if the folder may not be read
std::vector<fs::path> paths_in(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (fs::directory_iterator file(folder, error), end; !error && file != end;
       file.increment(error))
    paths.push_back(file->path());
  if (error) throw ConfigError(folder.string(), "", "cannot be read: " + error.message());
  return paths;
}

/// Results of a store: "ab/<64 digits>.json".
std::vector<fs::path> results_of(const fs::path& store) {
  std::vector<fs::path> files;
  for (const fs::path& folder : paths_in(store)) {
    if (!is_folder(folder) || folder.filename().string().size() != 2) continue;
    for (const fs::path& file : paths_in(folder))
      if (file.extension() == ".json" && file.stem().string().size() == 64) files.push_back(file);
  }
  std::ranges::sort(files);
  return files;
}

/// A part of a stored point as its identity has it: without texts for people, with all conditions.
/// @throws ConfigError  naming `file`, if the part has another shape
Value identity_of(std::string_view key, const Value& part, const std::string& file) {
  static const json::Shape chip = json::shape<Chip>(), workload = json::shape<Workload>();
  if (key == "chip") return json::without_texts(part, chip);
  if (key == "workload") return json::without_texts(part, workload);
  if (key != "run") return part;
  for (const json::Problem& problem : json::problems(part, json::shape<Conditions>()))
    throw ConfigError(file, "/run" + problem.pointer, problem.text);
  Conditions conditions;  // an earlier program did not know all of them
  json::fill(part, conditions);
  return json::to_value(conditions);
}

/// A stored point, and the values that distinguish it from others: "chip.pcu.lanes".
struct Stored {
  std::string identity;
  Figures values;
  Entry entry;
};

Stored stored_in(const fs::path& file, const Complete& complete) {
  const std::string name = file.string();
  Value value = json::parse(read_file(file, kLargestText), name);
  json::take_sum(value, name);
  const std::string status = text_at(value, "status");
  if (status.empty() || !member(value, "chip") || !member(value, "workload"))
    throw ConfigError(name, "", "is no result of a sweep");
  Value::Object identity;
  for (const std::string_view key : kIdentity)
    if (const Value* part = member(value, key))
      identity[std::string(key)] = identity_of(key, *part, name);
  Stored stored;
  stored.entry.name = text_at(*member(value, "workload"), "name") + " on " +
                      text_at(*member(value, "chip"), "name");
  stored.entry.workload = text_at(*member(value, "workload"), "name");
  if (status != "ok") stored.entry.outcome = status + ": " + text_at(value, "message");
  if (const Value* report = member(value, "report")) {
    Value completed = *report;
    if (complete && status == "ok") complete(*member(value, "chip"), completed);
    stored.entry.figures = figures_of(completed);
  }
  for (const auto& [key, part] : identity)
    for (const auto& [path, leaf] : values_of(part)) stored.values[key + '.' + path] = leaf;
  stored.identity = dump_line(Value(std::move(identity)));
  return stored;
}

/// The values that differ between points, as text for its name.
std::string told_apart(const Stored& stored, const std::set<std::string>& varied) {
  std::string text;
  for (const std::string& path : varied) {
    const auto value = stored.values.find(path);
    if (value == stored.values.end()) continue;
    const std::string_view short_path = std::string_view(path).substr(path.find('.') + 1);
    const auto* word = value->second.get_if<std::string>();
    text += fmt::format(", {} {}", short_path, word ? *word : dump_line(value->second));
  }
  return text;
}

/// A single point of a store, as if it were a report: it has no units and streams.
Comparand stored_comparand(const fs::path& file, const Complete& complete) {
  Stored stored = stored_in(file, complete);
  Comparand comparand{file.string(), Comparand::Kind::report, {}};
  stored.entry.knobs = std::move(stored.values);
  stored.entry.knobs.erase("workload.data");
  comparand.entries["report"] = std::move(stored.entry);
  return comparand;
}

Comparand store_comparand(const std::string& file, const Complete& complete) {
  Comparand comparand{file, Comparand::Kind::store, {}};
  std::vector<Stored> all;
  for (const fs::path& result : results_of(file)) all.push_back(stored_in(result, complete));
  if (all.empty()) throw ConfigError(file, "", "is a folder without results of a sweep");
  std::set<std::string> varied;
  for (const Stored& stored : all)
    for (const auto& [path, value] : stored.values) {
      const auto first = all.front().values.find(path);
      if (first == all.front().values.end() || first->second != value) varied.insert(path);
    }
  for (Stored& stored : all) {
    stored.entry.name += told_apart(stored, varied);
    comparand.entries[stored.identity] = std::move(stored.entry);
  }
  return comparand;
}

/// Refuses what nothing can be compared with, by what it is.
[[noreturn]] void refuse(json::FileKind kind, const std::string& file) {
  throw Error(ExitCode::bad_input,
              fmt::format("{} is {}; to compare are a report (run -o), a golden file, a store of a "
                          "sweep, a table of a store (sweep collect --csv), or a CSV with the "
                          "columns workload and latency_ms",
                          one_line(file, 400), name_of(kind)));
}

Value parsed(const std::string& text, const std::string& file) {
  try {
    return json::parse(text, file);
  } catch (const ConfigError&) {
    if (file.ends_with(".csv"))
      throw ConfigError(file, "",
                        "is no table that compares: columns workload and latency_ms are "
                        "missing, and so is the head of sweep collect --csv");
    const json::FileKind kind = json::kind_of_text(text);
    if (kind == json::FileKind::unknown || kind == json::FileKind::report ||
        kind == json::FileKind::golden)
      throw;
    refuse(kind, file);
  }
}

}  // namespace

Comparand report_comparand(const Value& report, const std::string& file) {
  Comparand comparand{file, Comparand::Kind::report, {}};
  Entry& entry = comparand.entries["report"];
  entry.name = text_at(report, "workload") + " on " + text_at(report, "chip");
  entry.workload = text_at(report, "workload");
  entry.figures = figures_of(report);
  if (const Value* inputs = member(report, "inputs")) entry.knobs = knobs_of(*inputs);
  for (const char* about : {"simulator_version", "simulator_commit"})
    if (const Value* value = member(report, about)) entry.knobs[about] = *value;
  if (!member(report, "units") || !member(report, "streams")) return comparand;
  json::require(report, json::shape<Report>(), file);
  entry.profile = profile_of(report);
  return comparand;
}

Comparand read_comparand(const std::string& file, const Complete& complete) {
  std::error_code ignored;
  if (fs::is_directory(file, ignored)) return store_comparand(file, complete);
  const std::string text = read_file(file, kLargestText);
  if (is_collected(text)) return collected_comparand(text, file);
  if (is_numbers(text)) return numbers_comparand(text, file);
  const Value value = parsed(text, file);
  if (member(value, "cases")) return golden_comparand(text, file);
  if (member(value, "cycles") && member(value, "workload")) return report_comparand(value, file);
  if (member(value, "status") && member(value, "chip")) return stored_comparand(file, complete);
  refuse(json::kind_of(value), file);
}

}  // namespace rda::regress
