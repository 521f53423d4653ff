// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/arguments.h"
#include "app/command.h"
#include "app/describe_cost.h"
#include "app/describe_model.h"
#include "app/describe_value.h"
#include "app/manual.h"
#include "app/output.h"
#include "app/terminal_table.h"
#include "base/text.h"
#include "chip/reference.h"
#include "cost/cost_fields.h"
#include "gpu/model/gpu.h"
#include "gpu/timeline.h"
#include "json/extends.h"
#include "json/file_kind.h"
#include "json/reference.h"
#include "json/schema.h"
#include "mapping/mapping_fields.h"
#include "page/gpu_page.h"
#include "page/page.h"
#include "page/sweep_page.h"
#include "rda/report.h"
#include "regress/golden.h"
#include "sweep/spec.h"
#include "workload/reference.h"

namespace rda::app {
namespace {

/// Something that a command prints.
struct Document {
  std::string_view name;
  std::string (*text)();
  bool is_markdown = true;
};

/// A specification may name its schema and extends nothing.
json::Shape sweep_file() {
  json::Shape shape = json::with_head(json::shape<sweep::Spec>());
  std::erase_if(shape.fields, [](const json::Field& field) { return field.key == "extends"; });
  return shape;
}

constexpr std::array kReferences{
    Document{"chip", chip_reference_markdown},
    Document{"workload", workload_reference_markdown},
    Document{"mapping-options",
             [] { return json::reference_markdown<MappingOptions>("Mapping options"); }},
    Document{"sweep", [] { return json::reference_markdown(sweep_file(), "Sweep"); }},
    Document{"stats", report_reference},
    Document{"timeline", [] { return json::reference_markdown<gpu::Timeline>("Timeline"); }},
    Document{"gpu", [] { return json::reference_markdown<gpu::Gpu>("GPU"); }},
    Document{"man", manual, false},
    Document{"completion", bash_completion, false},
};

constexpr std::array kSchemas{
    Document{"chip", chip_schema},
    Document{"workload", workload_schema},
    Document{"sweep", [] { return json::schema(sweep_file(), "sweep"); }},
    Document{"report", report_schema},
    Document{"mapping", [] { return json::schema<Mapping>("mapping"); }},
    Document{"golden", regress::golden_schema},
    Document{"timeline", [] { return json::schema<gpu::Timeline>("timeline"); }},
    Document{"gpu", [] { return json::schema(json::with_head(json::shape<gpu::Gpu>()), "gpu"); }},
    Document{"costs",
             [] { return json::schema(json::with_head(json::shape<CostTable>()), "costs"); }},
    Document{"page", page::page_schema},
    Document{"sweep-page", page::sweep_page_schema},
    Document{"gpu-page", page::gpu_page_schema},
};

std::string names_of(std::span<const Document> documents) {
  std::string names;
  for (const Document& document : documents)
    names += (names.empty() ? "" : ", ") + std::string(document.name);
  return names;
}

const Document* find(std::span<const Document> documents, const std::string& wanted) {
  const auto found = std::ranges::find(documents, wanted, &Document::name);
  return found == documents.end() ? nullptr : &*found;
}

/// What `describe cost` takes.
struct CostOfChip {
  std::string chip;
  CostChoice costs;
  std::vector<std::string> sets;
  bool given() const { return !chip.empty() || costs.given || !sets.empty(); }
};

void add_cost_of_chip(CLI::App& app, CostOfChip& o) {
  app.add_option("CHIP", o.chip, "chip file; only with cost");
  add_cost_options(app, o.costs, false);
  app.add_option(
         "--set", o.sets,
         "another value of the chip, e.g. /pcu/lanes=32, or of a model, e.g. /batch=1; only with "
         "cost or a model; repeatable")
      ->allow_extra_args(false);
}

std::string text_of_cost(const CostOfChip& o) {
  if (o.chip.empty()) throw UsageError("CHIP: missing (rdasim describe cost CHIP)");
  return describe_cost(o.chip, o.costs, o.sets);
}

/// On a terminal a table becomes a list of its rows.
void print_reference(const Document& document) {
  const bool for_people = document.is_markdown && isatty(STDOUT_FILENO) != 0;
  print(for_people ? for_terminal(document.text()) : document.text());
}

[[noreturn]] void refuse(const std::string& wanted, std::span<const Document> documents,
                         const std::string& others = {}) {
  std::vector<std::string> names;
  for (const Document& document : documents) names.emplace_back(document.name);
  std::string meant = did_you_mean(wanted, names);
  if (const std::string near = others.empty() ? "" : values_near(wanted);
      meant.empty() && !near.empty())
    meant = "; " + near;
  throw UsageError(fmt::format("unknown document '{}'{} (one of: {}{})", one_line(wanted), meant,
                               join(names, ", "), others));
}

/// A file is described by `validate`, or by its own command.
void refuse_file(const std::string& wanted) {
  const json::FileKind kind = json::kind_of_file(wanted);
  if (kind == json::FileKind::unknown) return;
  throw UsageError(fmt::format(
      "{} is {}: describe takes a name, a /POINTER or a MODEL.onnx (rdasim {} {})",
      one_line(wanted, 400), name_of(kind),
      kind == json::FileKind::chip ? "describe cost" : "validate", one_line(wanted, 400)));
}

}  // namespace

ExitCode describe(Words words) {
  CLI::App app(
      "Prints the reference of a file format (as Markdown, on a terminal as a list), one value of "
      "such a file as text, the area of a chip, what an ONNX model is, the man page, or a script "
      "that completes for bash.",
      "rdasim describe");
  const std::string names = names_of(kReferences);
  std::string wanted;
  CostOfChip cost;
  app.add_option("WHAT", wanted, "one of: " + names + ", cost, /POINTER, or a file MODEL.onnx")
      ->required();
  add_cost_of_chip(app, cost);
  if (!parse(app, words)) return ExitCode::ok;
  if (json::is_model(wanted) && cost.chip.empty() && !cost.costs.given) {
    print(describe_model(wanted, cost.sets));
    return ExitCode::ok;
  }
  if (cost.given() && wanted != "cost")
    throw UsageError(
        "CHIP, --costs, --node, --volts and --set: only with describe cost (--set also with a "
        "MODEL.onnx)");
  refuse_file(wanted);
  if (wanted == "cost")
    print(text_of_cost(cost));
  else if (const Document* document = find(kReferences, wanted))
    print_reference(*document);
  else if (names_value(wanted))
    print(describe_value(wanted));
  else
    refuse(wanted, kReferences, ", cost, or a value, e.g. /pcu/lanes");
  return ExitCode::ok;
}

ExitCode schema(Words words) {
  CLI::App app("Prints the JSON Schema (draft-07) of a file format.", "rdasim schema");
  const std::string names = names_of(kSchemas);
  std::string wanted;
  app.add_option("WHAT", wanted, "one of: " + names)->required();
  if (!parse(app, words)) return ExitCode::ok;
  const Document* document = find(kSchemas, wanted);
  if (!document) refuse(wanted, kSchemas);
  print(document->text());
  return ExitCode::ok;
}

}  // namespace rda::app
