// SPDX-License-Identifier: Apache-2.0
#include "cli/support.h"

namespace rda::cli {
namespace {

using BadFile = Cli;

TEST_F(BadFile, MisspeltKeyNamesTheNearest) {
  expect_refusal(run_chip(file("c.json", R"({"name": "c", "pcu": {"lane": 16}})")), 2,
                 {"c.json#/pcu/lane", "lanes"});
}

TEST_F(BadFile, WrongTypeNamesThePointer) {
  expect_refusal(run_chip(file("c.json", R"({"name": "c", "pcu": {"lanes": "16"}})")), 2,
                 {"c.json#/pcu/lanes", "integer"});
}

TEST_F(BadFile, ValueOutOfRangeNamesTheRange) {
  expect_refusal(run_chip(file("c.json", R"({"name": "c", "pcu": {"lanes": 128}})")), 2,
                 {"c.json#/pcu/lanes", "128", "[1, 64]"});
}

TEST_F(BadFile, TruncatedFileIsNamed) {
  expect_refusal(run_chip(file("c.json", R"({"name": "c", "pcu": {"lanes": 1)")), 2, {"c.json"});
}

TEST_F(BadFile, EmptyFileIsNamed) { expect_refusal(run_chip(file("c.json", "")), 2, {"c.json"}); }

TEST_F(BadFile, MissingFileIsNamed) {
  expect_refusal(run_chip(path("none.json")), 2, {"none.json", "No such file"});
}

TEST_F(BadFile, FolderIsNoFile) { expect_refusal(run_chip(path("")), 2, {"directory"}); }

TEST_F(BadFile, KeyThatStandsTwiceIsRefused) {
  expect_refusal(run_chip(file("c.json", R"({"name": "c", "name": "d"})")), 2,
                 {"c.json#/name", "twice"});
}

TEST_F(BadFile, TextThatIsNotUtf8IsRefused) {
  expect_refusal(run_chip(file("c.json", "{\"name\": \"\xff\xfe\"}")), 2, {"c.json", "UTF-8"});
}

TEST_F(BadFile, ListInPlaceOfAnObjectIsRefused) {
  expect_refusal(run_chip(file("c.json", "[]")), 2, {"c.json", "object"});
}

TEST_F(BadFile, UnknownCellNamesTheKnownOnes) {
  expect_refusal(run_workload(file("w.json", R"({"name": "w", "cell": "ltsm", "hidden": 16})")), 2,
                 {"w.json#/cell", "lstm"});
}

TEST_F(BadFile, HiddenOfZeroIsRefused) {
  expect_refusal(run_workload(file("w.json", R"({"name": "w", "cell": "lstm", "hidden": 0})")), 2,
                 {"w.json#/hidden"});
}

TEST_F(BadFile, MissingWeightsFileIsNamed) {
  expect_refusal(
      run_workload(file("w.json", R"({"name": "w", "cell": "lstm", "hidden": 16, "steps": 2,
                                      "data": "none.npz"})")),
      2, {"none.npz"});
}

TEST_F(BadFile, EmptyKeyIsRefused) {
  expect_refusal(run_chip(file("c.json", R"({"": 1})")), 2, {"c.json#/: unknown key"});
}

TEST_F(BadFile, NulInANameIsRefused) {
  expect_refusal(
      run_workload(file("w.json", R"({"cell": "lstm", "hidden": 16, "data": "a\u0000b.npz"})")), 2,
      {"w.json#/data: contains a NUL character"});
}

TEST_F(BadFile, WeightsFileThatIsAFolderIsNamed) {
  std::filesystem::create_directory(path("weights.npz"));
  expect_refusal(
      run_workload(file("w.json", R"({"cell": "lstm", "hidden": 16, "data": "weights.npz"})")), 2,
      {"weights.npz: is a folder"});
}

TEST_F(BadFile, WeightsFileThatIsNoArchiveIsNamed) {
  file("weights.npz", "this is no zip archive");
  expect_refusal(
      run_workload(file("w.json", R"({"name": "w", "cell": "lstm", "hidden": 16, "steps": 2,
                                      "data": "weights.npz"})")),
      2, {"weights.npz"});
}

TEST_F(BadFile, WeightsOfAnotherShapeNameArrayAndShapes) {
  const std::string script =
      "import numpy; z = lambda *s: numpy.zeros(s, 'f4'); "
      "numpy.savez('" +
      path("weights.npz") +
      "', x=z(2, 1, 16), weight_ih_l0=z(64, 15), weight_hh_l0=z(64, 16), bias_ih_l0=z(64), "
      "bias_hh_l0=z(64))";
  ASSERT_EQ(std::system(("/usr/bin/python3 -c \"" + script + "\"").c_str()), 0);
  expect_refusal(
      run_workload(file("w.json", R"({"name": "w", "cell": "lstm", "hidden": 16, "steps": 2,
                                      "data": "weights.npz"})")),
      2, {"weight_ih_l0", "15", "16"});
}

TEST_F(BadFile, ValidateNamesEveryBadFileAndExitsWithTwo) {
  const std::string bad = file("bad.json", R"({"pcu": {"lanes": 0}})");
  const std::string worse = file("worse.json", "{");
  const Outcome outcome = rdasim({"validate", "chip", bad, chip_, worse});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.out.find("bad.json#/pcu/lanes"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("worse.json"), std::string::npos) << outcome.out;
  EXPECT_EQ(outcome.out.find("tiny.json"), std::string::npos) << outcome.out;
}

TEST_F(BadFile, ValidateAcceptsWhatRuns) {
  EXPECT_EQ(rdasim({"validate", "chip", chip_}).code, 0);
  EXPECT_EQ(rdasim({"validate", "workload", workload_}).code, 0);
}

TEST_F(BadFile, ValidateKnowsTheProfilesBesideAGoldenFile) {
  EXPECT_EQ(rdasim({"validate", repository("tests/golden/small.profile.json")}).code, 0);
  const std::string bad = file("bad.profile.json", R"({"cases": {"a": {"units": [[1]]}},
    "unit_columns": ["role"], "stream_columns": [], "inputs": {}})");
  const Outcome outcome = rdasim({"validate", "profile", bad});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.out.find("bad.profile.json#/cases/a/units"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("bad.profile.json#/inputs"), std::string::npos) << outcome.out;
}

TEST_F(BadFile, EveryFaultOfBothFilesIsNamedAtOnce) {
  const std::string chip = file("c.json", R"({"clock_mhz": -1, "pcu": {"lanes": "x"}, "foo": 1})");
  const std::string workload = file("w.json", R"({"hidden": 8, "layers": 0})");
  expect_refusal(
      rdasim({"run", chip, workload}), 2,
      {"c.json#/clock_mhz: ", "c.json#/foo: ", "c.json#/pcu/lanes: ", "w.json#/layers: "}, 4);
}

TEST_F(BadFile, MissingNameOfAShippedFileSaysWhereThatLies) {
  const std::string shipped = "the shipped one is " + repository("configs/tiny.json");
  expect_refusal(run_chip(path("configs/tiny.json")), 2, {"No such file", '(' + shipped + ')'});
  expect_refusal(run_chip(file("c.json", R"({"extends": "configs/tiny.json"})")), 2,
                 {"c.json#/extends: ", "(a path relative to this file; " + shipped + ')'});
  const Outcome none = run_chip(path("configs/none.json"));
  EXPECT_EQ(none.err.find("shipped"), std::string::npos) << none.err;
}

TEST_F(BadFile, LayerWithoutASizeIsNamedAlone) {
  const std::string lacks = file("w.json", R"({"layers": [{"type": "lstm"}]})");
  expect_refusal(run_workload(lacks), 2,
                 {"#/layers/0/hidden: missing or 0 (elements of h of an lstm: 1 to 65536)"});
  expect_refusal(run_workload(file("l.json", R"({"cell": "gru"})")), 2,
                 {"#/hidden: missing or 0 (elements of h in a layer: 1 to 65536)"});
}

TEST_F(BadFile, OfAnotherKindSaysWhatItIs) {
  const std::string model = file("m.onnx", read(repository("tests/fuzz/corpus/onnx/torch.onnx")));
  expect_refusal(rdasim({"run", model, workload_}), 2,
                 {"m.onnx is an ONNX model, not a chip: give it as WORKLOAD"});
  const std::string report = path("r.json");
  ASSERT_EQ(run({"-o", report}).code, 0);
  for (const char* command : {"run", "explain"})
    expect_refusal(rdasim({command, report}), 2, {"r.json is a report, not a chip: give it to"});
}

TEST_F(BadFile, StateDictOfTorchNamesTheScriptThatReadsIt) {
  const std::string script =
      "import zipfile; z = zipfile.ZipFile('" + path("weights.pt") +
      "', 'w'); z.writestr('weights/data.pkl', 'p'); z.writestr('weights/data/0', 'f'); z.close()";
  ASSERT_EQ(std::system(("/usr/bin/python3 -c \"" + script + "\"").c_str()), 0);
  expect_refusal(run({"--weights", path("weights.pt")}), 2,
                 {"weights.pt is a file of torch.save", "scripts/export_torch.py"});
  expect_refusal(run_workload(path("weights.pt")), 2, {"weights.pt is a file of torch.save"});
}

}  // namespace
}  // namespace rda::cli
