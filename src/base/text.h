// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace rda {

/// Letters to insert, delete, replace or exchange with the next one to make `b` of `a`, no letter
/// twice (optimal string alignment distance).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate that `word` was likely meant to be: of those that begin with the word
/// ("mapping.pcus_used" for "mapping.pcu"), or else of all, the nearest by edit distance; the first
/// of equals, upper case as lower case. Empty if none looks like it.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

/// "; did you mean \"steps\"?" with the nearest candidate; empty if none looks like `word`.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

/// Whether `text` is well-formed UTF-8.
bool is_utf8(std::string_view text);

/// `text` on one line: control characters and broken UTF-8 written as escapes, cut with "..." after
/// about `limit` bytes. For error messages that quote what a user wrote.
std::string one_line(std::string_view text, std::size_t limit = 120);

/// `text` with control characters and broken UTF-8 written as escapes; line breaks stay.
std::string legible(std::string_view text);

/// `text` without spaces, tabs and carriage returns at both ends.
std::string trimmed(std::string_view text);
/// The first `width` bytes (at least 2), of which the last two are ".." if more follow.
std::string cut(const std::string& text, std::size_t width);

/// Columns of the terminal that texts for people are made for.
inline constexpr std::size_t kScreenColumns = 80;

/// `text` with each line longer than `width` broken at spaces; what follows is indented by `indent`
/// (less than `width`). A word that is too long stays whole.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

/// Parts of a command line with a blank between them. A line that would be longer than
/// kScreenColumns ends with a backslash before the part that is too much; the next one is indented
/// by `indent`. A part that is too long stays whole.
std::string continued(std::span<const std::string> parts, std::size_t indent);

/// "lstm_16 on tiny" and an empty line: the title of a text about a workload on a chip, whole, in
/// several lines if it needs them.
std::string title_text(std::string_view workload, std::string_view chip);

/// `word` as the shell reads it back: quoted unless it is plain.
std::string shell_quoted(std::string_view word);

/// "1 stream", "2 streams"
std::string counted(std::int64_t count, std::string_view what);

/// `items` with `separator` between them.
std::string join(std::span<const std::string> items, std::string_view separator);

}  // namespace rda
