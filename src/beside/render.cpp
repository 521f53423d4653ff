// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/page_table.h"
#include "base/text.h"
#include "beside/beside.h"
#include "beside/tables.h"

namespace rda::beside {
namespace {

std::string heading(const Beside& beside) {
  return fmt::format("{} at {:g} MHz, beside GPUs", one_line(beside.chip, 200), beside.clock_mhz);
}

}  // namespace

std::string to_text(const Beside& beside) {
  std::string text = wrapped(heading(beside) + '\n', kScreenColumns, 2);
  for (const PageTable& table : tables_of(beside)) text += '\n' + to_text(table);
  const std::vector<std::string> remarks = remarks_of(beside);
  if (!remarks.empty()) text += "\nto keep in mind\n";
  for (const std::string& line : remarks) text += wrapped("  " + line + '\n', kScreenColumns, 4);
  return text;
}

std::string to_markdown(const Beside& beside) {
  std::string text = fmt::format("# {}\n", markdown(heading(beside)));
  for (const PageTable& made : tables_of(beside)) text += '\n' + to_form(RowForm::markdown, made);
  const std::vector<std::string> remarks = remarks_of(beside);
  if (!remarks.empty()) text += '\n';
  for (const std::string& line : remarks) text += fmt::format("- {}\n", markdown(line));
  return text;
}

std::string to_latex(const Beside& beside) {
  std::string text = std::string(kLatexNeeds) + latex_comment(heading(beside));
  for (const PageTable& made : tables_of(beside)) text += '\n' + to_form(RowForm::latex, made);
  const std::vector<std::string> remarks = remarks_of(beside);
  if (remarks.empty()) return text;
  text += "\n\\begin{itemize}\n";
  for (const std::string& line : remarks) text += fmt::format("\\item {}\n", latex(line));
  return text + "\\end{itemize}\n";
}

std::string to_csv(const Beside& beside) {
  const std::vector<RowColumn> columns{{"workload"},
                                       {"gpu"},
                                       {"kind"},
                                       {"device"},
                                       {"chip_us"},
                                       {"gpu_us"},
                                       {"gpu_us_with_gaps"},
                                       {"chip_us_per_step"},
                                       {"gpu_us_per_step"},
                                       {"speedup"},
                                       {"speedup_with_gaps"},
                                       {"differs"}};
  const auto number = [](const std::optional<double>& value) {
    return value ? fmt::format("{:.9g}", *value) : "";
  };
  std::vector<std::vector<std::string>> rows;
  for (const Row& row : beside.rows)
    for (const Side& side : row.gpus) {
      std::vector<std::string> differs;
      for (const Difference& difference : side.differs) differs.push_back(difference.what);
      rows.push_back({row.workload, side.gpu, std::string(word(side.kind)), side.device,
                      number(row.us), number(side.us), number(side.us_with_gaps),
                      number(row.us_per_step), number(side.us_per_step), number(side.speedup),
                      number(side.speedup_with_gaps), join(differs, " ")});
    }
  return table(RowForm::csv, columns, rows);
}

}  // namespace rda::beside
