// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "app/arguments.h"
#include "app/command.h"
#include "app/manual.h"
#include "app/output.h"
#include "base/text.h"
#include "chip/reference.h"
#include "json/extends.h"
#include "json/reference.h"
#include "json/schema.h"
#include "mapping/mapping_fields.h"
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
    Document{"man", manual},
    Document{"completion", bash_completion},
};

constexpr std::array kSchemas{
    Document{"chip", chip_schema},
    Document{"workload", workload_schema},
    Document{"sweep", [] { return json::schema(sweep_file(), "sweep"); }},
    Document{"report", report_schema},
    Document{"mapping", [] { return json::schema<Mapping>("mapping"); }},
    Document{"golden", regress::golden_schema},
};

template <class Documents>
ExitCode print_one(const Documents& documents, CLI::App& app, Words words) {
  std::string names, wanted;
  for (const Document& document : documents)
    names += (names.empty() ? "" : ", ") + std::string(document.name);
  app.add_option("WHAT", wanted, "one of: " + names)->required();
  if (!parse(app, words)) return ExitCode::ok;
  const auto found = std::ranges::find(documents, wanted, &Document::name);
  if (found == std::ranges::end(documents))
    throw UsageError(fmt::format("unknown document '{}' (one of: {})", one_line(wanted), names));
  print(found->text());
  return ExitCode::ok;
}

}  // namespace

ExitCode describe(Words words) {
  CLI::App app(
      "Prints the reference of a file format as Markdown, the man page, or a script that completes "
      "for bash.",
      "rdasim describe");
  return print_one(kReferences, app, words);
}

ExitCode schema(Words words) {
  CLI::App app("Prints the JSON Schema (draft-07) of a file format.", "rdasim schema");
  return print_one(kSchemas, app, words);
}

}  // namespace rda::app
