// SPDX-License-Identifier: Apache-2.0
#include "app/picture.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "app/output.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/text.h"
#include "process/program.h"
#include "rda/error.h"

namespace rda::app {
namespace {

namespace fs = std::filesystem;

/// A file with a text that is gone afterwards.
struct TemporaryFile {
  explicit TemporaryFile(std::string_view text)
      : path(temporary_folder() / fmt::format("rdasim-picture-{}.svg", ::getpid())) {
    write_file(path, text, Durable::no);
  }
  ~TemporaryFile() {
    std::error_code ignored;
    fs::remove(path, ignored);
  }
  fs::path path;
};

/// An SVG as PNG or PDF. @throws OutputError  if the converter is missing or fails
std::string converted(const std::string& svg, const std::string& format) {
  const TemporaryFile file(svg);
  std::vector<std::string> command{"env", "SOURCE_DATE_EPOCH=0", "rsvg-convert"};
  if (format == "png") command.emplace_back("--zoom=2");
  command.insert(command.end(), {"--format=" + format, file.path.string()});
  process::ProgramOutcome outcome = process::run_program(command);
  if (!outcome.found || outcome.code == 127)
    throw OutputError(
        "a PNG or PDF needs rsvg-convert (Debian's package librsvg2-bin), which is not installed; "
        "an SVG needs no other program");
  if (!outcome.ok())
    throw OutputError(fmt::format("rsvg-convert failed with exit code {}", outcome.code));
  return std::move(outcome.output);
}

}  // namespace

std::string picture_format(const std::string& output) {
  const std::string ending = ending_of(output);
  if (ending != ".svg" && ending != ".png" && ending != ".pdf")
    throw UsageError(
        fmt::format("--output: {} ends neither in .svg, .png nor in .pdf", one_line(output)));
  return ending.substr(1);
}

void write_picture(const std::string& output, const std::string& svg) {
  const std::string format = picture_format(output);
  write_output(output, format == "svg" ? svg : converted(svg, format));
}

}  // namespace rda::app
