// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "regress/compare.h"

namespace rda::regress {

/// Whether a text is a table of somebody's own numbers: CSV, with the columns `workload` and
/// `latency_ms` among those of the first row.
bool is_numbers(std::string_view text);

/// Such a table: an entry a row, whose figures are the columns that hold numbers.
/// @throws ConfigError  naming `file` and row: columns missing, no number, a workload twice
Comparand numbers_comparand(std::string_view text, const std::string& file);

/// The row of this workload: of the same name, else the only one whose name is the same but for
/// what stands before a "/" ("lstm_512_25", "deepbench/lstm_512_25"); none if there is no such row.
/// @throws ConfigError  if there are several
const Entry* number_of(const Comparand& numbers, const std::string& workload);

/// Gives numbers the entries of the other side: those of the same workload, which is named the same
/// or, after a "/", ends so ("lstm_512_25", "deepbench/lstm_512_25"). A row may have several.
Comparand joined(const Comparand& numbers, const Comparand& other);

}  // namespace rda::regress
