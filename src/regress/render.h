// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "regress/check.h"

namespace rda::regress {

// The results of a check, for people and for machines.

/// For people: at most 80 columns, except for longer names. Tells where the cycles went in the
/// cases that moved most, and the figures of the cases that pass if `passing` asks for them.
std::string to_text(const CheckResult& result, bool passing = false);
/// The same as Markdown, for a summary page.
std::string to_markdown(const CheckResult& result);
/// JUnit XML: a test case for each case, with a failure if it fails, an error if it could not run,
/// and the time it took, if known: the only figure of the host in all results of a check.
std::string to_junit(const CheckResult& result);
/// Everything, as canonical JSON.
std::string to_json(const CheckResult& result);
/// For each failing case a line with the GitHub Actions workflow command `::error`.
std::string to_annotations(const CheckResult& result);

/// A row's values in one line: "cycles 530 -> 612, x 1.1547".
std::string in_a_line(const Row& row);
/// A value as people write it; "-" for null.
std::string in_words(const json::Value& value);
/// A name or a message on one line, as much of it as fits in a cell.
std::string cut(std::string_view text);
/// The failures of a case, its changed inputs and where it differs, one per line.
std::vector<std::string> complaints(const CaseResult& result);
/// The rows of `where` as a table of at most 80 columns, each line indented by `indent`.
std::string table_of(const Where& where, std::size_t indent);
/// The failing cases, the one that moved most first.
std::vector<const CaseResult*> worst_first(const CheckResult& result);

}  // namespace rda::regress
