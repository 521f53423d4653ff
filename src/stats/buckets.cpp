// SPDX-License-Identifier: Apache-2.0
#include "rda/buckets.h"

#include <algorithm>

#include "base/ceil_div.h"
#include "rda/check.h"

namespace rda {

Buckets::Buckets(std::size_t rows, std::size_t most_buckets)
    : most_(most_buckets), counts_(rows * most_buckets) {
  RDA_CHECK(most_buckets > 0 && most_buckets % 2 == 0);
}

void Buckets::reach(Cycle cycle) {
  while (bucket_of(cycle) >= most_) {
    ++doublings_;
    for (auto row = counts_.begin(); row != counts_.end();
         row += static_cast<std::ptrdiff_t>(most_)) {
      for (std::size_t bucket = 0; bucket < most_; bucket += 2) {
        const auto at = row + static_cast<std::ptrdiff_t>(bucket);
        row[static_cast<std::ptrdiff_t>(bucket / 2)] = at[0] + at[1];
      }
      std::fill_n(row + static_cast<std::ptrdiff_t>(most_ / 2), most_ / 2, 0);
    }
  }
}

void Buckets::add(std::size_t row, Cycle from, Cycle cycles) {
  if (cycles > 0) add(row, Events{from, 1, cycles});
}

void Buckets::add(std::size_t row, Events cycles) {
  if (cycles.count == 0) return;
  reach(cycles.last());
  const auto counts = counts_.begin() + static_cast<std::ptrdiff_t>(row * most_);
  if (const std::size_t only = bucket_of(cycles.first); only == bucket_of(cycles.last())) {
    counts[static_cast<std::ptrdiff_t>(only)] += cycles.count;
    return;
  }
  for (std::int64_t done = 0; done < cycles.count;) {
    const std::size_t bucket = bucket_of(cycles.at(done));
    const Cycle end = static_cast<Cycle>(bucket + 1) << doublings_;
    std::int64_t until = cycles.count;
    if (cycles.step == 1)  // most of them: spares a division
      until = end - cycles.first;
    else if (cycles.step > 0)
      until = ceil_div(end - cycles.first, cycles.step);
    const std::int64_t here = std::min(until, cycles.count) - done;
    counts[static_cast<std::ptrdiff_t>(bucket)] += here;
    done += here;
  }
}

void Buckets::add(std::size_t row, const Buckets& others, std::size_t other) {
  RDA_CHECK(others.doublings_ == doublings_ && others.most_ == most_);
  for (std::size_t bucket = 0; bucket < most_; ++bucket)
    counts_[row * most_ + bucket] += others.at(other, bucket);
}

std::size_t Buckets::count(Cycle cycles) const {
  return static_cast<std::size_t>(ceil_div(cycles, width()));
}

}  // namespace rda
