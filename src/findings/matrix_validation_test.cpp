// SPDX-License-Identifier: Apache-2.0
//
// The tiny systems with which matrix engines of life cycle assessment test themselves, A s = f, g =
// B s, h = C g, written as studies: each process is a variable, what it needs of another an
// equation. A system with a loop is a model that settles: each process follows what is asked of it.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "findings/example_study.h"
#include "findings/published_table.h"

namespace holon::findings {
namespace {

const std::string kSite = "places: {site: {carbon intensity: 1 g/kWh}}\n";

// impacts that follow from these equations, at once
Findings of_chain(const std::string& direct, const std::string& equations) {
  return assess_text("holon: 1\n" + kSite + "life cycle: {training: {system: {direct: {" + direct +
                         "}}}}\nfeedback:\n" + equations,
                     4);
}

TEST_CASE("the system of Heijungs and Suh comes out as printed") {
  // A = [[-2, 100], [10, 0]], B = [[1, 10], [0.1, 2], [0, -50]], f = (0, 1000)
  const auto f = of_chain(
      "climate: '= (electricity + 10 * fuel) * 1 [kg CO2e]', "
      "e-waste: '= (0.1 * electricity + 2 * fuel) * 1 [kg e-waste]', "
      "fossil resources: '= -50 * fuel * 1 [MJ fossil]', cost: '= electricity * 1 [USD]'",
      "  demand: 1000\n  electricity: = demand / 10\n  fuel: = 2 * electricity / 100\n");
  check_table("Heijungs and Suh 2002, The computational structure of life cycle assessment",
              {{"s1", 100, mean_total(f, "cost"), 1e-12},
               {"g1, CO2", 120, mean_total(f, "climate"), 1e-12},
               {"g2, SO2", 14, mean_total(f, "e-waste"), 1e-12},
               {"g3, crude oil", -100, mean_total(f, "fossil resources"), 1e-12}});
}

TEST_CASE("the basic and the partitioned system of bw2calc come out as its tests print them") {
  const auto basic =
      of_chain("climate: '= first * 1 [kg CO2e]'", "  first: 1\n  second: = 0.5 * first\n");
  // S1 emits 2 of F1; S2 takes half of P1 and emits 1 of F2; A1 takes one of P2 and emits 0.1 of F1
  const auto partitioned = of_chain("climate: '= (2 * (2 * s1 + 0.1 * a1) + 1 * s2) * 1 [kg CO2e]'",
                                    "  a1: 1\n  s2: = a1\n  s1: = 0.5 * s2\n");
  check_table("bw2calc 2.5, its tests",
              {{"basic", 1, mean_total(basic, "climate"), 1e-12},
               {"partitioned", 3.2, mean_total(partitioned, "climate"), 1e-12}});
}

// six processes; `demand` is what is asked of products 100, 103 and 105
Findings multi(const std::string& of_100, const std::string& of_103, const std::string& of_105) {
  return of_chain(
      "climate: '= (2 * s1 + 4 * s2 + 8 * s3 + s4 + 2 * s5 + s6 + s1 + 2 * s2 + 3 * s3 + s5 + 2 * "
      "s6 "
      "+ 3 * s6) * 1 [kg CO2e]', "
      "e-waste: '= 10 * (s1 + 2 * s2 + 3 * s3 + 3 * s6) * 1 [kg e-waste]'",
      fmt::format("  s6: {}\n  s4: 0\n  s5: = {} + 0.4 * s4\n  s1: = 0.2 * s4 + 0.1 * s5\n"
                  "  s2: = 0.5 * s1 + 0.2 * s6\n"
                  "  s3: = {} + 0.2 * s1 + 0.5 * s2 + 0.1 * s4 + 0.1 * s6\n",
                  of_105, of_103, of_100));
}

TEST_CASE("the six processes of bw2calc's MultiLCA come out for its three demands") {
  std::vector<PublishedRow> rows;
  const auto add = [&](const char* name, const Findings& f, double first, double second) {
    rows.push_back({fmt::format("{}, first method", name), first, mean_total(f, "climate"), 1e-12});
    rows.push_back(
        {fmt::format("{}, second method", name), second, mean_total(f, "e-waste"), 1e-12});
  };
  add("1 of product 100", multi("1", "0", "0"), 11, 30);
  add("2 of product 103", multi("0", "2", "0"), 8.19, 6.7);
  add("3 of product 105", multi("0", "0", "3"), 28.2, 120);
  check_table("bw2calc 2.5, MultiLCA, its matrices", rows);
}

TEST_CASE("openLCA's allocation and its regional factors come out as its tests print them") {
  const auto f = of_chain(
      "climate: '= share * 2 [kg CO2e]', "
      "e-waste: '= (2 * 3 + 4 * 2) * 1 [kg e-waste]'",
      "  share: = 0.25 / (0.25 + 0.75)\n");
  check_table("openLCA, olca-modules, its tests",
              {{"physical allocation .25 / .75 of 2", .5, mean_total(f, "climate"), 1e-12},
               {"regional factors 3 and 2", 14, mean_total(f, "e-waste"), 1e-12}});
}

// p1 needs 1 of p2 and p2 half of p1: each follows what is asked of it, and the demand for what
// both emit in a unit of time is read when they have settled
double settled(const std::string& emissions) {
  const auto f = assess_text("holon: 1\n" + kSite +
                                 "time: {from: 2025-01-01, to: 2025-12-31, step: 1 day}\n"
                                 "life cycle: {training: {system: {from: 2025-12-30, to: "
                                 "2025-12-30, direct: {climate: '= (" +
                                 emissions +
                                 ") * 1 [kg CO2e/day]'}}}}\n"
                                 "feedback:\n"
                                 "  p1: {stock: 2, change: '= (2 + 0.5 * p2 - p1) / 2 [day]'}\n"
                                 "  p2: {stock: 0, change: '= (p1 - p2) / 2 [day]'}\n",
                             4);
  return mean_total(f, "climate");
}

TEST_CASE("openLCA's loop of two processes settles where its test has it") {
  check_table("openLCA, olca-modules, a loop of two processes, demand 2",
              {{"s1", 4, settled("p1"), 1e-9},
               {"s2", 4, settled("p2"), 1e-9},
               {"first intervention", 12, settled("1 * p1 + 2 * p2"), 1e-9},
               {"second intervention", 12, settled("2 * p1 + 1 * p2"), 1e-9},
               {"first intervention, p1 directly", 4, settled("1 * p1"), 1e-9},
               {"second intervention, p1 directly", 8, settled("2 * p1"), 1e-9}});
}

}  // namespace
}  // namespace holon::findings
