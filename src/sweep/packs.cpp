// SPDX-License-Identifier: Apache-2.0
#include "sweep/packs.h"

#include <algorithm>
#include <optional>

#include "base/file.h"
#include "base/random.h"
#include "rda/error.h"
#include "sweep/point.h"
#include "sweep/seen_keys.h"
#include "sweep/work.h"

namespace rda::sweep {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPacksAtOnce = 64;

/// Calls `take` with the line of each wanted point.
void each_wanted(const fs::path& points, const IsWanted& is_wanted,
                 const std::function<void(const std::string& line)>& take) {
  PointReader reader(points);
  SeenKeys keys;
  while (const std::optional<Point> point = reader.next())
    if (keys.add(point->key) && is_wanted(point->key)) take(to_line(*point));
}

/// Writes packs [first, last) of the lines, dealt in turn.
void write_block(const std::vector<std::string>& lines, std::int64_t first, std::int64_t last,
                 const fs::path& folder) {
  const auto step = static_cast<std::size_t>(last - first);
  for (std::size_t pack = 0; pack < step; ++pack) {
    std::string text;
    for (std::size_t i = pack; i < lines.size(); i += step) text += lines[i] + '\n';
    write_file(pack_file(folder, first + static_cast<std::int64_t>(pack)), text, Durable::no);
  }
}

}  // namespace

Count count_points(const fs::path& points, const std::string& ours, const IsWanted& is_wanted,
                   std::size_t sample_size) {
  Count count;
  Random random(0);
  PointReader reader(points);
  SeenKeys keys;
  while (const std::optional<Point> point = reader.next()) {
    require_ours(*point, ours, reader.where());
    count.files.note(*point);
    if (!keys.add(point->key)) continue;
    ++count.points;
    if (!is_wanted(point->key)) continue;
    ++count.wanted;
    // Each wanted point is as likely as another to be in the sample (Vitter's algorithm R).
    const auto place = random.below(static_cast<std::uint64_t>(count.wanted));
    if (count.sample.size() < sample_size)
      count.sample.push_back(to_line(*point));
    else if (place < sample_size)
      count.sample[place] = to_line(*point);
  }
  count.repeated = keys.repeated();
  if (count.points == 0) throw ConfigError(points.string(), "", "holds no points");
  return count;
}

void write_packs(const fs::path& points, const IsWanted& is_wanted, std::int64_t wanted,
                 std::int64_t packs, const fs::path& folder) {
  const auto start_of = [&](std::int64_t pack) { return wanted * pack / packs; };
  std::vector<std::string> lines;
  std::int64_t first = 0, last = std::min(kPacksAtOnce, packs), taken = 0;
  each_wanted(points, is_wanted, [&](const std::string& line) {
    lines.push_back(line);
    if (++taken < start_of(last)) return;
    write_block(lines, first, last, folder);
    lines.clear();
    first = last;
    last = std::min(first + kPacksAtOnce, packs);
  });
}

fs::path pack_file(const fs::path& folder, std::int64_t pack) {
  return folder / (std::to_string(pack) + ".jsonl");
}

}  // namespace rda::sweep
