// SPDX-License-Identifier: Apache-2.0
#include "mapper/fits.h"

#include "support_partition.h"

namespace rda::mapper {
namespace {

std::string refusal(const Graph& graph, const Chip& chip, const MappingOptions& options = {}) {
  try {
    map(graph, chip, options);
  } catch (const MappingError& error) {
    return error.what();
  }
  return "it maps";
}

void expect_line(const std::string& text, const std::vector<std::string>& parts) {
  EXPECT_EQ(std::ranges::count(text, '\n'), 0) << text;
  for (const std::string& part : parts) EXPECT_NE(text.find(part), std::string::npos) << text;
}

/// Maps again with the capacity that the refusal advises.
void expect_advice_works(const Graph& graph, Chip chip) {
  const std::string text = refusal(graph, chip);
  const std::string key = "pmu.capacity_kb = ";
  const std::size_t at = text.find(key);
  ASSERT_NE(at, std::string::npos) << text;
  const int advised = std::stoi(text.substr(at + key.size()));
  chip.pmu.capacity_kb = advised;
  EXPECT_NO_THROW(map(graph, chip, {}));
  chip.pmu.capacity_kb = advised - 1;
  EXPECT_THROW(map(graph, chip, {}), MappingError);
}

TEST(Shortage, OfCapacitySaysNeededAvailableAndWhatWouldFit) {
  const Graph graph = cell("lstm", 2048, 2048);
  const Chip chip = shipped_chip("plasticine_rnn");
  expect_line(refusal(graph, chip), {"hu 4, ru 8", "needs 529", "weights alone are 33.6 MB",
                                     "the chip has 384 (33.0 MB)", "pmu.capacity_kb = "});
  expect_advice_works(graph, chip);
}

TEST(Shortage, AdviceWorksOnASmallChip) {
  Chip chip = shipped_chip("tiny");
  chip.pmu.capacity_kb = 1;
  expect_advice_works(cell("lstm", 16, 16), chip);
}

TEST(Shortage, AdvisesTheRowsThatDo) {
  const Graph graph = cell("lstm", 2048, 2048);
  Chip chip = shipped_chip("plasticine_rnn");
  const std::string text = refusal(graph, chip);
  const std::string key = "(grid.rows = ";
  const std::size_t at = text.find(key);
  ASSERT_NE(at, std::string::npos) << text;
  const int advised = std::stoi(text.substr(at + key.size()));
  EXPECT_GT(advised, 24);
  chip.grid.rows = advised - 1;
  EXPECT_NE(refusal(graph, chip), "it maps");
}

TEST(Shortage, AdvisesTheNarrowerFormatThatDoes) {
  Graph graph = cell("lstm", 1024, 1024);
  graph.set_formats({Format::fp32, Format::fp32, Format::fp32, Format::fp32});
  const std::string text = refusal(graph, shipped_chip("plasticine_rnn"));
  expect_line(text, {"(weights and activations in bf16 would fit with hu "});
  // 8 bits are the narrowest.
  EXPECT_EQ(refusal(cell("lstm", 2048, 2048), shipped_chip("plasticine_rnn")).find("weights and"),
            std::string::npos);
}

TEST(Shortage, OfSlotsNamesTheKnob) {
  Graph graph = cell("lstm", 16, 16);
  graph.batch = 255;
  expect_line(refusal(graph, shipped_chip("plasticine_rnn")),
              {"256 slots", "pmu.max_slots is 255"});
}

TEST(Shortage, OfOneKindOfUnitCountsThem) {
  Chip chip = shipped_chip("tiny");
  chip.grid.strip = "C";
  expect_line(refusal(cell("lstm", 16, 16), chip), {"pmus", "the chip has 0"});
  chip.grid.strip = "M";
  expect_line(refusal(cell("lstm", 16, 16), chip), {"pcus", "the chip has 0"});
}

TEST(Shortage, OfPortsNamesTheUnit) {
  expect_line(refusal(cell("lstm", 64, 64), shipped_chip("plasticine_rnn"), {.hu = 8, .ru = 1}),
              {"y.gather", "needs 8 scalar inputs, a pmu of this chip has 6"});
  Chip chip = shipped_chip("plasticine_rnn");
  chip.pcu.stages = 2;
  expect_line(refusal(cell("lstm", 64, 64), chip), {"needs 3 stages", "has 2"});
  chip.pcu.stages = 4;
  chip.pmu.stages = 1;
  expect_line(refusal(cell("lstm", 64, 64), chip), {"needs 2 address stages", "has 1"});
}

TEST(Shortage, NamesTheSmallestUnrollingsProblemToo) {
  expect_line(refusal(cell("lstm", 1024, 1024), shipped_chip("plasticine_isca17")),
              {"hu 4, ru 8: pcus", "hu 1, ru 1: layer0.f.dot[0][0]: needs 34 vector inputs"});
}

TEST(Shortage, OfAHopelessGraphIsFoundWithoutBuildingIt) {
  const Chip chip = shipped_chip("plasticine_rnn");
  expect_line(refusal(cell("lstm", 65536, 65536, 64), chip), {"weights alone need", "has 384"});
  expect_line(refusal(cell("lstm", 65536, 65536), chip, {.ru = 4096}), {"weights alone need"});
}

TEST(Shortage, OfStreamPortsSaysWhich) {
  Chip chip = shipped_chip("tiny");
  chip.stream.sources.count = 0;
  expect_line(refusal(cell("lstm", 16, 16), chip), {"source ports: needs 1, the chip has 0"});
  chip.stream.sources.count = 1;
  chip.stream.sinks.count = 0;
  expect_line(refusal(cell("lstm", 16, 16), chip), {"sink ports: needs 1, the chip has 0"});
}

}  // namespace
}  // namespace rda::mapper
