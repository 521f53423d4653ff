// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/file.h"

namespace rda::sweep {

// Files that are being written into a store. Their names say who writes them, so that those of
// killed processes can be told from those in use: `.rdasim-<host>-<pid>-<number>.tmp`.

/// Makes one in `folder`. @return its path and descriptor; -1 with errno set if there can be none
NewFile new_temporary(const std::filesystem::path& folder);

/// Removes the temporary files of processes that are over: of this host those whose process is
/// gone, of others (and of a process number that was given out anew) those an hour old. What
/// cannot be removed stays.
void remove_stale_temporaries(const std::filesystem::path& folder);

}  // namespace rda::sweep
