// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/file.h"
#include "base/random.h"
#include "chip/reference.h"
#include "rda/chip.h"
#include "rda/error.h"

namespace rda {
namespace {

namespace fs = std::filesystem;

fs::path config(const std::string& name) {
  return fs::path(RDA_SOURCE_DIR) / "configs" / (name + ".json");
}

/// The error of loading the tiny chip with these overrides, without the path of the file.
std::string complaint(const std::vector<Override>& overrides) {
  try {
    load_chip(config("tiny"), overrides);
  } catch (const ConfigError& error) {
    const std::string what = error.what();
    return what.substr(what.find('#'));
  }
  return "";
}

TEST(ChipConfig, PlasticineOf2017HasItsPublishedUnits) {
  const Chip chip = load_chip(config("plasticine_isca17"));
  EXPECT_EQ(sites_of(chip, UnitKind::pcu).size(), 64u);
  EXPECT_EQ(sites_of(chip, UnitKind::pmu).size(), 64u);
  EXPECT_EQ(chip.pcu.lanes, 16);
  EXPECT_EQ(chip.pcu.stages, 6);
  EXPECT_EQ(chip.pmu.capacity_kb * 64, 16 * 1024) << "16 MB on the chip";
  EXPECT_FALSE(chip.pcu.packing || chip.pcu.fused || chip.pcu.folded);
}

TEST(ChipConfig, PlasticineForRnnsHasItsPublishedUnits) {
  const Chip chip = load_chip(config("plasticine_rnn"));
  EXPECT_EQ(sites_of(chip, UnitKind::pcu).size(), 192u);
  EXPECT_EQ(sites_of(chip, UnitKind::pmu).size(), 384u);
  EXPECT_EQ(chip.pmu.capacity_kb * 384, 31.5 * 1024) << "31.5 MB on the chip";
  EXPECT_EQ(chip.pcu.stages, 4);
  EXPECT_TRUE(chip.pcu.packing && chip.pcu.fused && chip.pcu.folded);
}

TEST(ChipConfig, EveryNumberOfEveryChipHasItsSource) {
  for (const auto& entry : fs::directory_iterator(fs::path(RDA_SOURCE_DIR) / "configs")) {
    if (!entry.is_regular_file()) continue;  // a folder of sweeps
    const Chip chip = load_chip(entry.path());
    for (const json::Knob& knob : chip_knobs()) {
      if (knob.pointer == "/name" || knob.pointer == "/description" || knob.pointer == "/sources") {
        continue;
      }
      if (knob.pointer.starts_with("/memory/") && !chip.memory) continue;
      EXPECT_TRUE(chip.sources.contains(knob.pointer)) << entry.path() << knob.pointer;
    }
  }
}

TEST(ChipConfig, ReadsBackWhatItWrites) {
  const fs::path file = fs::temp_directory_path() / "rda_chip_config_test.json";
  const std::string text =
      to_json(load_chip(config("tiny"), std::vector<Override>{{"/clock_mhz", "3.5"}}));
  write_file(file, text);
  EXPECT_EQ(to_json(load_chip(file)), text);
  fs::remove(file);
}

TEST(ChipConfig, PortsBeyondTheEndOfTheirSideAreRefused) {
  EXPECT_EQ(complaint({{"/stream/sinks/count", "4"}}), "");
  EXPECT_EQ(complaint({{"/stream/sinks/count", "5"}}),
            "#/stream/sinks/count: sink 4 would be at row 8 of 8 (offset 0, spacing 2: 4 fit; "
            "spacing 0 spreads them over the side) (from --set /stream/sinks/count=5)");
  EXPECT_EQ(
      complaint({{"/stream/sources/offset", "8"}, {"/stream/sources/side", "north"}}),
      "#/stream/sources/offset: source 3 would be at column 14 of 9 (offset 8, spacing 2: 1 fit) "
      "(from --set /stream/sources/offset=8)");
  EXPECT_EQ(complaint({{"/stream/sources/count", "0"}, {"/stream/sources/offset", "200"}}), "");
}

TEST(ChipConfig, PortsAtEvenDistancesFitOneAtASwitch) {
  std::vector<Override> even{{"/stream/sinks/spacing", "0"}, {"/stream/sinks/count", "8"}};
  EXPECT_EQ(complaint(even), "");
  even[1].value = "9";
  EXPECT_EQ(complaint(even),
            "#/stream/sinks/count: 9 ports at even distances from offset 0 on a side of 8 rows (8 "
            "fit, one at a switch) (from --set /stream/sinks/count=9)");
}

TEST(ChipConfig, AVectorTakesAStreamPortAtMost2To30Cycles) {
  for (const std::string ports : {"sources", "sinks"}) {
    std::vector<Override> slowest{{"/pcu/lanes", "32"},
                                  {"/stream/" + ports + "/width_bits", "1"},
                                  {"/stream/" + ports + "/interval", "1048576"}};
    EXPECT_EQ(complaint(slowest), "");
    slowest[0].value = "64";
    EXPECT_EQ(complaint(slowest),
              "#/stream/" + ports +
                  "/interval: a vector of 2048 bits would take 2048 beats of "
                  "1048576 cycles (1073741824 cycles at most in all) (from --set "
                  "/stream/" +
                  ports + "/interval=1048576)");
  }
}

TEST(ChipConfig, StripsHaveOnlyTheTwoLetters) {
  EXPECT_EQ(complaint({{"/grid/strip", "CX"}}),
            "#/grid/strip: \"CX\" may only have the letters C (a PCU) and M (a PMU) (from "
            "--set /grid/strip=CX)");
  EXPECT_EQ(complaint({{"/grid/strip", ""}}),
            "#/grid/strip: strips need at least one letter, C (a PCU) or M (a PMU) (from --set "
            "/grid/strip=)");
  EXPECT_EQ(complaint({{"/grid/strip", ""}, {"/grid/pattern", "checkerboard"}}), "");
}

TEST(ChipConfig, AChipWithoutPmusOrPortsIsAChip) {
  EXPECT_EQ(complaint({{"/grid/strip", "C"}}), "");
  EXPECT_EQ(complaint({{"/grid/strip", "M"}}), "");
  EXPECT_EQ(complaint({{"/pcu/inputs/vector", "0"}, {"/network/tracks/scalar", "0"}}), "");
}

TEST(ChipConfig, SourcesAreOfKnobs) {
  EXPECT_EQ(complaint({{"/sources/~1pcu~1lane", "guess"}}),
            "#/sources/~1pcu~1lane: no knob has this pointer; did you mean \"/pcu/lanes\"? (from "
            "--set /sources/~1pcu~1lane=guess)");
}

TEST(ChipConfig, ADamagedFileIsReadOrRefusedInOneLine) {
  const std::string good = read_file(config("tiny"), 1 << 20);
  const fs::path file =
      fs::temp_directory_path() / ("rda_damaged_" + std::to_string(::getpid()) + ".json");
  Random random(1);
  for (int i = 0; i < 500; ++i) {
    std::string text = good;
    for (int changes = 0; changes < 1 + i % 3; ++changes) {
      const auto at = static_cast<std::size_t>(random.below(text.size()));
      text[at] = static_cast<char>(random.below(256));
    }
    if (i % 5 == 0) text.resize(static_cast<std::size_t>(random.below(text.size())));
    std::ofstream(file, std::ios::binary) << text;
    try {
      load_chip(file);
    } catch (const ConfigError& error) {
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
    }
  }
  fs::remove(file);
}

TEST(ChipConfig, IsDocumentedAsItIs) {
  const std::string page = read_file(fs::path(RDA_SOURCE_DIR) / "docs" / "config.md", 1 << 20);
  EXPECT_NE(page.find(chip_reference_markdown()), std::string::npos)
      << "docs/config.md is out of date";
}

TEST(ChipConfig, EveryKnobHasARangeAMeaningAndASource) {
  for (const json::Knob& knob : chip_knobs()) {
    using Kind = json::Shape::Kind;
    const json::Field& field = knob.field;
    EXPECT_FALSE(field.meaning.empty()) << knob.pointer;
    if (field.shape.kind != Kind::integer && field.shape.kind != Kind::real) continue;
    EXPECT_FALSE(field.unit.empty()) << knob.pointer;
    EXPECT_FALSE(field.source.empty()) << knob.pointer;
    EXPECT_FALSE(field.required) << knob.pointer;
    if (field.shape.kind == Kind::integer) {
      EXPECT_LE(field.shape.hi, json::make_integer(1 << 20));
    }
  }
}

}  // namespace
}  // namespace rda
