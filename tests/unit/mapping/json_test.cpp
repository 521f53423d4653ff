// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/file.h"
#include "rda/error.h"
#include "rda/mapping.h"

namespace rda {
namespace {

namespace fs = std::filesystem;

/// A mapping with one of everything a file can say.
Mapping sample() {
  Access access;
  access.strides = {4, 64};
  access.keep = {{1, 0, 3}};
  access.tap = "layer0.c";
  Port port;
  port.name = "h";
  port.stream = 1;
  port.where = {{0, 0, 4}};
  port.access = access;
  Program program;
  program.loops = {4, 2};
  program.inputs = program.outputs = {port};
  PcuUnit pcu{program, 3, DotProduct{}, {{ScalarOp::mul, 0, 1}}};
  pcu.dot->scales = {-7};
  PmuUnit pmu{{{"h", 64, 128, 2, {Content{.tensor = "layer0.h0"}}}}, program, std::nullopt};
  SourceUnit source;
  source.stream = 0;
  SinkUnit sink;
  sink.stream = 1;
  Mapping mapping;
  mapping.reduction.cuts["layer0.i"] = {0, 1, 2};
  mapping.units = {
      {"dot", 1, 2, pcu}, {"memory", 0, 0, pmu}, {"x", 0, 0, source}, {"y", 0, 8, sink}};
  mapping.streams = {
      {"a", TokenKind::vector, 0, {1, 2}, {{0, 0, -1, 0}, {0, 1, 0, 1}}, 0, true, 0.1}};
  return mapping;
}

struct MappingFile : testing::Test {
  ~MappingFile() override { fs::remove(file); }
  fs::path file =
      fs::temp_directory_path() /
      (std::string("rda_mapping_") + testing::UnitTest::GetInstance()->current_test_info()->name() +
       "_" + std::to_string(::getpid()));
};

TEST_F(MappingFile, ReadsBackWhatWasWritten) {
  const std::string text = to_json(sample());
  write_file(file, text);
  EXPECT_EQ(to_json(load_mapping(file)), text);
  const Mapping mapping = load_mapping(file);
  EXPECT_EQ(std::get<PcuUnit>(mapping.units[0].body).program.inputs[0].access->strides,
            (std::vector<std::int64_t>{4, 64}));
  EXPECT_FALSE(std::get<PmuUnit>(mapping.units[1].body).write.has_value());
}

TEST_F(MappingFile, NamesThePlaceOfAMistake) {
  std::string text = to_json(sample());
  text.replace(text.find("\"kind\": \"pmu\""), 13, "\"kind\": \"pnu\"");
  write_file(file, text);
  try {
    load_mapping(file);
    FAIL();
  } catch (const ConfigError& error) {
    EXPECT_EQ(error.pointer, "/units/1/body/kind");
  }
}

TEST_F(MappingFile, RefusesAnotherVersion) {
  write_file(file, "{\"format_version\": 2}");
  EXPECT_THROW(load_mapping(file), ConfigError);
}

}  // namespace
}  // namespace rda
