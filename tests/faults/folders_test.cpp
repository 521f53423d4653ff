// SPDX-License-Identifier: Apache-2.0
// Folders that are missing where the program needs them: each is told in a line, with the code of
// what it is, and never as a bug of ours.
#include <sys/wait.h>

#include <cstdlib>

#include "base/text.h"
#include "faults/support.h"

namespace rda::faults {
namespace {

class Folders : public Faults {
 protected:
  /// Runs the program after what a shell does first.
  cli::Outcome after(const std::string& first, const Words& words) const {
    std::string command = first + "; " RDA_BINARY_DIR "/rdasim";
    for (const std::string& word : words) command += ' ' + shell_quoted(word);
    const std::string out = file("out", ""), err = file("err", "");
    const int status = std::system((command + " >" + out + " 2>" + err).c_str());
    return {WEXITSTATUS(status), cli::read(out), cli::read(err)};
  }
  cli::Outcome run_nowhere(const Words& words) const {
    return after("mkdir " + path("gone") + "; cd " + path("gone") + "; rmdir " + path("gone"),
                 words);
  }
  cli::Outcome run_without_temporary_folder(const Words& words) const {
    return after("export TMPDIR=" + path("none"), words);
  }
};

TEST_F(Folders, MissingTemporaryFolderIsCode74) {
  const std::string points = write(this->points(1));
  ASSERT_EQ(sweep_run(points).code, 0);
  cli::expect_refusal(run_without_temporary_folder(
                          {"sweep", "collect", points, "--store", path("store"), "--csv", "-"}),
                      74, {"temporary", "TMPDIR"});
  cli::expect_refusal(
      run_without_temporary_folder({"sweep", "plot", points, "--store", path("store"), "--x",
                                    "cycles", "--y", "latency_ms", "-o", path("a.png")}),
      74, {"temporary", "TMPDIR"});
}

TEST_F(Folders, MissingCurrentFolderIsCode2) {
  cli::expect_refusal(run_nowhere({"sweep", "submit", "points.jsonl", "--store", "store"}), 2,
                      {"points.jsonl", "path from the root"});
}

TEST_F(Folders, NameTooLongInAReportIsCode2) {
  const std::string report = path("report.json");
  ASSERT_EQ(run({"-o", report}).code, 0);
  std::string text = cli::read(report);
  for (const char* member : {"\"mapping_file\": \"", "\"mapping_sha256\": \""}) {
    const std::size_t at = text.find(member);
    ASSERT_NE(at, text.npos);
    text.insert(at + std::string(member).size(), std::string(300, 'n'));
  }
  cli::expect_refusal(cli::rdasim({"run", "--from", file("long.json", text)}), 2,
                      {"/inputs/mapping_file", "does not exist"});
}

}  // namespace
}  // namespace rda::faults
