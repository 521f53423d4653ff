// SPDX-License-Identifier: Apache-2.0
// Commands that turn files of others into ours, and pages, on a disk that fails.
#include "faults/support.h"

namespace rda::faults {
namespace {

class Imports : public Faults {
 protected:
  const std::string folder_ = path("work");
  std::string in_folder(const std::string& name) const { return folder_ + '/' + name; }
};

TEST_F(Imports, WriteAWorkloadWithItsArraysOrNeither) {
  expect_all_or_nothing(
      {.folder = folder_,
       .command = {"import-model", cli::repository("tests/fuzz/corpus/onnx/torch.onnx"), "--set",
                   "/steps=2", "--set", "/batch=1", "-o", in_folder("model.json")},
       .named = {"model.json", "model.npz"},
       .own_words = true});
}

TEST_F(Imports, KeepTheOldTimelineOrWriteTheWholeNewOne) {
  expect_all_or_nothing(
      {.folder = folder_,
       .command = {"import-gpu", cli::repository("tests/fuzz/corpus/timeline/kineto.json"), "-o",
                   in_folder("timeline.json")},
       .named = {"timeline.json"},
       .before = {{"timeline.json", "old"}}});
}

TEST_F(Imports, AReportsPageIsWholeOrTheOldOne) {
  const std::string report = path("report.json");
  ASSERT_EQ(run({"-o", report}).code, 0);
  expect_all_or_nothing({.folder = folder_,
                         .command = {"report", report, "-o", in_folder("page.html")},
                         .named = {"page.html"},
                         .only_full_disk = true,
                         .before = {{"page.html", "old"}}});
}

}  // namespace
}  // namespace rda::faults
