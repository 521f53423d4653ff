// SPDX-License-Identifier: Apache-2.0
#include "flow/make_mapping.h"

#include <utility>

#include "base/sha256.h"
#include "flow/mapping_file.h"
#include "process/progress.h"

namespace rda::flow {

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
    made.mapping = std::move(made.search->mapping);
    made.mapping.policy = "auto";
    made.quality = made.search->quality;
    return made;
  }
  const process::Stage stage("placing and routing", request.show_stage);
  made.mapping = cache.map(made.graph, inputs.chip, made.options, &made.quality);
  return made;
}

}  // namespace rda::flow
