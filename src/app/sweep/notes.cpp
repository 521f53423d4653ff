// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/notes.h"

#include <fmt/format.h>

#include "base/tell.h"
#include "base/text.h"

namespace rda::app {
namespace {

constexpr std::size_t kMostNameBytes = 400;  // of a file's name

}  // namespace

void tell_changed_files(const std::string& points, const sweep::PlannedFiles& files) {
  for (const std::string& file : files.changed())
    tell(
        fmt::format("rdasim: note: {} has changed since {} was planned from it: the points keep "
                    "its earlier values (plan again to use the new ones)\n",
                    one_line(file, kMostNameBytes), one_line(points, kMostNameBytes)));
}

void tell_repeated(const std::string& points, std::int64_t repeated) {
  if (repeated == 0) return;
  tell(fmt::format(
      "rdasim: note: {} of {} repeat{} the point of an earlier line: each point "
      "counts once\n",
      counted(repeated, "line"), one_line(points, kMostNameBytes), repeated == 1 ? "s" : ""));
}

void tell_reused(std::int64_t reused, std::int64_t ran, const std::string& store) {
  if (reused == 0) return;
  tell(fmt::format("{} run, {} reused: their results were in {} already\n", ran, reused,
                   one_line(store, kMostNameBytes)));
}

}  // namespace rda::app
