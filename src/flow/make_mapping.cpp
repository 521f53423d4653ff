// SPDX-License-Identifier: Apache-2.0
#include "flow/make_mapping.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "base/sha256.h"
#include "flow/mapping_file.h"

namespace rda::flow {
namespace {

/// Of the candidates that fit by count, the one with the fewest units; none if no candidate does.
std::optional<MappingOptions> smallest(const Inputs& inputs, const Graph& graph) {
  try {
    const auto all = candidates(graph, part_of(inputs.chip, inputs.options), inputs.options);
    return std::ranges::min_element(
               all, {}, [](const Candidate& candidate) { return candidate.pcus + candidate.pmus; })
        ->options;
  } catch (const MappingError&) {
    return std::nullopt;
  }
}

/// The choice of the smallest unrolling as words of --set, if that one can be placed and routed.
std::string smaller_that_maps(const Inputs& inputs, const Graph& graph, PlacementCache& cache) {
  const std::optional<MappingOptions> options = smallest(inputs, graph);
  if (!options) return {};
  MappingOptions fixed = inputs.options;
  fixed.hu = options->hu;
  fixed.ru = options->ru;
  try {
    cache.map(graph, inputs.chip, fixed);
  } catch (const MappingError&) {
    return {};
  }
  return fmt::format(" (--set /hu={} --set /ru={} maps)", fixed.hu, fixed.ru);
}

/// Maps with the choices of the options. If the units fit the chip and cannot be placed or routed,
/// the refusal names a smaller unrolling that maps.
Mapping mapped_or_advised(const Inputs& inputs, Mapped& made, PlacementCache& cache) {
  try {
    return cache.map(made.graph, inputs.chip, made.options, &made.quality);
  } catch (const MappingError& refusal) {
    if (made.options.hu != 0 || made.options.ru != 0) throw;
    partitioned(made.graph, inputs.chip, made.options);  // throws again if the units do not fit
    const std::string advice = smaller_that_maps(inputs, made.graph, cache);
    if (advice.empty()) throw;
    const std::string problem = std::string(refusal.what()).substr(refusal.witness.size() + 2);
    throw MappingError(refusal.witness, problem + advice);
  }
}

}  // namespace

Mapped make_mapping(const Inputs& inputs, const MapRequest& request, PlacementCache& cache) {
  Mapped made{lower(inputs.workload), inputs.options, {}, {}, {}, {}, {}};
  if (!request.mapping_file.empty()) {
    made.mapping = load_checked(request.mapping_file, inputs.chip, made.graph);
    made.file = request.mapping_file;
    made.file_sha256 = sha256_of_file(made.file);
    return made;
  }
  if (made.options.policy == Policy::automatic) {
    made.search = search(made.graph, inputs.chip, made.options, request.search, cache);
    made.options = made.search->best().candidate.options;
  }
  made.mapping = mapped_or_advised(inputs, made, cache);
  if (made.search) made.mapping.policy = "auto";
  return made;
}

}  // namespace rda::flow
