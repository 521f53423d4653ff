// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "gpu/read/draft.h"
#include "gpu/read/table.h"

namespace rda::gpu::read {

// A file of this folder each. A reader completes a draft, or refuses the file.

/// Tables of texts, by their heading (formats.h).
void read_nsys_trace(Table& table, Draft& draft);
void read_nsys_exec_trace(Table& table, Draft& draft);
void read_nsys_summary(Table& table, Draft& draft);
void read_ncu_long(Table& table, Draft& draft);
void read_ncu_wide(Table& table, Draft& draft);
void read_nvprof_trace(Table& table, Draft& draft);
void read_nvprof_summary(Table& table, Draft& draft);
void read_amd_trace(Table& table, Draft& draft);
void read_amd_summary(Table& table, Draft& draft);
void read_torch_table(Table& table, Draft& draft);

/// JSON: Chrome traces of PyTorch and TensorFlow. @return false: it is RDASim's own form
bool read_chrome_trace(std::string_view text, Processor of, Draft& draft);

/// A database in memory: Nsight Systems, nvprof. @param bytes  may be changed
void read_sqlite(std::string& bytes, Draft& draft);

}  // namespace rda::gpu::read
