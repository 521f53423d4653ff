// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace rda::page {

/// What a page is about. Each kind has data of its own; the frame, the style and the script are
/// those of all.
enum class PageKind { run, sweep, gpu };
constexpr std::array<std::string_view, 3> names(PageKind) { return {"run", "sweep", "gpu"}; }

}  // namespace rda::page
