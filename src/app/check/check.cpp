// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "app/arguments.h"
#include "app/cache_choice.h"
#include "app/check/case.h"
#include "app/check/github.h"
#include "app/check/select.h"
#include "app/check/update.h"
#include "app/check/valid.h"
#include "app/command.h"
#include "app/output.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/replacement.h"
#include "base/tell.h"
#include "base/text.h"
#include "json/comments.h"
#include "process/children.h"
#include "regress/render.h"

namespace rda::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxGoldenBytes = std::size_t{1} << 28;

enum class CheckForm { text, json, md, junit };
constexpr std::array<std::string_view, 4> names(CheckForm) {
  return {"text", "json", "md", "junit"};
}

constexpr std::array<std::string_view, 4> kCheckFormats{"text", "JSON", "Markdown", "XML"};

struct CheckOptions {
  std::string golden, why, output, junit, markdown, json;
  std::vector<std::string> cases;
  CheckForm form = CheckForm::text;
  CacheOptions cache;
  int jobs = process::kAllThreads;
  bool update = false, allow_new = false, verbose = false;
};

void add_options(CLI::App& app, CheckOptions& o) {
  app.add_option("GOLDEN", o.golden, "golden file: cases and their recorded figures")->required();
  app.add_option("--case", o.cases,
                 "run only the cases of this name, or of these names with * and ?; repeatable")
      ->allow_extra_args(false);
  app.add_flag("--update", o.update,
               "record figures that moved, are new or are gone in the golden file");
  app.add_option("--why", o.why, "reason, which is kept beside each number that --update records");
  app.add_flag("--allow-new", o.allow_new, "figures that are not recorded yet do not fail");
  app.add_flag("-v,--verbose", o.verbose, "in text, also list the cases that pass");
  app.add_option_function<std::string>(
         "--format",
         [&o](const std::string& word) {
           o.form = to_enumerator<CheckForm>("--format", word, "format");
         },
         "text, json, md (Markdown) or junit")
      ->excludes("--update")
      ->default_str("text");
  app.add_option_function<std::string>(
         "-j,--jobs",
         [&o](const std::string& word) {
           o.jobs = static_cast<int>(to_integer("--jobs", word, 1, 4096));
         },
         "cases that run at once")
      ->default_str("all cores");
  app.add_option("-o,--output", o.output,
                 "write the result in the format of --format to this file, and as text to stdout")
      ->excludes("--update");
  for (const auto& [option, file, what] : {std::tuple("--junit", &o.junit, "JUnit XML"),
                                           {"--markdown", &o.markdown, "Markdown"},
                                           {"--json", &o.json, "JSON"}})
    app.add_option(option, *file, fmt::format("write the result as {} to this file as well", what))
        ->excludes("--update");
  add_cache(app, o.cache);
}

/// Outputs must be writable, not the golden file, and files of their own.
void check_outputs(const CheckOptions& o) {
  struct Output {
    std::string option, file;
    CheckForm form;
  };
  const std::array<Output, 4> outputs{{{"--output", o.output, o.form},
                                       {"--junit", o.junit, CheckForm::junit},
                                       {"--markdown", o.markdown, CheckForm::md},
                                       {"--json", o.json, CheckForm::json}}};
  std::set<fs::path> written;
  for (const auto& [option, file, form] : outputs) {
    if (file.empty()) continue;
    const std::string name = one_line(file, 400);
    if (file == "-" && option != "--output")
      throw UsageError(option + ": stdout has the text (name a file, or use --format)");
    std::error_code differs;
    if (fs::equivalent(o.golden, file, differs))
      throw UsageError(option + ": " + name + " is an input");
    check_output(file, kCheckFormats[static_cast<std::size_t>(form)]);
    if (!written.insert(absolute_path(file)).second)
      throw UsageError(option + ": " + name + " is the file of another option");
  }
}

/// What can be refused before any work.
void check_words(const CheckOptions& o) {
  if (o.update && o.why.empty())
    throw UsageError("--update: say --why the numbers moved; it is kept beside them");
  if (!o.update && !o.why.empty()) throw UsageError("--why: only --update keeps a reason");
  check_outputs(o);
  if (!o.update) return;
  check_output(o.golden);
  check_output(regress::profile_file_of(o.golden));
}

regress::ProfileFile load_profiles(const std::string& golden_file) {
  const std::string file = regress::profile_file_of(golden_file);
  if (!is_there(file)) return {};
  return regress::read_profiles(read_file(file, kMaxGoldenBytes), file);
}

std::string in_form(const CheckOptions& o, CheckForm form, const regress::CheckResult& result) {
  switch (form) {
    case CheckForm::json:
      return to_json(result);
    case CheckForm::md:
      return to_markdown(result);
    case CheckForm::junit:
      return to_junit(result);
    case CheckForm::text:
      break;
  }
  return to_text(result, o.verbose);
}

void show(const CheckOptions& o, const regress::CheckResult& result) {
  const bool to_file = !o.output.empty() && o.output != "-";
  if (to_file) write_output(o.output, in_form(o, o.form, result));
  for (const auto& [file, form] : {std::pair(&o.junit, CheckForm::junit),
                                   {&o.markdown, CheckForm::md},
                                   {&o.json, CheckForm::json}})
    if (!file->empty()) write_output(*file, in_form(o, form, result));
  print(in_form(o, to_file ? CheckForm::text : o.form, result));
  if (result.failed() == 0 || o.update) return;
  tell_github(to_annotations(result));
}

}  // namespace

/// Read, run every case in a child process, compare; print, or take over.
ExitCode check_command(Words words) {
  CheckOptions o;
  CLI::App app("Runs the cases of a golden file and compares their figures.", "rdasim check");
  add_options(app, o);
  if (!parse(app, words)) return ExitCode::ok;
  check_words(o);
  const std::string text = read_file(o.golden, kMaxGoldenBytes);
  const regress::Golden golden = regress::read_golden(text, o.golden);
  check_words(golden, o.golden);
  const regress::ProfileFile profiles = load_profiles(o.golden);

  const regress::Golden chosen = cases_named(golden, o.cases, o.golden);
  const std::vector<Ran> all =
      run_cases(chosen, fs::path(o.golden).parent_path(), o.jobs, choose_cache(o.cache));
  regress::CheckResult result;
  result.golden = o.golden;
  std::size_t i = 0;
  for (const auto& [name, c] : chosen.cases) {
    const Ran& ran = all[i++];
    result.cases.push_back(ran.outcome ? judge(name, with_tolerance(c, golden.tolerance),
                                               *ran.outcome, profiles, o.allow_new)
                                       : regress::broken(name, ran.problem));
    result.cases.back().seconds = ran.seconds;
  }
  if (!o.update) {
    show(o, result);
    append_github_summary(to_markdown(result));
    return result.failed() > 0 ? ExitCode::check_failed : ExitCode::ok;
  }
  const Updated files = updated(golden, profiles, all, result, o.why);
  // Both are written before one takes its place: a full disk changes neither.
  Replacement to_golden(o.golden), to_profiles(regress::profile_file_of(o.golden));
  to_golden.write(files.golden);
  to_profiles.write(files.profiles);
  to_profiles.take_place();
  to_golden.take_place();
  print(update_text(result, files.profiles == to_text(profiles)));
  if (json::without_comments(text).first || text.find("\"$schema\"") != text.npos)
    tell("rdasim: note: --update writes the file anew, without comments and $schema\n");
  const bool all_ran =
      std::ranges::all_of(all, [](const Ran& ran) { return ran.outcome.has_value(); });
  return all_ran ? ExitCode::ok : ExitCode::check_failed;
}

}  // namespace rda::app
