// SPDX-License-Identifier: Apache-2.0
#include "record/json.h"

#include <cmath>

#include "base/property_test.h"
#include "record/random_run_test.h"
#include "record/total.h"

namespace holon::record {
namespace {

base::SourcePtr source(std::string text) {
  return std::make_shared<base::SourceText>("run.json", std::move(text));
}

// what is wrong with a text: code, and the marked part
std::vector<std::pair<base::Code, std::string>> faults(const std::string& text) {
  const auto run = run_from_json(source(text));
  std::vector<std::pair<base::Code, std::string>> out;
  if (run) return out;
  for (const auto& one : run.error())
    out.emplace_back(one.code, text.substr(one.where.offset, one.where.length));
  return out;
}

constexpr auto kStart = R"({"holon run": 1, "id": "a", "start [ns]": 0, "end [ns]": 5)";

}  // namespace

TEST_CASE("every run comes back from JSON as itself") {
  base::check_always(500, 400, [](base::Dice& dice) {
    const auto run = random_run(dice);
    RC_ASSERT(contradictions(run) == std::vector<std::string>{});
    const auto back = run_from_json(source(to_json(run)));
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == run);
  });
}

TEST_CASE("several runs come back in their order") {
  base::check_always(20, 400, [](base::Dice& dice) {
    std::vector<Run> runs(dice.roll(5));
    for (auto& run : runs) run = random_run(dice);
    const auto back = runs_from_json(source(to_json(runs)));
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == runs);
  });
}

TEST_CASE("one run, a list, and an export are all read") {
  const Run run = [] {
    Run out;
    out.id = "one";
    return out;
  }();
  const auto text = to_json(run);
  CHECK(runs_from_json(source(text)).value() == std::vector{run});
  CHECK(runs_from_json(source("[" + text + ", " + text + "]")).value().size() == 2);
  CHECK(runs_from_json(source("[]")).value().empty());
}

TEST_CASE("every mistake is told at its place") {
  const std::string text = std::string(kStart) +
                           R"(, "nam": "x", "energy": [{"device": "GPU 0", "component": 7,)"
                           R"( "evidence": "guessed", "energy [J]": "5"}]})";
  const auto found = faults(text);
  REQUIRE(found.size() == 4);
  CHECK(found[0].second == "\"nam\"");
  CHECK(found[1].second == "7");
  CHECK(found[2].second == "\"guessed\"");
  CHECK(found[3].second == "\"5\"");
  for (const auto& [code, marked] : found) CHECK(code == base::Code::not_a_run);
}

TEST_CASE("what an older holon would lose it does not read") {
  const auto found = faults(R"({"holon run": 2, "id": "a", "start [ns]": 0, "end [ns]": 5})");
  REQUIRE(found.size() == 1);
  CHECK(found[0].first == base::Code::later_record);
  CHECK(found[0].second == "2");
}

TEST_CASE("what is no run is refused") {
  for (const std::string text :
       {"", "5", "[", "{}", R"({"id": "a"})", R"({"holon run": "1"})", R"({"holon run": 1})",
        R"({"holon run": 1, "id": "a", "start [ns]": 9, "end [ns]": 5})",
        R"({"holon run": 1, "id": "a", "id": "b", "start [ns]": 0, "end [ns]": 5})",
        R"({"holon run": 1, "id": "a", "start [ns]": 0, "end [ns]": 1e999})",
        R"({"holon run": 1, "id": "a", "start [ns]": 0, "end [ns]": 18446744073709551615})",
        R"({"holon run": 1, "id": "a", "start [ns]": 0.5, "end [ns]": 5})"}) {
    CAPTURE(text);
    CHECK(!faults(text).empty());
  }
  CHECK(faults(std::string(kStart) + "}").empty());
}

TEST_CASE("missing is not zero, and zero is not missing") {
  const std::string head = std::string(kStart) + R"(, "energy": [{"device": "d", "component": "c")";
  CHECK(!faults(head + R"(, "evidence": "missing", "energy [J]": 0}]})").empty());
  CHECK(!faults(head + R"(, "evidence": "measured"}]})").empty());
  CHECK(faults(head + R"(, "evidence": "measured", "energy [J]": 0}]})").empty());
  CHECK(faults(head + R"(, "evidence": "missing"}]})").empty());
}

TEST_CASE("bytes that are not UTF-8 do not stop a run from being written") {
  Run run;
  run.id = "a";
  run.name = "caf\xe9";
  const auto back = run_from_json(source(to_json(run)));
  REQUIRE(back.has_value());
  CHECK(back->name == "caf\xEF\xBF\xBD");
}

TEST_CASE("shared causes add, others add in quadrature") {
  Run run;
  const auto add = [&](std::string device, Evidence evidence, std::optional<double> energy_J,
                       std::optional<double> uncertainty_J, std::string cause) {
    auto& one = run.energy.emplace_back();
    one.device = std::move(device);
    one.component = "all";
    one.evidence = evidence;
    one.energy_J = energy_J;
    one.uncertainty_J = uncertainty_J;
    one.cause = std::move(cause);
  };
  add("GPU 0", Evidence::measured, 100, 3, "gain");
  add("GPU 1", Evidence::measured, 200, 4, "gain");
  add("CPU 0", Evidence::measured, 50, 24, "");
  add("memory", Evidence::modelled, 10, {}, "");
  add("disk", Evidence::missing, {}, {}, "");
  add("core of CPU 0", Evidence::measured, 40, 1, "");
  run.energy.back().counted = false;
  const auto total = energy_of(run);
  CHECK(total.energy_J() == 360);
  CHECK(total.measured_J() == 350);
  CHECK(total.modelled_J() == 10);
  CHECK(total.uncertainty_J() == doctest::Approx(25));
  CHECK(total.without_uncertainty_J() == 10);
  CHECK(total.missing() == 1);

  // the same sensor in a second run errs the same way
  auto both = total;
  both.add(total);
  CHECK(both.uncertainty_J() == doctest::Approx(std::sqrt(2 * 24.0 * 24 + 14.0 * 14)));
}

}  // namespace holon::record
