// SPDX-License-Identifier: Apache-2.0
// The waveforms of the reference engine.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "base/paths.h"
#include "rda/error.h"
#include "rda/simulate.h"
#include "support/chain.h"

namespace rda::sim {
namespace {

/// Reads a file and removes it.
std::string taken(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  std::filesystem::remove(file);
  return text.str();
}

/// Changes of a variable as "4:1 9:0", cycle and value, by "scope.scope.name".
std::map<std::string, std::string> changes_of(const std::string& vcd) {
  std::map<std::string, std::string> names, changes;
  std::istringstream lines(vcd);
  std::string scope, line;
  long picoseconds = 0;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string word, kind, name, bits, id;
    words >> word;
    if (word == "$scope") {
      words >> kind >> name;
      scope += name + ".";
    } else if (word == "$upscope") {
      scope.erase(scope.rfind('.', scope.size() - 2) + 1);
    } else if (word == "$var") {
      words >> kind >> bits >> id >> name;
      names[id] = scope + name;
    } else if (word.starts_with("#")) {
      picoseconds = std::stol(word.substr(1));
    } else if (word.starts_with("b")) {
      words >> id;
      EXPECT_EQ(picoseconds % 1000, 0) << line;
      changes[names.at(id)] += std::to_string(picoseconds / 1000) + ":" +
                               std::to_string(std::stol(word.substr(1), nullptr, 2)) + " ";
    }
  }
  return changes;
}

SimulateOptions waves(const std::string& file, std::vector<bool> units) {
  SimulateOptions options;
  options.engine = Engine::reference;
  options.waveform = {file, std::move(units)};
  return options;
}

std::string new_name() { return (temporary_folder() / "rdasim-waves-test.vcd").string(); }

/// tests/derived/02: tokens of x can be used in cycles 4 to 8 and are used at once, those of y in
/// cycles 12 to 16. Active is 0 and idle is 3.
TEST(Waves, ShowActivitiesAndFifosInTheirCycles) {
  test::HandMapping m = test::chain(1, 5);
  m.mapping.units[UnitId(1)].name = "layer.X[0] $end";
  const Mapping mapping = m.finished();
  const std::string file = new_name();
  simulate(m.chip, mapping, m.tensors, waves(file, {false, true, true}));
  const std::string vcd = taken(file);
  EXPECT_EQ(vcd.find("$date"), vcd.npos);
  EXPECT_TRUE(vcd.ends_with("\n#17000\n")) << "the end of the run";
  const std::map<std::string, std::string> derived{
      {"SystemC.layer.X(0)__end.activity", "0:3 4:0 9:3 "},
      {"SystemC.layer.X(0)__end.fifo.x", "0:0 4:1 9:0 "},
      {"SystemC.out.activity", "0:3 12:0 "},
      {"SystemC.out.fifo.y", "0:0 12:1 "}};
  EXPECT_EQ(changes_of(vcd), derived) << vcd;
}

TEST(Waves, AreThereAlsoOfARunThatFails) {
  const test::HandMapping m = test::chain(1, 5);
  const std::string file = new_name();
  SimulateOptions options = waves(file, {true, false, false});
  options.max_cycles = 3;
  EXPECT_THROW(simulate(m.chip, m.finished(), m.tensors, options), CycleLimitError);
  EXPECT_EQ(changes_of(taken(file)).at("SystemC.in.activity"), "0:0 ");
}

}  // namespace
}  // namespace rda::sim
