// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <utility>

#include "app/arguments.h"
#include "app/cache_choice.h"
#include "app/check_case.h"
#include "app/children.h"
#include "app/command.h"
#include "app/github.h"
#include "app/output.h"
#include "app/progress.h"
#include "base/file.h"
#include "base/text.h"
#include "json/reader.h"
#include "json/writer.h"
#include "regress/figures.h"
#include "regress/render.h"

namespace rda::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxGoldenBytes = std::size_t{1} << 28;

enum class Form { text, json, md, junit };
constexpr std::array<std::string_view, 4> names(Form) { return {"text", "json", "md", "junit"}; }

struct CheckOptions {
  std::string golden, why, output;
  Form form = Form::text;
  CacheOptions cache;
  int jobs = kAllThreads;
  bool update = false, allow_new = false;
};

void add_options(CLI::App& app, CheckOptions& o) {
  app.add_option("GOLDEN", o.golden, "golden file: cases and what they came to")->required();
  app.add_flag("--update", o.update, "record what moved, is new or is gone, in the golden file");
  app.add_option("--why", o.why, "the reason, kept beside each number that --update records");
  app.add_flag("--allow-new", o.allow_new, "what is not recorded yet does not fail");
  app.add_option_function<std::string>(
         "--format",
         [&o](const std::string& word) {
           o.form = to_enumerator<Form>("--format", word, "format");
         },
         "text, json, md (Markdown) or junit")
      ->default_str("text");
  app.add_option_function<std::string>(
         "-j,--jobs",
         [&o](const std::string& word) {
           o.jobs = static_cast<int>(to_integer("--jobs", word, 1, 4096));
         },
         "cases at once")
      ->default_str("all cores");
  app.add_option("-o,--output", o.output,
                 "write the result in that format to this file, and as text to stdout");
  add_cache(app, o.cache);
}

/// What can be refused before any work.
void check_words(const CheckOptions& o) {
  if (o.update && o.why.empty())
    throw UsageError("--update: say --why the numbers moved; it is kept beside them");
  if (!o.update && !o.why.empty()) throw UsageError("--why: only --update keeps a reason");
  check_output(o.output);
  std::error_code differs;
  if (!o.output.empty() && fs::equivalent(o.golden, o.output, differs))
    throw UsageError("--output: " + one_line(o.output, 400) + " is an input");
  if (!o.update) return;
  check_output(o.golden);
  check_output(regress::profile_file_of(o.golden));
}

/// A figure that was never recorded has to be one that reports have.
void refuse_unknown_metrics(const regress::Golden& golden, const std::string& file) {
  const std::vector<std::string> known = regress::known_figures();
  for (const auto& [name, c] : golden.cases)
    for (const auto& [metric, rule] : c.metrics)
      if (rule.is.is_null() && std::ranges::find(known, metric) == known.end())
        throw ConfigError(
            file, json::child(json::child(json::child("/cases", name), "metrics"), metric),
            fmt::format("reports have no such figure; did you mean \"{}\"? (docs/stats.md)",
                        nearest(metric, known)));
}

regress::ProfileFile load_profiles(const std::string& golden_file) {
  const std::string file = regress::profile_file_of(golden_file);
  if (!fs::exists(file)) return {};
  return regress::read_profiles(read_file(file, kMaxGoldenBytes), file);
}

/// A case as it ran; without an outcome it could not.
struct Ran {
  std::optional<regress::Outcome> outcome;
  std::string problem;
};

std::vector<Ran> run_cases(const CheckOptions& o, const regress::Golden& golden) {
  std::vector<const regress::Case*> cases;
  for (const auto& entry : golden.cases) cases.push_back(&entry.second);
  PlacementCache cache(choose_cache(o.cache));
  const fs::path folder = fs::path(o.golden).parent_path();
  const int count = static_cast<int>(cases.size());
  const Progress progress("cases", count);
  const auto work = [&](int i) {
    return json::dump_line(
        json::to_value(run_case(*cases[static_cast<std::size_t>(i)], folder, cache)));
  };
  std::vector<Ran> all;
  for (const ChildOutcome& child :
       in_children(count, o.jobs, work, [&](int done) { progress.show(done); })) {
    Ran& ran = all.emplace_back();
    if (child.ok())
      json::fill(json::parse(child.output, "case"), ran.outcome.emplace());
    else
      ran.problem = child.error;
  }
  return all;
}

/// Takes over what moved. @return the new files' texts: golden and profiles
std::pair<std::string, std::string> updated(const CheckOptions& o, regress::Golden golden,
                                            const regress::ProfileFile& before,
                                            const std::vector<Ran>& all,
                                            const regress::CheckResult& result) {
  regress::ProfileFile profiles;
  const auto keep = [](const auto& from, auto& to, const std::string& key) {
    if (const auto found = from.find(key); found != from.end()) to[key] = found->second;
  };
  profiles.options = before.options;
  std::size_t i = 0;
  for (auto& [name, c] : golden.cases) {
    const Ran& ran = all[i];
    if (ran.outcome) {
      update(c, result.cases[i], *ran.outcome, o.why);
      profiles.chips[c.chip] = ran.outcome->chip;
      profiles.workloads[c.workload] = ran.outcome->workload;
      profiles.options = ran.outcome->options;
      if (ran.outcome->exit == 0) profiles.cases[name] = ran.outcome->profile;
    } else {
      keep(before.chips, profiles.chips, c.chip);
      keep(before.workloads, profiles.workloads, c.workload);
      keep(before.cases, profiles.cases, name);
    }
    ++i;
  }
  return {to_text(golden), to_text(profiles)};
}

std::string in_form(Form form, const regress::CheckResult& result) {
  switch (form) {
    case Form::json:
      return to_json(result);
    case Form::md:
      return to_markdown(result);
    case Form::junit:
      return to_junit(result);
    case Form::text:
      break;
  }
  return to_text(result);
}

void show(const CheckOptions& o, const regress::CheckResult& result) {
  const bool to_file = !o.output.empty() && o.output != "-";
  if (to_file) write_output(o.output, in_form(o.form, result));
  print(to_file ? to_text(result) : in_form(o.form, result));
  if (result.failed() == 0 || o.update) return;
  tell_github(to_annotations(result));
}

/// What --update recorded, a line each.
std::string update_text(const CheckOptions& o, const regress::CheckResult& result) {
  std::string text;
  std::size_t rows = 0;
  for (const regress::CaseResult& c : result.cases) {
    if (!c.problem.empty()) {
      text += wrapped(fmt::format("{}: it cannot run: {}\n", one_line(c.name), c.problem), 80, 4);
      continue;
    }
    for (const regress::Row& row : c.rows) {
      if (row.verdict == regress::Verdict::same || row.verdict == regress::Verdict::within)
        continue;
      ++rows;
      if (row.metric == "inputs" && row.verdict == regress::Verdict::fresh) continue;
      text += wrapped(fmt::format("{}: {} {} -> {}\n", one_line(c.name), row.metric,
                                  one_line(regress::in_words(row.recorded)),
                                  one_line(regress::in_words(row.now))),
                      80, 4);
    }
  }
  return text +
         fmt::format("{}: {}\n", one_line(o.golden, 400), rows == 0 ? "nothing moved" : "written");
}

}  // namespace

/// Read, run every case in a child process, compare; print, or take over.
ExitCode check_command(Words words) {
  CheckOptions o;
  CLI::App app("Runs the cases of a golden file and compares what they come to.", "rdasim check");
  add_options(app, o);
  if (!parse(app, words)) return ExitCode::ok;
  check_words(o);
  const regress::Golden golden =
      regress::read_golden(read_file(o.golden, kMaxGoldenBytes), o.golden);
  refuse_unknown_metrics(golden, o.golden);
  const regress::ProfileFile profiles = load_profiles(o.golden);

  const std::vector<Ran> all = run_cases(o, golden);
  regress::CheckResult result;
  result.golden = o.golden;
  std::size_t i = 0;
  for (const auto& [name, c] : golden.cases) {
    const Ran& ran = all[i++];
    result.cases.push_back(ran.outcome ? judge(name, c, *ran.outcome, profiles, o.allow_new)
                                       : regress::broken(name, ran.problem));
  }
  if (!o.update) {
    show(o, result);
    append_github_summary(to_markdown(result));
    return result.failed() > 0 ? ExitCode::check_failed : ExitCode::ok;
  }
  const auto [golden_text, profile_text] = updated(o, golden, profiles, all, result);
  write_file(o.golden, golden_text);
  write_file(regress::profile_file_of(o.golden), profile_text);
  print(update_text(o, result));
  const bool all_ran =
      std::ranges::all_of(all, [](const Ran& ran) { return ran.outcome.has_value(); });
  return all_ran ? ExitCode::ok : ExitCode::check_failed;
}

}  // namespace rda::app
