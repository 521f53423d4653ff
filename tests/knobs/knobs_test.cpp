// SPDX-License-Identifier: Apache-2.0
// Every knob has an effect: on a run's cycles, on what its units and streams did, on its values, or
// on what maps. What a report only repeats from its inputs does not count.
#include "json/knobs.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "chip/chip_fields.h"
#include "cli/support.h"
#include "knobs/exceptions.h"
#include "knobs/support_entries.h"
#include "knobs/support_hand.h"
#include "rda/error.h"
#include "rda/map.h"
#include "rda/report.h"
#include "rda/simulate.h"
#include "support/forked_run.h"
#include "unit/workload/support_npz.h"
#include "workload/workload_fields.h"

namespace rda::knobs {
namespace {

using Json = nlohmann::json;

/// What a run measured, as text: two runs differ in it or they do not.
std::string measured(const std::string& report_text) {
  if (report_text.starts_with("curve,")) return report_text;  // curves of a training
  const Json report = Json::parse(report_text);
  Json kept;
  for (const char* key : {"cycles", "latency_ms", "verification", "activities"})
    kept[key] = report.at(key);
  for (const Json& unit : report.at("units"))
    for (const char* key : {"activity", "firings", "bytes_read", "bytes_written"})
      kept["units"].push_back(unit.at(key));
  for (const Json& stream : report.at("streams"))
    for (const char* key : {"tokens", "carrying", "held"})
      kept["streams"].push_back(stream.at(key));
  // The phase before the run.
  if (const Json memory = report.value("memory", Json()); !memory.is_null())
    for (const char* key : {"configure_seconds", "host_bytes_per_second"})
      kept[key] = memory.at(key);
  return kept.dump();
}

class Knob : public cli::Cli, public testing::WithParamInterface<Entry> {
 protected:
  cli::Outcome run_with(const std::vector<std::string>& sets) {
    if (GetParam().bench == Bench::control) return simulate_hand(control_bench(), sets);
    if (GetParam().bench == Bench::memory) return simulate_hand(memory_bench(), sets);
    if (GetParam().bench == Bench::vectors) return simulate_hand(vector_bench(), sets);
    if (GetParam().bench == Bench::training) return train_with(sets);
    std::vector<std::string> words = bench_words();
    for (const std::string& set : sets) words.insert(words.end(), {"--set", set});
    words.insert(words.end(), {"-o", "-"});
    return cli::rdasim(words);
  }

  /// Weights and inputs of an LSTM with 4 units, for /data.
  void write_weights() {
    const auto array = [](const std::vector<std::int64_t>& shape, std::size_t size,
                          float value = 0.25F) {
      return npy_of(shape, std::vector<float>(size, value));
    };
    std::map<std::string, std::string> arrays{{"weight_ih_l0", array({16, 4}, 64)},
                                              {"weight_hh_l0", array({16, 4}, 64)},
                                              {"bias_ih_l0", array({16}, 16)},
                                              {"bias_hh_l0", array({16}, 16)}};
    write_zip(path("no_x.npz"), arrays);
    arrays["x"] = array({1, 1, 4}, 4);
    write_zip(path("weights.npz"), arrays);
    write_zip(path("x.npz"), {{"x", array({1, 1, 4}, 4)}});
    write_zip(path("other_x.npz"), {{"x", array({1, 1, 4}, 4, 0.75F)}});
  }

  /// Five engines of as many cycles as the training's workload has steps.
  void write_engines() {
    std::string text;
    for (int unit = 1; unit <= 5; ++unit)
      for (int cycle = 1; cycle <= 3; ++cycle) {
        text += fmt::format("{} {}", unit, cycle);
        for (int column = 0; column < 24; ++column) text += fmt::format(" {}", cycle * column);
        text += '\n';
      }
    file("engines.txt", text);
  }

 private:
  /// The curves of a small training.
  cli::Outcome train_with(const std::vector<std::string>& sets) {
    write_engines();
    const std::string workload =
        file("workload.json",
             R"({"input": 25, "batch": 2, "steps": 3, "layers": [{"type": "lstm", "hidden": 3},
            {"type": "last"}, {"type": "linear", "size": 1}],
            "training": {"batches": 3, "turbofan": {"engines": 5}}})");
    std::vector<std::string> words{"train", workload, "-o", path("curves.csv")};
    for (const std::string& set : sets) words.insert(words.end(), {"--set", set});
    cli::Outcome outcome = cli::rdasim(words);
    if (outcome.code == 0) outcome.out = cli::read(path("curves.csv"));
    return outcome;
  }

  std::vector<std::string> bench_words() {
    switch (GetParam().bench) {
      case Bench::gru:
        return mapped_words("gru_16_4");
      case Bench::rnn:
        return mapped_words("rnn_24_3");
      case Bench::int8:
        return mapped_words("lstm_16_4_int8");
      case Bench::fp16:
        return mapped_words("lstm_16_4_fp16");
      default:
        break;
    }
    return mapped_words("lstm_16_4");
  }

  /// The workload lies in the test's folder, beside weights.npz.
  std::vector<std::string> mapped_words(const std::string& workload) {
    const std::string name = "workloads/small/" + workload + ".json";
    return {"run", chip_, file("workload.json", cli::read(cli::repository(name)))};
  }

  /// What `rdasim run` does after mapping: the program itself runs only mappings of its workload.
  cli::Outcome simulate_hand(const test::HandMapping& hand, const std::vector<std::string>& sets) {
    std::vector<Override> overrides;
    for (const std::string& set : sets) {
      const std::size_t equals = set.find('=');
      overrides.push_back({set.substr(0, equals), set.substr(equals + 1)});
    }
    try {
      const Chip chip = load_chip(file("chip.json", to_json(hand.chip)), overrides);
      const Mapping mapping = hand.finished(chip);
      check(chip, mapping);
      const test::Outcome run = test::run_forked(chip, mapping, {}, SimulateOptions{}, 60);
      if (!run.ok()) return {run.exit_code, "", run.error};
      return {0, to_json(make_report(chip, mapping, run.result, {}, "")), ""};
    } catch (const Error& error) {
      return {static_cast<int>(error.exit_code), "", error.what()};
    }
  }
};

TEST_P(Knob, HasAnEffect) {
  const Entry& entry = GetParam();
  write_weights();
  const cli::Outcome before = run_with(entry.sets);
  ASSERT_EQ(before.code, 0) << before.err;
  std::vector<std::string> moved = entry.sets;
  std::erase_if(moved,
                [&](const std::string& set) { return set.starts_with(entry.pointer + "="); });
  moved.push_back(entry.pointer + "=" + entry.value);
  const cli::Outcome after = run_with(moved);
  ASSERT_EQ(after.code, entry.code) << after.err;
  if (after.code != 0) return;
  EXPECT_NE(measured(before.out), measured(after.out))
      << entry.pointer << " = " << entry.value << " changes nothing";
}

std::string test_name(const testing::TestParamInfo<Entry>& info) {
  std::string name = info.param.pointer.substr(1) + "_" + info.param.value;
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Every, Knob, testing::ValuesIn(entries()), test_name);

std::set<std::string> all_knobs() {
  std::set<std::string> pointers;
  for (const auto& knobs :
       {json::knobs<Chip>(), json::knobs<Workload>(), json::knobs<MappingOptions>()})
    for (const json::Knob& knob : knobs) pointers.insert(knob.pointer);
  return pointers;
}

TEST(KnobTable, HasEveryKnobOrSaysWhyNot) {
  std::set<std::string> covered;
  for (const Exception& exception : kExceptions) covered.emplace(exception.pointer);
  for (const Entry& entry : entries()) covered.insert(entry.pointer);
  for (const std::string& pointer : all_knobs())
    EXPECT_TRUE(covered.contains(pointer))
        << pointer << " has no run in tests/knobs/support_entries.cpp that shows its effect";
}

TEST(KnobTable, NamesOnlyKnobsThatExist) {
  const std::set<std::string> known = all_knobs();
  for (const Entry& entry : entries()) EXPECT_TRUE(known.contains(entry.pointer)) << entry.pointer;
  for (const Exception& exception : kExceptions)
    EXPECT_TRUE(known.contains(std::string(exception.pointer))) << exception.pointer;
}

TEST(KnobTable, HasThreeExceptionsAtMost) {
  EXPECT_LE(kExceptions.size(), 3U);
  for (const Exception& exception : kExceptions) {
    EXPECT_FALSE(exception.why.empty());
    EXPECT_TRUE(std::ranges::none_of(
        entries(), [&](const Entry& entry) { return entry.pointer == exception.pointer; }))
        << exception.pointer << " has a run: it needs no exception";
  }
}

}  // namespace
}  // namespace rda::knobs
