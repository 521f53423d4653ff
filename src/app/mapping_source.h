// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/arguments.h"
#include "rda/graph.h"
#include "rda/map.h"

namespace rda::app {

// Where the mapping of a command comes from: the mapper, or a file.

/// Adds --mapping and --mapping-file. The file's name is noted in the command's Inputs.
void add_mapping_source(CLI::App& app, std::string& mapping_file);

/// A mapping file is taken as it is: what would have made another one has no say.
/// @throws UsageError
void check_mapping_source(const Inputs& inputs);

/// @throws as map() and load_checked()
Mapping mapping_of(const Inputs& inputs, const LoadedInputs& loaded, const Graph& graph,
                   MapQuality* quality = nullptr);

}  // namespace rda::app
