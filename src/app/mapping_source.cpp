// SPDX-License-Identifier: Apache-2.0
#include "app/mapping_source.h"

#include <algorithm>

#include "app/mapping_file.h"
#include "base/text.h"
#include "json/knobs.h"

namespace rda::app {
namespace {

void check_policy(const std::string& word) {
  if (word == "auto")
    throw UsageError("--mapping: auto is not available in this version (only paper is)");
  if (word != "paper")
    throw UsageError("--mapping: " + word + " is no policy (only paper is available)");
}

}  // namespace

void add_mapping_source(CLI::App& app, std::string& mapping_file) {
  app.add_option_function<std::string>("--mapping", check_policy,
                                       "how the unrolling is chosen: paper")
      ->default_str("paper");
  app.add_option("--mapping-file", mapping_file, "run this mapping instead of making one")
      ->excludes("--mapping", "--seed");
}

void check_mapping_source(const Inputs& inputs) {
  if (inputs.mapping_file.empty()) return;
  const std::vector<std::string> options = json::pointers(json::knobs<MappingOptions>());
  for (const std::string& word : inputs.sets)
    if (std::ranges::find(options, word.substr(0, word.find('='))) != options.end())
      throw UsageError("--set " + one_line(word) + ": --mapping-file leaves nothing to map");
}

Mapping mapping_of(const Inputs& inputs, const LoadedInputs& loaded, const Graph& graph,
                   MapQuality* quality) {
  return inputs.mapping_file.empty() ? map(graph, loaded.chip, loaded.options, quality)
                                     : load_checked(inputs.mapping_file, loaded.chip, graph);
}

}  // namespace rda::app
