// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>

#include "rda/error.h"
#include "rda/workload.h"
#include "support_workload_file.h"
#include "workload/reference.h"

namespace rda {
namespace {

namespace fs = std::filesystem;

fs::path workload_file(const std::string& name) {
  return fs::path(RDA_SOURCE_DIR) / "workloads" / (name + ".json");
}

Workload load_with(const std::vector<Override>& overrides) {
  return load_workload(workload_file("small/lstm_16_4"), overrides);
}

/// The error of loading a small LSTM with these overrides, without the path of the file.
std::string complaint(const std::vector<Override>& overrides) {
  try {
    load_with(overrides);
  } catch (const ConfigError& error) {
    const std::string what = error.what();
    return what.substr(what.find('#'));
  }
  return "";
}

TEST(WorkloadConfig, EveryFileLoadsAndIsNamedAsItsFile) {
  const fs::path root = fs::path(RDA_SOURCE_DIR) / "workloads";
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".json") continue;
    const Workload workload = load_workload(entry.path());
    EXPECT_EQ(fs::path(workload.name + ".json"), fs::relative(entry.path(), root));
    ++files;
  }
  EXPECT_GE(files, 26);
}

TEST(WorkloadConfig, ValuesWithoutAnEffectAreRefused) {
  const std::string lstm = R"({"cell": "lstm", "hidden": 4, )";
  EXPECT_EQ(load_complaint(lstm + R"("scales": {"input": -3}})"),
            "#/scales/input: has no effect: it scales int8 values, and the weights are fp8_e4m3 "
            "(leave it out)");
  EXPECT_EQ(
      load_complaint(lstm + R"("gru_reset": "before"})"),
      "#/gru_reset: has no effect: only cell gru reads it, and the cell is lstm (leave it out)");
  EXPECT_NE(load_complaint(lstm + R"("rnn_activation": "relu"})").find("only cell rnn"),
            std::string::npos);
  EXPECT_NE(
      load_complaint(lstm + R"("data_seed": 7, "data": "d.npz"})").find("#/data_seed: has no"),
      std::string::npos);
  EXPECT_NE(complaint({{"/rnn_activation", "relu"}}).find("(from --set /rnn_activation=relu)"),
            std::string::npos);
}

TEST(WorkloadConfig, ValuesThatSayTheDefaultOrLoseTheirEffectByAnOverrideAreTaken) {
  const std::string rnn = R"({"cell": "rnn", "hidden": 4, "rnn_activation": "relu")";
  EXPECT_EQ(load_complaint(rnn + R"(, "gru_reset": "after", "scales": {"input": -7}})"), "");
  EXPECT_EQ(load_complaint(rnn + "}", {{"/cell", "lstm"}}), "");
  EXPECT_NE(load_complaint(rnn + "}", {{"/cell", "lstm"}, {"/rnn_activation", "relu"}}), "");
  EXPECT_EQ(load_complaint(rnn + R"(, "data_seed": 7})", {{"/data", "d.npz"}}), "");
}

TEST(WorkloadConfig, NamelessFileIsNamedAsItsFile) {
  EXPECT_EQ(load_with({{"/name", "\"\""}}).name, "lstm_16_4");
}

TEST(WorkloadConfig, AnyNumberOfLayersMayBeBidirectional) {
  EXPECT_EQ(load_with({{"/direction", "reverse"}, {"/layers", "2"}}).layers.count, 2);
  EXPECT_EQ(load_with({{"/direction", "bidirectional"}, {"/layers", "2"}}).layers.count, 2);
}

TEST(WorkloadConfig, NulInTheNameOfTheDataIsRefused) {
  EXPECT_EQ(complaint({{"/data", R"("a\u0000b.npz")"}}).find("#/data: contains a NUL character"),
            0u);
}

TEST(WorkloadConfig, DeepBenchFilesHaveTheSizesOfTheirNames) {
  const Workload workload = load_workload(workload_file("deepbench/gru_2816_750"));
  EXPECT_EQ(workload.cell, Cell::gru);
  EXPECT_EQ(workload.hidden, 2816);
  EXPECT_EQ(workload.input, 2816);
  EXPECT_EQ(workload.steps, 750);
  EXPECT_EQ(workload.formats.weights, Format::fp8_e4m3);
}

TEST(WorkloadConfig, InputIsAsHiddenUnlessSaid) {
  EXPECT_EQ(load_with({}).input, 16);
  EXPECT_EQ(load_with({{"/input", "0"}, {"/hidden", "20"}}).input, 20);
  EXPECT_EQ(load_with({{"/input", "7"}}).input, 7);
}

TEST(WorkloadConfig, TakesATrillionStepsAndNoMore) {
  EXPECT_EQ(load_with({{"/steps", "1000000000000"}}).steps, 1000000000000);
  EXPECT_NE(complaint({{"/steps", "1000000000001"}}).find("out of range"), std::string::npos);
}

TEST(WorkloadConfig, HiddenHasToBeSaid) {
  const fs::path file =
      fs::temp_directory_path() / ("rda_workload_" + std::to_string(::getpid()) + ".json");
  write_file(file, "{}");
  EXPECT_THROW(load_workload(file), ConfigError);
  EXPECT_EQ(load_workload(file, std::vector<Override>{{"/hidden", "3"}}).hidden, 3);
  fs::remove(file);
  EXPECT_NE(complaint({{"/hidden", "0"}}).find("#/hidden: missing or 0 (elements of h in a layer"),
            std::string::npos);
}

TEST(WorkloadConfig, WeightsAndActivationsAreEquallyWide) {
  EXPECT_EQ(complaint({{"/formats/weights", "bf16"}}),
            "#/formats/activations: fp8_e4m3 has 8 bits, the weights' bf16 has 16 (they are "
            "multiplied lane by lane and must be equally wide)");
  EXPECT_EQ(complaint({{"/formats/weights", "bf16"}, {"/formats/activations", "fp16"}}), "");
}

TEST(WorkloadConfig, IntegersGoWithIntegersOnly) {
  const Override weights{"/formats/weights", "int8"}, activations{"/formats/activations", "int8"},
      accumulate{"/formats/accumulate", "int32"};
  EXPECT_EQ(complaint({weights, activations, accumulate}), "");
  const auto names_all = [&](const std::vector<Override>& some, const std::string& to_set) {
    const std::string text = complaint(some);
    EXPECT_TRUE(
        text.starts_with("#/formats: int8 weights, int8 activations and int32 accumulate "
                         "go together only: set " +
                         to_set + ", or none of the three"))
        << text;
  };
  names_all({weights},
            "/formats/activations (fp8_e4m3) to int8 and /formats/accumulate (fp32) to int32");
  names_all({weights, activations}, "/formats/accumulate (fp32) to int32");
  names_all({activations},
            "/formats/weights (fp8_e4m3) to int8 and /formats/accumulate (fp32) to "
            "int32");
  names_all({accumulate},
            "/formats/weights (fp8_e4m3) to int8 and /formats/activations (fp8_e4m3) "
            "to int8");
}

TEST(WorkloadConfig, StateIsKeptInSixteenBitsOrMore) {
  EXPECT_EQ(complaint({{"/formats/state", "bf16"}}), "");
  EXPECT_EQ(complaint({{"/formats/state", "fp8_e5m2"}}),
            "#/formats/state: \"fp8_e5m2\" is not one of \"fp32\", \"bf16\", \"fp16\" (format of "
            "c, and of "
            "the h that a GRU blends: fp32, bf16 or fp16) (from --set /formats/state=fp8_e5m2)");
  EXPECT_EQ(
      complaint({{"/formats/weights", "int32"}}),
      "#/formats/weights: \"int32\" is not one of \"fp32\", \"bf16\", \"fp16\", \"fp8_e4m3\", "
      "\"fp8_e5m2\", \"int8\" (format of weights) (from --set "
      "/formats/weights=int32)");
}

TEST(WorkloadConfig, ExtendsAnotherOneWhoseDataLieBesideIt) {
  const fs::path folder =
      fs::path(testing::TempDir()) / ("rda-extends-w" + std::to_string(getpid()));
  fs::create_directories(folder / "sub");
  write_file(folder / "sub/base.json", R"({"hidden": 8, "steps": 3, "data": "d.npz"})");
  write_file(folder / "w.json", R"({"extends": "sub/base.json", "steps": 5, /* longer */})");
  const Workload workload = load_workload(folder / "w.json");
  EXPECT_EQ(workload.name, "w");
  EXPECT_EQ(workload.hidden, 8);
  EXPECT_EQ(workload.input, 8);
  EXPECT_EQ(workload.steps, 5);
  EXPECT_EQ(workload.data, (folder / "sub/d.npz").string());
  EXPECT_EQ(load_workload(folder / "w.json", std::vector<Override>{{"/data", "e.npz"}}).data,
            (folder / "e.npz").string());
  fs::remove_all(folder);
}

TEST(WorkloadConfig, DataIsFoundBesideTheWorkloadFile) {
  const fs::path file = workload_file("small/lstm_16_4");
  EXPECT_EQ(load_with({{"/data", "weights.npz"}}).data,
            (file.parent_path() / "weights.npz").string());
  EXPECT_EQ(load_with({{"/data", "/elsewhere/weights.npz"}}).data, "/elsewhere/weights.npz");
}

TEST(WorkloadConfig, IsDocumentedAsItIs) {
  const std::string page = read_file(fs::path(RDA_SOURCE_DIR) / "docs" / "config.md", 1 << 20);
  EXPECT_NE(page.find(workload_reference_markdown()), std::string::npos)
      << "docs/config.md is out of date";
}

}  // namespace
}  // namespace rda
