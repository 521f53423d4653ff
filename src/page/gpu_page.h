// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "beside/beside.h"
#include "page/kind.h"
#include "rda/describe.h"

namespace rda::page {

/// All that the page of a comparison with GPUs shows.
struct GpuPage {
  std::int64_t page_version = 1;
  PageKind kind = PageKind::gpu;
  std::string simulator_version, simulator_commit, command;
  beside::Beside beside;
  static void describe(auto& self, auto& visit) {
    visit("page_version", self.page_version, Range{1}, Doc{"version of this format"});
    visit("kind", self.kind, Doc{"what the page is about"});
    visit("simulator_version", self.simulator_version, Doc{"version of the program"});
    visit("simulator_commit", self.simulator_commit, Doc{"its commit"});
    visit("command", self.command, Doc{"repeats the comparison"});
    visit("beside", self.beside, Doc{"the comparison, as compare-gpu --format json writes it"});
  }
};

/// @param command  empty: not known
GpuPage make_gpu_page(beside::Beside beside, std::string command);

/// JSON Schema (draft-07) of the JSON in such a page.
std::string gpu_page_schema();

}  // namespace rda::page
