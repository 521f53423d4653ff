// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "rda/chip.h"
#include "rda/report.h"

namespace rda::report {

// Runs of several sections (docs/timing-model.md, "Sections").

/// The sections of a run.
SectionsReport sections_of(const Chip& chip, std::span<const SectionRun> runs, std::int64_t count);

/// Units and streams of all sections, one section behind the other, and what they did in all
/// `cycles` of the run: they are idle outside their own section.
Mapping joined_mapping(std::span<const SectionRun> runs);
RunResult joined_result(std::span<const SectionRun> runs, Cycle cycles);

/// A row for each section, at most 80 columns wide.
std::string sections_text(const SectionsReport& sections);

}  // namespace rda::report
