// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/file.h"
#include "rda/error.h"
#include "rda/mapping.h"

// Initializers that name a few fields leave out the others on purpose.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace rda {
namespace {

namespace fs = std::filesystem;

/// A mapping with one of everything a file can say.
Mapping sample() {
  Access access{.strides = {4, 64}, .tap = "layer0.c"};
  access.function = Function::rsqrt;
  access.row = RowLookUp{.first_row = 3, .rows = 5, .row_bytes = 64};
  access.keep = {{1, 0, 3}};
  Port port{.name = "h", .stream = StreamId(1), .where = {{0, 0, 4}}, .access = access};
  const auto program = [&](Work work) {
    return Program{.space = {{4, 2}}, .inputs = {port}, .outputs = {port}, .work = std::move(work)};
  };
  const Buffer buffer{"h", 64, 128, 2, {Content{.tensor = "layer0.h0", .copies = 16}}};
  Mapping mapping;
  mapping.reduction.cuts["layer0.i"] = {0, 1, 2};
  mapping.units = {
      {.name = "dot",
       .origin = {.layer = 0, .gate = "i", .role = Role::dot, .index = {1, 0}},
       .kind = UnitKind::pcu,
       .place = GridSite{1, 2},
       .programs = {program(DotProduct{.scales = {-7}, .addends = {{2}}})}},
      {.name = "sum",
       .kind = UnitKind::pcu,
       .programs = {program(
           Operations{{{ScalarOp::select, 0, -1, -2}, {.op = ScalarOp::fold_max, .level = 2}},
                      {0.1F, -3e38F}})}},
      {.name = "memory",
       .kind = UnitKind::pmu,
       .place = GridSite{0, 0},
       .programs = {program(MemoryAccess{.writes = false}), program(MemoryAccess{.writes = true})},
       .buffers = {buffer}},
      {.name = "x",
       .kind = UnitKind::source,
       .place = EdgePort{1, 0, 0},
       .programs = {program(PortTransfer{.tensor = "x", .tokens_per_item = 3})}},
      {.name = "y", .kind = UnitKind::sink, .place = EdgePort{0, 0, 8}}};
  const auto stream = [](const std::string& name, Carrier carrier) {
    return Stream{.name = name,
                  .kind = TokenKind::vector,
                  .from = UnitId(0),
                  .to = {UnitId(1), UnitId(2)},
                  .carrier = std::move(carrier),
                  .recurrent = true,
                  .rate = 0.1};
  };
  mapping.streams = {stream("a", StaticRoute{{{0, 0, -1, 0}, {0, 1, 0, 1}}}), stream("b", Local{2}),
                     stream("c", Unrouted{}), stream("d", Ideal{})};
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
  EXPECT_EQ(mapping.units[UnitId(0)].programs[0].inputs[0].access->strides,
            (std::vector<std::int64_t>{4, 64}));
  EXPECT_EQ(mapping.units[UnitId(0)].programs[0].inputs[0].access->function, Function::rsqrt);
  EXPECT_EQ(mapping.units[UnitId(0)].programs[0].inputs[0].access->row->row_bytes, 64);
  const auto& operations = std::get<Operations>(mapping.units[UnitId(1)].programs[0].work);
  EXPECT_EQ(operations.operations[0].b, -1);
  EXPECT_EQ(operations.operations[1].level, 2);
  EXPECT_EQ(operations.constants, (std::vector{0.1F, -3e38F}));
  EXPECT_EQ(mapping.units[UnitId(2)].buffers[0].contents[0].copies, 16);
  EXPECT_EQ(mapping.units[UnitId(0)].origin, sample().units[UnitId(0)].origin);
  EXPECT_TRUE(std::get<MemoryAccess>(mapping.units[UnitId(2)].programs[1].work).writes);
  EXPECT_EQ(std::get<PortTransfer>(mapping.units[UnitId(3)].programs[0].work).tokens_per_item, 3);
  EXPECT_EQ(std::get<EdgePort>(mapping.units[UnitId(3)].place).port, 1);
  EXPECT_EQ(mapping.streams[StreamId(0)].to, (std::vector{UnitId(1), UnitId(2)}));
  EXPECT_EQ(mapping.streams[StreamId(0)].route().size(), 2u);
  EXPECT_EQ(mapping.streams[StreamId(1)].initial(), 2);
  EXPECT_TRUE(mapping.streams[StreamId(3)].is_ideal());
}

TEST_F(MappingFile, WithoutTheKeysOfNewerProgramsHasTheirDefaults) {
  write_file(file, R"({"format_version": 2, "units": [{"name": "u", "programs": [{"outputs": [
    {"stream": 0, "access": {"look_up": 0}}], "work": {"kind": "operations", "operations": [{"op": "add"}]}}],
    "buffers": [{"slot_bytes": 4, "contents": [{"tensor": "w"}]}]}]})");
  const Unit unit = load_mapping(file).units[UnitId(0)];
  const Access& access = *unit.programs[0].outputs[0].access;
  EXPECT_FALSE(access.function || access.row);
  EXPECT_EQ(unit.buffers[0].contents[0].copies, 1);
  const auto& work = std::get<Operations>(unit.programs[0].work);
  EXPECT_TRUE(work.constants.empty());
  EXPECT_EQ(work.operations[0].c + work.operations[0].level + work.operations[0].elements, 0);
}

TEST_F(MappingFile, HoldsStreamPortsAsSlowAsAChipMayHave) {
  Mapping mapping = sample();
  mapping.units[UnitId(3)].programs[0].ii = 1 << 30;
  write_file(file, to_json(mapping));
  EXPECT_EQ(load_mapping(file).units[UnitId(3)].programs[0].ii, 1 << 30);
}

TEST_F(MappingFile, NamesThePlaceOfAMistake) {
  std::string text = to_json(sample());
  text.replace(text.find("\"kind\": \"pmu\""), 13, "\"kind\": \"pnu\"");
  write_file(file, text);
  try {
    load_mapping(file);
    FAIL();
  } catch (const ConfigError& error) {
    EXPECT_EQ(error.pointer, "/units/2/kind");
  }
}

TEST_F(MappingFile, KnowsAUnitAndAStreamByTheirNumbers) {
  const std::string text = to_json(sample());
  EXPECT_NE(text.find("\"from\": 0"), std::string::npos) << text;
  EXPECT_NE(text.find("\"to\": [1, 2]"), std::string::npos) << text;
  EXPECT_NE(text.find("\"stream\": 1"), std::string::npos) << text;
}

TEST_F(MappingFile, OfAnotherVersionSaysHowToMakeItAgain) {
  const auto refusal = [&](const std::string& text) {
    write_file(file, text);
    try {
      load_mapping(file);
    } catch (const ConfigError& error) {
      EXPECT_EQ(error.pointer, "/format_version");
      EXPECT_EQ(error.exit_code, ExitCode::bad_input);
      return std::string(error.what());
    }
    return std::string("it was read");
  };
  const std::string where = file.string() + "#/format_version: a mapping of format version ";
  const std::string again =
      " (version 2; make it again: rdasim map CHIP WORKLOAD -o " + file.string() + ")";
  EXPECT_EQ(refusal(R"({"format_version": 1, "units": [{"body": {"kind": "pcu"}}]})"),
            where + "1" + again);
  EXPECT_EQ(refusal(R"({"format_version": 3})"), where + "3" + again);
  EXPECT_EQ(refusal(R"({"units": []})"), where + "none" + again);
}

}  // namespace
}  // namespace rda
