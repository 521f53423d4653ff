// SPDX-License-Identifier: Apache-2.0
// From the bytes of a file to a timeline: what the file is, its reader, what all of them need.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/file.h"
#include "gpu/kernel_classes.h"
#include "gpu/read/bytes.h"
#include "gpu/read/draft.h"
#include "gpu/read/formats.h"
#include "gpu/read/readers.h"
#include "gpu/read/text.h"
#include "gpu/timeline.h"
#include "json/reader.h"
#include "json/text_writer.h"
#include "rda/error.h"

namespace rda::gpu {
namespace {

/// Files of which only the program that wrote them reads the form, and what to export.
struct Closed {
  std::string_view ending, advice;
};
constexpr std::array kClosed{
    Closed{".nsys-rep", "nsys export --type sqlite, or nsys stats --report cuda_gpu_trace"},
    Closed{".qdrep", "nsys export --type sqlite, or nsys stats --report gputrace"},
    Closed{".ncu-rep", "ncu --import FILE --csv --page raw"},
    Closed{".nvvp", "nvprof --import-profile FILE --print-gpu-trace --csv"},
    Closed{".pftrace", "rocprofv3 --kernel-trace --output-format csv"},
    Closed{".xplane.pb", "the profiler's trace viewer, or nsys"},
    Closed{".xlsx", "CSV; a sheet of results has no kernels"},
};

/// The first letter of a text that is no blank, and the one after it.
bool is_json(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t at = std::min(text.find_first_not_of(kBlank), text.size());
  text.remove_prefix(at);
  if (text.starts_with('{')) return true;
  if (!text.starts_with('[')) return false;
  const std::size_t next = text.find_first_not_of(kBlank, 1);
  return next == text.npos || text[next] == '{' || text[next] == ']';
}

bool is_binary(std::string_view bytes) {
  constexpr std::size_t kEnough = 1 << 12;
  return read::contains(bytes.substr(0, kEnough), std::string_view("\0", 1));
}

Timeline read_own(std::string_view text, const std::string& file) {
  Timeline timeline = json::read<Timeline>(text, file);
  if (timeline.timeline != Timeline::kVersion)
    throw ConfigError(file, "/timeline", "this version reads timelines of version \"1\" alone");
  if (timeline.kernels.empty()) throw ConfigError(file, "/kernels", "there is no kernel in it");
  read::require_countable(timeline, file);
  return timeline;
}

void read_binary(const std::string& file, read::Draft& draft) {
  for (const Closed& one : kClosed)
    if (file.ends_with(one.ending))
      draft.refuse("only the program that wrote it reads this form (export it: " +
                   std::string(one.advice) + ")");
  draft.refuse("is no text, no JSON and no SQLite database of a GPU profiler");
}

/// Requires that it is not JSON.
void read_other(std::string& bytes, const std::string& file, read::Draft& draft) {
  if (bytes.starts_with("SQLite format 3")) return read::read_sqlite(bytes, draft);
  if (is_binary(bytes)) return read_binary(file, draft);
  read::read_text(bytes, draft);
}

}  // namespace

Timeline import_timeline(std::string bytes, const std::string& file, const KernelClasses* classes,
                         Processor of) {
  if (read::is_gzip(bytes)) bytes = read::gunzipped(bytes, file);
  read::to_utf8(bytes);
  read::Draft draft(file);
  draft.timeline.source = std::filesystem::path(file).filename().string();
  if (of == Processor::cpu && !is_json(bytes))
    draft.refuse("has no operators of the CPU; traces of PyTorch have (export_chrome_trace)");
  if (!is_json(bytes)) {
    read_other(bytes, file, draft);
  } else if (!read::read_chrome_trace(bytes, of, draft)) {
    if (of == Processor::cpu) draft.refuse("is a timeline already: it has no operators of the CPU");
    Timeline timeline = read_own(bytes, file);
    if (classes) classify(timeline, *classes);
    return timeline;
  }
  return std::move(draft).finish(classes ? *classes : built_in_classes());
}

Timeline import_timeline(const std::filesystem::path& file, const KernelClasses* classes,
                         Processor of) {
  return import_timeline(read_file(file, read::kMostBytes), file.string(), classes, of);
}

Timeline load_timeline(const std::filesystem::path& file) {
  return read_own(read_file(file, read::kMostBytes), file.string());
}

std::string to_json(const Timeline& timeline) { return json::write(timeline); }

}  // namespace rda::gpu
