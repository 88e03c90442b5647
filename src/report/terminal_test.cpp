// SPDX-License-Identifier: Apache-2.0
#include "report/terminal.h"

#include <string>

#include <doctest/doctest.h>

#include "base/text.h"
#include "report/fixture_test.h"

namespace holon::report {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string line_with(const std::string& text, const std::string& part) {
  for (const auto& line : base::split(text, '\n')) {
    if (has(line, part)) return line;
  }
  return {};
}

// every line within the width, without blanks at its end, and steering nothing
void check_layout(const std::string& text, std::size_t width) {
  CHECK(text.ends_with("\n"));
  CHECK_FALSE(text.starts_with("\n"));
  CHECK_FALSE(has(text, "\n\n\n"));
  for (const auto& line : base::split(text, '\n')) {
    INFO(line);
    CHECK(base::display_width(line) <= width);
    CHECK_FALSE(line.ends_with(" "));
    CHECK_FALSE(has(line, "\033"));
  }
}

findings::Findings one_certain_number() {
  findings::Findings f;
  f.study = "small";
  f.samples = 1;
  f.boundary_in = {"training"};
  f.categories = {{0, "climate", "kg CO2e", false}};
  f.evidence = {{{1, 0, 0, 0, 0}}};
  f.totals = {spread(0.5, 0)};
  f.per_unit = {std::nullopt};
  f.breakdowns = {{"phase", {{"training", f.totals}}}};
  return f;
}

}  // namespace

TEST_CASE("no line is wider than the terminal, whatever its width") {
  for (const std::size_t width : {60U, 61U, 66U, 72U, 80U, 93U, 100U, 120U, 200U}) {
    check_layout(terminal(bloom(), {false, width}), width);
  }
  CHECK(terminal(bloom(), {false, 10}) == terminal(bloom(), {false, 60}));
}

TEST_CASE("long names and many categories still fit") {
  auto f = bloom();
  const std::string name(150, 'x');
  f.study = name;
  f.breakdowns[1].parts[0].name = name;
  f.scenarios[0].name = name;
  f.assumptions[0].path = name;
  f.missing[0].what = name;
  f.boundary_in[0] = name;
  f.categories[2].name = "water withdrawn from the river";
  f.functional_unit = "1000 " + name;
  for (const std::size_t width : {60U, 80U, 120U}) {
    check_layout(terminal(f, {false, width}), width);
  }
}

TEST_CASE("colour changes nothing but colour") {
  auto text = terminal(bloom(), {true, 80});
  CHECK(has(text, "\033[1mFootprint\033[0m"));
  for (auto at = text.find('\033'); at != std::string::npos; at = text.find('\033')) {
    text.erase(at, text.find('m', at) + 1 - at);
  }
  CHECK(text == terminal(bloom(), {false, 80}));
}

TEST_CASE("totals stand in units of their size, with interval and per unit beside them") {
  const auto text = terminal(bloom(), {});
  const auto climate = line_with(text, "  climate ");
  CHECK(has(climate, " 50.9 t CO2e "));
  CHECK(has(climate, " 45.8 … 55.9 "));
  CHECK(climate.ends_with(" 220 g"));
  CHECK(has(line_with(text, "  energy "), " 691 MWh at facility "));
  CHECK(has(text, "per request"));
  CHECK(has(line_with(text, "  service "), "231 thousand requests"));
}

TEST_CASE("a certain number shows no interval") {
  const auto f = one_certain_number();
  const auto text = terminal(f, {});
  check_layout(text, 80);
  CHECK(has(text, "  climate    500 g CO2e\n"));
  CHECK_FALSE(has(text, "…"));
  CHECK_FALSE(has(text, "interval"));
}

TEST_CASE("what has nothing to say is left out") {
  const auto text = terminal(one_certain_number(), {});
  for (const auto* title : {"Where", "time", "Scenarios", "Budget", "Findings", "Missing"}) {
    CHECK_FALSE(has(text, title));
  }
  CHECK(has(text, "1 sample, seed 0\n"));
  CHECK(has(text, "Boundary  not stated\n  in        training\n"));
}

TEST_CASE("findings without any category can be shown") {
  check_layout(terminal(findings::Findings{}, {}), 80);
}

TEST_CASE("a missing factor is said, and never shown as zero") {
  auto f = bloom();
  const auto text = terminal(f, {});
  CHECK(has(line_with(text, "  water "), "≥ 137 m³"));
  CHECK(line_with(text, "deployment.api").ends_with("missing"));
  CHECK(has(text, "water: wue of jean zay (training.final run, training.idle)\n"));
  CHECK(has(text, "water: water intensity of us central (deployment.api)\n"));

  // a category of which nothing is known
  f.missing.push_back(
      {3, "deployment.api", "electricity", "us central", "carbon intensity market of us central"});
  CHECK(has(line_with(terminal(f, {}), "  climate market"), " missing"));
}

TEST_CASE("cuts that tell nothing new are left out") {
  auto f = bloom();
  f.breakdowns[0].parts = {f.breakdowns[1].parts[0], f.breakdowns[1].parts[2]};
  f.breakdowns[0].parts[0].name = "training";
  f.breakdowns[0].parts[1].name = "deployment";
  f.breakdowns[1].parts.erase(f.breakdowns[1].parts.begin() + 1);
  f.breakdowns[3].parts.pop_back();
  const auto text = terminal(f, {});
  CHECK(has(text, "by phase"));
  CHECK_FALSE(has(text, "by activity"));
  CHECK(has(text, "by source"));
  CHECK_FALSE(has(text, "by place"));
}

TEST_CASE("a long cut shows its largest parts and counts the others") {
  auto f = bloom();
  for (int i = 0; i < 20; ++i) {
    auto part = f.breakdowns[1].parts.back();
    part.name += std::to_string(i);
    f.breakdowns[1].parts.push_back(part);
  }
  CHECK(has(terminal(f, {}), "    … and 11 more (see --json)\n"));
}

TEST_CASE("a scenario is told with its change, interval, probability and per unit") {
  const auto text = terminal(bloom(), {});
  const auto line = line_with(text.substr(text.find("Scenarios")), "    whole site");
  CHECK(has(line, " 58.7 "));
  CHECK(has(line, " +7.86 "));
  CHECK(has(line, " +5.92 … +9.80 "));
  CHECK(has(line, " 0 % "));
  CHECK(line.ends_with(" 254"));
  CHECK(has(terminal(bloom(), {false, 120}), " +15 % "));
}

TEST_CASE("a scenario that changes nothing is the same, not improbable") {
  const auto text = terminal(bloom(), {});
  const auto water = text.substr(text.find("  water, m³"));
  const auto line = line_with(water, "    whole site");
  CHECK(has(line, " same "));
  CHECK_FALSE(has(line, "%"));
}

TEST_CASE("a total that a scenario leaves unknown is missing") {
  auto f = bloom();
  f.scenarios[0].totals[2].reset();
  f.scenarios[0].difference[2].reset();
  f.scenarios[0].p_better[2].reset();
  const auto text = terminal(f, {});
  const auto water = text.substr(text.find("  water, m³"));
  CHECK(line_with(water, "    whole site").ends_with(" missing"));
}

TEST_CASE("what is missing of several places in one respect takes one entry") {
  auto f = bloom();
  f.missing.push_back({2, "deployment.api", "water", "us central", "wue of us central"});
  CHECK(has(terminal(f, {}),
            "  water: wue of jean zay (training.final run, training.idle), us central\n"
            "         (deployment.api)\n"));
}

TEST_CASE("a budget is judged with its probability") {
  const auto text = terminal(bloom(), {});
  CHECK(has(text, "  ✓ climate      60 t CO2e   <1 % of futures      50 %\n"));
  CHECK(has(text, "  ✗ climate      45 t CO2e   97 % of futures      10 %\n"));
}

TEST_CASE("the course over time is drawn for every case on one scale") {
  const auto text = terminal(bloom(), {});
  const auto part = text.substr(text.find("Climate over time"));
  CHECK(has(line_with(part, "start"), "t CO2e/year"));
  CHECK(has(line_with(part, "  whole site"), "1.30   █"));
  CHECK_FALSE(has(line_with(part, "  baseline"), "█"));
  CHECK(has(line_with(part, "  quantised "), "▁  0.108"));
}

TEST_CASE("futures without a value are told") {
  auto f = bloom();
  f.totals[0]->undefined = 0.03;
  CHECK(has(terminal(f, {}), "  ! climate has no value in 3 % of the futures"));
}

TEST_CASE("at most twelve values that were filled in are listed") {
  auto f = bloom();
  for (int i = 0; i < 20; ++i) f.assumptions.push_back(f.assumptions[0]);
  const auto text = terminal(f, {});
  CHECK(has(text, "  places.us central.pue               1.11 "));
  CHECK(has(text, "  … and 12 more (see --json)\n"));
}

TEST_CASE("text from outside cannot steer the terminal") {
  auto f = bloom();
  f.study = "a\033[31m\nb\xC2\x9B";
  f.scenarios[0].name = "x\033[2Jy";
  f.assumptions[0].value = "1\t\r2";
  check_layout(terminal(f, {}), 80);
}

}  // namespace holon::report
