// SPDX-License-Identifier: Apache-2.0
#include "json/file_kind.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "json/comments.h"
#include "rda/error.h"

namespace rda::json {
namespace {

using Keys = std::set<std::string, std::less<>>;

/// How a kind is recognised, and where such a file belongs. Keys are those at the top.
struct Kind {
  FileKind kind;
  std::string_view name, use;
  std::array<std::string_view, 4> all;   ///< keys that every such file has
  std::array<std::string_view, 10> any;  ///< keys of which no other kind that people write has one
};

constexpr std::string_view kForPeople = "no command reads it";

/// The first row that fits counts. Programs write all keys, so their kinds come first.
constexpr std::array kKinds{
    Kind{FileKind::points,
         "a points file",
         "give it to `rdasim sweep run`",
         {"chip", "key", "knobs", "workload"},
         {}},
    Kind{FileKind::result,
         "a result in a store of a sweep",
         "`rdasim sweep collect` reads it there",
         {"chip", "simulator", "status", "workload"},
         {}},
    Kind{FileKind::mapping,
         "a mapping",
         "give it with --mapping-file to `rdasim run`",
         {"hu", "macs", "ru", "rv"},
         {}},
    Kind{FileKind::report,
         "a report",
         "give it to `rdasim run --from` or `rdasim compare`",
         {"cycles_per_step", "latency_ms"},
         {}},
    Kind{FileKind::profile,
         "a profile of a golden file",
         "`rdasim check` reads it beside its golden file",
         {"cases", "unit_columns"},
         {}},
    Kind{FileKind::check_result, "a result of `rdasim check`", kForPeople, {"cases", "golden"}, {}},
    Kind{FileKind::golden, "a golden file", "give it to `rdasim check`", {"cases"}, {}},
    Kind{FileKind::best,
         "a list of best designs",
         kForPeople,
         {"groups", "points", "without_number"},
         {}},
    Kind{FileKind::search_log, "a search log", kForPeople, {"considered", "trials"}, {}},
    Kind{FileKind::explanation,
         "an explanation of a step",
         kForPeople,
         {"anchor", "chain", "step"},
         {}},
    Kind{FileKind::timeline,
         "a timeline of a GPU",
         "give it with --gpu to `rdasim compare-gpu`",
         {"copies", "device", "format", "kernels"},
         {}},
    Kind{FileKind::calibration,
         "a calibration of the model of GPUs",
         kForPeople,
         {"call_us", "gemm_fixed_us", "groups"},
         {}},
    Kind{FileKind::costs,
         "a cost table",
         "give it with --costs to `rdasim describe cost CHIP`",
         {},
         {"parts", "process", "scaling"}},
    Kind{FileKind::gpu,
         "a GPU of the model",
         "give it to `rdasim compare-gpu --gpu model:FILE`",
         {},
         {"compute_capability", "dram_gbs", "dram_reached_gbs", "l2_gbs", "l2_mb", "peak_tflops",
          "registers_kb", "sms"}},
    Kind{FileKind::sweep,
         "a sweep specification",
         "give it to `rdasim sweep plan`",
         {},
         {"axes", "chips", "workloads", "sample", "derived", "constraints"}},
    Kind{FileKind::chip,
         "a chip",
         "give it as CHIP (`rdasim run CHIP WORKLOAD`)",
         {},
         {"grid", "pcu", "pmu", "stream", "clock_mhz", "network"}},
    Kind{FileKind::workload,
         "a workload",
         "give it as WORKLOAD (`rdasim run CHIP WORKLOAD`)",
         {},
         {"cell", "hidden", "layers", "direction", "gru_reset", "rnn_activation", "formats",
          "scales", "data_seed", "steps"}},
    Kind{FileKind::table, "a table of a store", "give it to `rdasim compare`", {}, {}},
    Kind{FileKind::arrays,
         "an archive of arrays (.npz)",
         "name it as \"data\" in a workload",
         {},
         {}},
    Kind{FileKind::model,
         "an ONNX model",
         "give it as WORKLOAD (`rdasim run CHIP WORKLOAD`)",
         {},
         {}},
    Kind{FileKind::torch,
         "a file of torch.save",
         "scripts/export_torch.py makes a workload of its state dict",
         {},
         {}},
    Kind{FileKind::unknown, "a file of no known kind", kForPeople, {}, {}},
};

const Kind& row_of(FileKind kind) { return *std::ranges::find(kKinds, kind, &Kind::kind); }

bool fits(const Kind& kind, const Keys& keys) {
  const auto has = [&](std::string_view key) { return !key.empty() && keys.contains(key); };
  const bool by_all = !kind.all[0].empty();
  if (!by_all) return std::ranges::any_of(kind.any, has);
  return std::ranges::all_of(kind.all, [&](auto key) { return key.empty() || has(key); });
}

FileKind kind_of(const Keys& keys) {
  const auto found = std::ranges::find_if(kKinds, [&](const Kind& k) { return fits(k, keys); });
  return found == kKinds.end() ? FileKind::unknown : found->kind;
}

Keys keys_of(const Value& value) {
  Keys keys;
  if (const auto* members = value.get_if<Value::Object>())
    for (const auto& member : *members) keys.insert(member.first);
  return keys;
}

/// Collects the top-level keys of a text as far as it goes.
class KeyReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  Keys keys;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(std::int64_t) override { return true; }
  bool number_unsigned(std::uint64_t) override { return true; }
  bool number_float(double, const std::string&) override { return true; }
  bool string(std::string&) override { return true; }
  bool binary(nlohmann::json::binary_t&) override { return true; }
  bool start_object(std::size_t) override { return ++depth_ <= kMaxDepth; }
  bool start_array(std::size_t) override { return ++depth_ <= kMaxDepth; }
  bool end_object() override { return --depth_ > 0; }
  bool end_array() override { return --depth_ > 0; }
  bool key(std::string& name) override {
    if (depth_ == 1) keys.insert(name);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }

 private:
  std::size_t depth_ = 0;
};

/// A file that may be both kinds is left to its reader: people put keys in the wrong file.
bool may_be(FileKind wanted, FileKind found, const Keys& keys) {
  return found == wanted || found == FileKind::unknown ||
         (by_hand(found) && by_hand(wanted) && fits(row_of(wanted), keys));
}

/// What to do with a file that stands where another kind is needed. A command that needs what is
/// made of a chip and a workload takes neither, so how it is made helps more.
std::string_view advice(FileKind kind, FileKind wanted) {
  constexpr std::array<std::pair<FileKind, std::string_view>, 5> kMade{{
      {FileKind::sweep, "a sweep specification names it (docs/sweeps.md)"},
      {FileKind::golden, "the cases of a golden file name it (docs/ci.md)"},
      {FileKind::mapping, "`rdasim map CHIP WORKLOAD -o` makes a mapping"},
      {FileKind::report, "`rdasim run CHIP WORKLOAD -o` makes a report"},
      {FileKind::points, "`rdasim sweep plan SPEC -o` makes points"},
  }};
  const auto made = std::ranges::find(kMade, wanted, &std::pair<FileKind, std::string_view>::first);
  const bool part = kind == FileKind::chip || kind == FileKind::workload;
  return part && made != kMade.end() ? made->second : row_of(kind).use;
}

}  // namespace

std::string_view name_of(FileKind kind) { return row_of(kind).name; }

bool by_hand(FileKind kind) {
  return kind == FileKind::chip || kind == FileKind::workload || kind == FileKind::sweep ||
         kind == FileKind::golden || kind == FileKind::gpu || kind == FileKind::costs;
}

FileKind kind_of(const Value& value) { return kind_of(keys_of(value)); }

bool is_model(const std::filesystem::path& file) { return file.extension() == ".onnx"; }

FileKind kind_of_text(std::string_view text) {
  constexpr std::size_t kFirstMember = 1024;  // torch.save writes data.pkl before all else
  const bool zip = text.starts_with("PK\x03\x04") || text.starts_with("PK\x05\x06");
  if (zip && text.substr(0, kFirstMember).find("/data.pkl") != text.npos) return FileKind::torch;
  if (zip) return FileKind::arrays;
  if (text.starts_with("key,status,message,")) return FileKind::table;
  KeyReader reader;
  nlohmann::json::sax_parse(without_comments(text).text, &reader,
                            nlohmann::json::input_format_t::json, /*strict=*/false);
  return kind_of(reader.keys);
}

FileKind kind_of_file(const std::filesystem::path& file) {
  constexpr std::uintmax_t kEnough = std::uintmax_t{1} << 20;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) return FileKind::unknown;
  if (is_model(file)) return FileKind::model;
  const std::uintmax_t size = std::filesystem::file_size(file, ignored);
  std::string text(static_cast<std::size_t>(std::min(size, kEnough)), '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return kind_of_text(text);
}

void refuse_other_kind(FileKind kind, FileKind wanted, const std::string& file) {
  if (kind == wanted || kind == FileKind::unknown) return;
  throw Error(ExitCode::bad_input,
              fmt::format("{} is {}, not {}: {}", one_line(file, 400), name_of(kind),
                          name_of(wanted), advice(kind, wanted)));
}

void refuse_other_kind(const Value& value, FileKind wanted, const std::string& file) {
  const Keys keys = keys_of(value);
  const FileKind kind = kind_of(keys);
  if (!may_be(wanted, kind, keys)) refuse_other_kind(kind, wanted, file);
}

}  // namespace rda::json
