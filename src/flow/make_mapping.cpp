// SPDX-License-Identifier: Apache-2.0
#include "flow/make_mapping.h"

#include <fmt/format.h>

#include <utility>

#include "base/sha256.h"
#include "flow/mapping_file.h"
#include "flow/section_plan.h"
#include "flow/stash_plan.h"
#include "graph/cut.h"
#include "graph/spill.h"
#include "process/progress.h"
#include "training/simulated.h"

namespace rda::flow {
namespace {

/// Makes the mappings of one network.
class Maker {
 public:
  Maker(const Inputs& inputs, const MapRequest& request, PlacementCache& cache)
      : inputs_(inputs),
        request_(request),
        cache_(cache),
        whole_(training::graph_of(inputs.workload)) {}

  std::vector<Mapped> all() {
    const int asked = inputs_.options.sections, one = inputs_.options.section;
    if (one > asked)
      throw UsageError(fmt::format(
          "/section={}: {} (--set /sections=N says how many there are)", one,
          asked == 0 ? "of no number of sections" : fmt::format("there are {}", asked)));
    if (asked > 1) return cut(plan());
    if (asked == 1 || !request_.mapping_file.empty()) return whole(inputs_.options);
    if (const auto cuts = faster_sections(whole_, inputs_.chip, inputs_.options)) return cut(*cuts);
    try {
      return whole(with_sequences_on_chip(inputs_.options));
    } catch (const MappingError& refusal) {
      return cut_or_spilled(refusal);
    }
  }

 private:
  std::vector<Mapped> whole(const MappingOptions& options) {
    try {
      return whole(whole_, options);
    } catch (const MappingError&) {
      if (!training::settles_stash(inputs_.workload)) throw;
      for (const Graph& batch : smaller_stashes(whole_, inputs_.chip, options)) {
        try {
          return whole(batch, options);
        } catch (const MappingError&) {
        }
      }
      throw;
    }
  }

  std::vector<Mapped> whole(const Graph& graph, const MappingOptions& options) {
    SectionOf section;
    section.last = static_cast<int>(std::ssize(graph.layers)) - 1;
    std::vector<Mapped> made;
    made.push_back(mapped(graph, std::move(section), options));
    return made;
  }

  /// Sections, whose layers are larger than those that share a chip; where there are none, one
  /// mapping with its sequences in off-chip memory.
  std::vector<Mapped> cut_or_spilled(const MappingError& refusal) {
    try {
      return cut_or_refuse(refusal);
    } catch (const MappingError& error) {
      if (!inputs_.chip.memory || inputs_.options.sequences != Sequences::policy ||
          graph::spillable(whole_).empty())
        throw;
      try {
        return whole(inputs_.options);
      } catch (const MappingError&) {
        throw error;
      }
    }
  }

  std::vector<Mapped> cut_or_refuse(const MappingError& refusal) {
    if (graph::cut_points(whole_).empty()) throw refusal;
    if (inputs_.chip.memory) {
      try {
        return cut(plan());
      } catch (const MappingError& error) {
        throw MappingError(refusal.witness, fmt::format("{}; nor in sections: {}",
                                                        problem_of(refusal), error.what()));
      }
    }
    Inputs with_memory = inputs_;
    with_memory.chip.memory.emplace();
    std::size_t sections = 0;
    try {
      sections = plan_sections(whole_, with_memory.chip, with_memory.options).size() + 1;
    } catch (const MappingError&) {
      throw refusal;
    }
    throw MappingError(refusal.witness,
                       fmt::format("{} (with off-chip memory, \"memory\": {{}}, {} sections would "
                                   "fit one after the other)",
                                   problem_of(refusal), sections));
  }

  static std::string problem_of(const MappingError& error) {
    return std::string(error.what()).substr(error.witness.size() + 2);
  }

  std::vector<int> plan() const {
    if (!inputs_.chip.memory)
      throw MappingError("sections",
                         "the chip has no off-chip memory for what goes from one section to the "
                         "next (\"memory\": {} would do)");
    return plan_sections(whole_, inputs_.chip, inputs_.options);
  }

  std::vector<Mapped> cut(const std::vector<int>& cuts) {
    const int sections = static_cast<int>(cuts.size()) + 1, one = inputs_.options.section;
    if (!request_.mapping_file.empty() && one == 0)
      throw UsageError("--mapping-file: has one section (--set /section=1)");
    std::vector<Mapped> made;
    std::vector<Graph> earlier;
    int first = 0;
    for (int number = 1; number <= sections; ++number) {
      const auto index = static_cast<std::size_t>(number) - 1;
      const int end =
          number == sections ? static_cast<int>(std::ssize(whole_.layers)) : cuts[index];
      Graph graph = graph::section_of(whole_, cuts, index);
      if (one == 0 || one == number)
        made.push_back(section(graph, {number, sections, first, end - 1, {}}));
      if (one == number) made.back().section.earlier = std::move(earlier);
      if (one == 0 || one > number) earlier.push_back(std::move(graph));
      first = end;
    }
    return made;
  }

  Mapped section(const Graph& graph, SectionOf of) {
    const int more = of.sections + 1;
    const std::string name = fmt::format("section {} of {} ({})", of.number, of.sections,
                                         layers_text(of.first, of.last));
    try {
      return mapped(graph, std::move(of), inputs_.options);
    } catch (const MappingError& error) {
      throw MappingError(
          name, fmt::format("{} (more sections may do: --set /sections={})", error.what(), more));
    }
  }

  Mapped mapped(const Graph& graph, SectionOf section, const MappingOptions& options) {
    Mapped made{graph, inputs_.options, {}, {}, {}, {}, {}, std::move(section)};
    if (!request_.mapping_file.empty()) {
      made.mapping = load_checked(request_.mapping_file, inputs_.chip, made.graph);
      made.file = request_.mapping_file;
      made.file_sha256 = sha256_of_file(made.file);
      return made;
    }
    if (options.policy == Policy::automatic) {
      made.search = search(made.graph, inputs_.chip, options, request_.search, cache_);
      made.options = made.search->best().candidate.options;
      made.mapping = std::move(made.search->mapping);
      made.mapping.policy = "auto";
      made.quality = made.search->quality;
      return made;
    }
    const process::Stage stage("placing and routing", request_.show_stage);
    made.mapping = cache_.map(made.graph, inputs_.chip, options, &made.quality);
    return made;
  }

  const Inputs& inputs_;
  const MapRequest& request_;
  PlacementCache& cache_;
  const Graph whole_;
};

}  // namespace

std::vector<Mapped> make_mappings(const Inputs& inputs, const MapRequest& request,
                                  PlacementCache& cache) {
  return Maker(inputs, request, cache).all();
}

Mapped make_mapping(const Inputs& inputs, const MapRequest& request, PlacementCache& cache) {
  const auto require_one = [&](std::size_t sections) {
    if (sections > 1 && inputs.options.section == 0)
      throw UsageError(
          fmt::format("{} runs in {} sections, and this shows one (--set /sections={} "
                      "--set /section=1, or another one)",
                      inputs.workload.name, sections, sections));
  };
  require_one(static_cast<std::size_t>(inputs.options.sections));
  std::vector<Mapped> made = make_mappings(inputs, request, cache);
  require_one(made.size());
  return std::move(made.front());
}

Graph graph_to_map(const Inputs& inputs, const Workload& workload) {
  Graph whole = training::graph_of(workload);
  if (inputs.options.section == 0 || inputs.options.sections < 2) return whole;
  const std::vector<int> cuts =
      plan_sections(training::graph_of(inputs.workload), inputs.chip, inputs.options);
  return graph::section_of(whole, cuts, static_cast<std::size_t>(inputs.options.section) - 1);
}

}  // namespace rda::flow
