// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/account.h"

#include "rda/check.h"

namespace rda::sim::fast {

void Account::make_starved(std::size_t program, Cycle from, Cycle cycles) {
  if (!ordered()) {
    counts_[Activity::idle] -= cycles;
    counts_[Activity::starved] += cycles;
    return;
  }
  std::vector<Piece>& pieces = pieces_[program];
  for (std::size_t p = 0; p < pieces.size(); ++p) {
    const Cycle here = pieces[p].cycles;
    if (from >= here) {
      from -= here;
      continue;
    }
    RDA_CHECK(pieces[p].activity == Activity::idle && from + cycles <= here);
    std::vector<Piece> parts;
    if (from > 0) parts.push_back({Activity::idle, from});
    parts.push_back({Activity::starved, cycles});
    if (from + cycles < here) parts.push_back({Activity::idle, here - from - cycles});
    pieces[p] = parts.front();
    pieces.insert(pieces.begin() + static_cast<std::ptrdiff_t>(p) + 1, parts.begin() + 1,
                  parts.end());
    return;
  }
  RDA_CHECK(false);
}

}  // namespace rda::sim::fast
