// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/waves.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cctype>
#include <fstream>
#include <string_view>

#include "base/descriptor.h"
#include "base/file.h"
#include "base/streamed_file.h"
#include "rda/error.h"

namespace rda::sim::reference {
namespace {

constexpr int kActivityBits = 3, kFillBits = 20;
constexpr std::int64_t kPicoseconds = 1000;  ///< of a cycle
constexpr std::size_t kLongestWaveName = 200;
constexpr const char* kSuffix = ".vcd";  // SystemC adds it
/// The last comment: SystemC does not say when it could not write.
constexpr const char* kWhole = "whole";

/// A name of letters, digits, '_' and brackets, which are round ones in VCD; dots make a hierarchy
/// in viewers.
std::string wave_name(const std::string& name, bool dots) {
  std::string result = name.substr(0, kLongestWaveName);
  for (char& c : result) {
    if (c == '[') c = '(';
    if (c == ']') c = ')';
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '(' && c != ')' &&
        !(dots && c == '.'))
      c = '_';
  }
  for (std::size_t at = 0; at < result.size(); ++at)  // no level of the hierarchy without a name
    if (result[at] == '.' && (at == 0 || result[at - 1] == '.')) result[at] = '_';
  return result;
}

/// A file beside the one that is written at the end.
std::filesystem::path temporary_beside(const std::string& file) {
  const NewFile made = new_file(written_file(file).parent_path());
  if (made.descriptor < 0) fail_output(file);
  ::close(made.descriptor);
  return made.path;
}

}  // namespace

Waves::Waves(sc_core::sc_module_name, const std::string& file)
    : file_(file), temporary_(temporary_beside(file)) {
  sc_core::sc_report_handler::set_actions("tracing timescale unit set", sc_core::SC_INFO,
                                          sc_core::SC_DO_NOTHING);
  trace_ = sc_core::sc_create_vcd_trace_file(temporary_.c_str());
  trace_->set_time_unit(1, sc_core::SC_PS);  // the clock falls at half a nanosecond
  SC_METHOD(on_clock);
  sensitive << clock.pos();
  dont_initialize();
}

Waves::~Waves() {
  close();
  ::unlink(temporary_.c_str());
  ::unlink((temporary_.string() + kSuffix).c_str());
}

void Waves::add(const std::string& unit, const unsigned char& activity) {
  sc_core::sc_trace(trace_, activity, wave_name(unit, true) + ".activity", kActivityBits);
}

void Waves::add(const std::string& unit, const std::string& stream, const Link& link) {
  fills_.push_back({link, 0});
  sc_core::sc_trace(trace_, fills_.back().tokens,
                    wave_name(unit, true) + ".fifo." + wave_name(stream, false), kFillBits);
}

void Waves::on_clock() {
  for (Fill& fill : fills_) fill.tokens = static_cast<unsigned>(fill.link.fill());
}

void Waves::close() {
  if (!trace_) return;
  sc_core::sc_write_comment(trace_, kWhole);
  sc_core::sc_close_vcd_trace_file(trace_);
  trace_ = nullptr;
}

void Waves::write(Cycle end) {
  close();
  std::ifstream from(temporary_.string() + kSuffix);
  StreamedFile to(file_);
  bool skipped = false;  // within $date, $version or $comment
  bool whole = false;
  for (std::string line; std::getline(from, line);) {
    if (line.starts_with("$date") || line.starts_with("$version") || line.starts_with("$comment"))
      skipped = true;
    if (!skipped && !line.empty()) to.append(line + '\n');
    if (line.find("$end") != line.npos) skipped = false;
    whole = whole || line == kWhole;
  }
  if (!whole)
    throw OutputError(file_ +
                      ": cannot be written: its temporary file is cut off (make space on "
                      "the disk, or take fewer --vcd-units)");
  to.append(fmt::format("#{}\n", end * kPicoseconds));
  to.commit();
}

}  // namespace rda::sim::reference
