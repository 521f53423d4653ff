// SPDX-License-Identifier: Apache-2.0
#include "app/cost_choice.h"

#include <fmt/format.h>

#include "app/arguments.h"
#include "base/paths.h"
#include "base/sha256.h"
#include "cost/cost_fields.h"
#include "json/reader.h"
#include "rda/error.h"

namespace rda::app {
namespace {

void add_real(CLI::App& app, const char* name, double& value, double most, CostChoice& choice,
              const char* help) {
  app.add_option_function<std::string>(
      name,
      [=, &value, &choice](const std::string& word) {
        value = to_real(name, word, most);
        choice.given = true;
      },
      help);
}

/// What a report says of its estimate, as far as it is needed to make it again.
struct Said {
  std::string table_file, table_sha256;
  CostOptions options;
  static void describe(auto& self, auto& visit) {
    visit("table_file", self.table_file, Doc{"path of the cost table"});
    visit("table_sha256", self.table_sha256, Doc{"SHA-256 of it"});
    visit("options", self.options, Doc{"what was counted"});
  }
};

}  // namespace

void add_cost_options(CLI::App& app, CostChoice& choice, bool runs) {
  app.add_option_function<std::string>(
      "--costs",
      [&choice](const std::string& word) {
        choice.file = word;
        choice.given = true;
      },
      "cost table for the estimate of area and energy (default: configs/costs/plasticine_28nm.json "
      "as the program has it)");
  add_real(app, "--node", choice.options.node_nm, 1000, choice,
           "scale the estimate to this node, nm (default: the table's)");
  add_real(app, "--volts", choice.options.volts, 5, choice,
           "scale the estimate to this supply, V (default: the table's)");
  if (runs)
    app.add_flag_callback(
        "--no-power-gating",
        [&choice] {
          choice.options.power_gated = false;
          choice.given = true;
        },
        "units and switches that the mapping does not use draw leakage and clock, too");
}

std::vector<std::string> words_of(const CostChoice& choice) {
  std::vector<std::string> words;
  const auto add = [&](const char* option, const std::string& value) {
    words.insert(words.end(), {option, value});
  };
  if (!choice.file.empty()) add("--costs", choice.file);
  if (choice.options.node_nm > 0) add("--node", fmt::format("{}", choice.options.node_nm));
  if (choice.options.volts > 0) add("--volts", fmt::format("{}", choice.options.volts));
  if (!choice.options.power_gated) words.emplace_back("--no-power-gating");
  return words;
}

CostChoice choice_of(const json::Value& figures, const std::string& file) {
  const auto& members = figures.get<json::Value::Object>();
  const auto cost = members.find("cost");
  if (cost == members.end()) return {};
  json::Value::Object part;
  if (const auto* all = cost->second.get_if<json::Value::Object>())
    for (const char* key : {"table_file", "table_sha256", "options"})
      if (const auto member = all->find(key); member != all->end()) part.insert(*member);
  const Said said = json::read_value<Said>(json::Value(std::move(part)), file + ": /cost");
  if (!said.table_file.empty()) {
    if (!is_there(said.table_file))
      throw ConfigError(
          file, "/cost/table_file",
          one_line(said.table_file, 400) + " does not exist (a path from the current folder)");
    if (sha256(to_json(load_cost_table(said.table_file))) != said.table_sha256)
      throw ConfigError(
          file, "/cost/table_file",
          one_line(said.table_file, 400) + " has other values than when the report was made");
  }
  return {said.table_file, said.options, false};
}

Costs::Costs(const CostChoice& choice)
    : options_(choice.options),
      table_(choice.file.empty() ? default_cost_table() : load_cost_table(choice.file)),
      file_(choice.file),
      sha256_(sha256(to_json(table_))) {
  table();  // a node that the table does not know is wrong before anything runs
}

CostTable Costs::table() const { return at_node(table_, options_.node_nm, options_.volts); }

CostReport Costs::of(const Chip& chip, Cycle cycles, const ActionCounts& actions) const {
  CostReport report = cost_of(chip, cycles, actions, table_, options_);
  report.table_file = file_;
  report.table_sha256 = sha256_;
  return report;
}

}  // namespace rda::app
