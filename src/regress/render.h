// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "regress/check.h"

namespace rda::regress {

// What a check found, for people and for machines.

/// For people: at most 80 columns but for names that are longer. Where the cycles went is said of
/// the cases that moved most.
std::string to_text(const CheckResult& result);
/// The same as Markdown, for a summary page.
std::string to_markdown(const CheckResult& result);
/// JUnit's XML: a test case a case, a failure where it fails, an error where it could not run.
std::string to_junit(const CheckResult& result);
/// All of it, as canonical JSON.
std::string to_json(const CheckResult& result);
/// A workflow command `::error` a line for each case that fails, as GitHub Actions reads them.
std::string to_annotations(const CheckResult& result);

/// A row's values in one line: "cycles 530 -> 612, x 1.1547".
std::string in_a_line(const Row& row);
/// A value as people write it; "-" for null.
std::string in_words(const json::Value& value);
/// What fails in a case, a line each; its inputs that changed and where it differs too.
std::vector<std::string> complaints(const CaseResult& result);
/// The rows of `where` as a table of at most 80 columns, each line indented by `indent`.
std::string table_of(const Where& where, std::size_t indent);
/// The case that moved most first; those that fail, and no others.
std::vector<const CaseResult*> worst_first(const CheckResult& result);

}  // namespace rda::regress
