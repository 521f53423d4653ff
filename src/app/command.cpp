// SPDX-License-Identifier: Apache-2.0
#include "app/command.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "app/examples.h"
#include "app/output.h"
#include "base/text.h"
#include "rda/report.h"

namespace rda::app {
namespace {

constexpr std::array kCommands{
    Command{"run", "run CHIP WORKLOAD|MODEL.onnx|--from REPORT [options] [-o report.json]",
            "map a workload onto a chip, simulate it cycle by cycle, verify and report", run},
    Command{"map", "map CHIP WORKLOAD [options] [-o mapping.json]",
            "only place and route; print a summary or write the mapping", map_command},
    Command{"explain", "explain CHIP WORKLOAD [options] [-o explain.json]",
            "name the critical chain of a time step, and the cost of the chip's limits",
            explain_command},
    Command{"report", "report REPORT [options] -o page.html",
            "show the run of a report as an HTML page", report_command},
    Command{"draw", "draw REPORT|MAPPING [options] -o picture.svg|.png|.pdf",
            "draw the floorplan of a run or a mapping, for papers", draw_command},
    Command{"import-model", "import-model MODEL.onnx -o workload.json [options]",
            "make a workload file of an ONNX model, and an .npz file of its arrays", import_model},
    Command{"quantize", "quantize WORKLOAD|MODEL.onnx --to FORMAT [options] [-o quantized.json]",
            "make a workload file with other number formats, and with scales of int8 that follow "
            "from weights and an input",
            quantize},
    Command{"train", "train WORKLOAD [options] [-o curves.csv]",
            "train the network of a workload, in chip arithmetic or fp64, and show how its loss "
            "falls",
            train},
    Command{"describe", "describe WHAT|MODEL.onnx|cost CHIP [options]",
            "print what an ONNX model is and which chips it fits, a reference (chip, workload, "
            "mapping-options, sweep, stats, timeline, gpu), one "
            "value (/pcu/lanes), the area of a chip (cost CHIP), the man page (man) or a bash "
            "completion (completion)",
            describe},
    Command{"schema", "schema chip|workload|sweep|report|mapping|golden|timeline|gpu|costs|page",
            "print the JSON Schema (draft-07) of a file format", schema},
    Command{"validate", "validate [KIND] FILE...",
            "check files of any kind; one line for each problem, exit code 0 or 2", validate},
    Command{"check", "check GOLDEN.json [--case GLOB]... [--update --why REASON] [options]",
            "run the cases of a golden file; say which figures moved, and where", check_command},
    Command{"compare", "compare A B [--metric NAME]... [--fail-over RATIO]",
            "compare two reports, stores of sweeps, golden files or CSVs of your own",
            compare_command},
    Command{"sweep", "sweep VERB ...", "plan many runs, run them, and compare their results",
            sweep},
    Command{"import-gpu", "import-gpu FILE [--measured KEY=VALUE,...] [-o timeline.json]",
            "read the kernels of a GPU from a profiler's output; print times or write a timeline",
            import_gpu},
    Command{"compare-gpu", "compare-gpu CHIP WORKLOAD [MORE...] --gpu SOURCE... [options]",
            "set a run of the chip beside the same network on GPUs, kernel by kernel", compare_gpu},
};

std::string usage() {
  std::string text = "rdasim: cycle-level simulator of reconfigurable dataflow chips\n\n";
  for (const Command& command : kCommands)
    text += wrapped(fmt::format("  rdasim {}\n", command.synopsis), kScreenColumns, 6) +
            wrapped(fmt::format("      {}\n", command.summary), kScreenColumns, 6);
  text +=
      "  rdasim --version\n  rdasim COMMAND --help\n      options and examples of a command\n\n";
  return text + examples_text("") + '\n' + std::string(exit_codes());
}

/// "help sweep plan" is "sweep plan --help".
std::vector<std::string> asking_for_help(Words words) {
  std::vector<std::string> command(words.begin(), words.end());
  command.emplace_back("--help");
  return command;
}

}  // namespace

std::span<const Command> commands() { return kCommands; }

std::string_view exit_codes() {
  return "Exit codes: 0 ok, 1 a check failed, 2 bad input, 3 does not map, 4 deadlock\n"
         "or cycle limit, 5 values differ, 6 some sweep points failed, 64 usage, 70 our\n"
         "bug, 74 output not written, 75 stopped early, resumable.\n";
}

ExitCode dispatch(Words words) {
  if (words.empty()) throw UsageError("a command is missing (try rdasim --help)");
  const std::string& word = words.front();
  if (word == "help" && words.size() > 1) return dispatch(asking_for_help(words.subspan(1)));
  if (word == "--help" || word == "-h" || word == "help") {
    print(usage());
    return ExitCode::ok;
  }
  if (word == "--version") {
    print(fmt::format("rdasim {} ({})\n", version(), commit()));
    return ExitCode::ok;
  }
  const auto command = std::ranges::find(kCommands, word, &Command::name);
  if (command != kCommands.end()) return command->run(words.subspan(1));
  std::vector<std::string> known_names;
  for (const Command& known : kCommands) known_names.emplace_back(known.name);
  if (word.starts_with('-')) {
    const std::vector<std::string> options{"--help", "--version"};
    throw UsageError(fmt::format("{}: unknown option{} (options without a command: {})",
                                 one_line(word), did_you_mean(word, options), join(options, ", ")));
  }
  throw UsageError(fmt::format("{}: unknown command{} (commands: {})", one_line(word),
                               did_you_mean(word, known_names), join(known_names, ", ")));
}

}  // namespace rda::app
