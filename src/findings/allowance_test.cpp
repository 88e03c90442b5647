// SPDX-License-Identifier: Apache-2.0
#include "findings/allowance.h"

#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "findings/example_study.h"

namespace holon::findings {
namespace {

// 1 kg a kWh; 10 kg of search, 10 kg of training, 100 days of 1 kg
std::string budgeted(const std::string& budget) {
  return fmt::format(R"(
holon: 1
title: budgeted
functional unit: 1 request
time: {{from: 2024-01-01, to: 2024-04-10, step: 1 day}}
places:
  site: {{carbon intensity: 1 kg/kWh, pue: 1}}
life cycle:
  search: {{at: site, energy: 10 kWh, from: 2024-01-01, to: 2024-01-10}}
  training: {{at: site, energy: {{value: 10 kWh, evidence: measured}}, from: 2024-01-11, to: 2024-01-20}}
  deployment: {{at: site, serves: 100 request/day, energy per request: 10 Wh/request}}
budget: {})",
                     budget);
}

const Allowance& allowance(const BudgetResult& budget, const std::string& activity) {
  for (const auto& one : budget.allowances) {
    if (one.activity.starts_with(activity)) return one;
  }
  FAIL("no such activity: " << activity);
  return budget.allowances.front();
}

TEST_CASE("what a budget leaves, in repetitions and in requests") {
  const auto findings = assess_text(budgeted("{climate: 145 kg}"), 4);
  REQUIRE(findings.budgets.size() == 1);
  const auto& budget = findings.budgets[0];
  CHECK(budget.left->mean == doctest::Approx(25));
  const auto& search = allowance(budget, "search");
  CHECK(!search.is_service);
  CHECK(search.cost->mean == doctest::Approx(10));
  CHECK(search.more->mean == doctest::Approx(2.5));
  CHECK(search.p_one_more == 1);
  const auto& service = allowance(budget, "deployment");
  CHECK(service.is_service);
  CHECK(service.cost->mean == doctest::Approx(0.01));
  CHECK(service.more->mean == doctest::Approx(2500));
}

TEST_CASE("spent is what was before the day, or what was measured") {
  const auto by_day = assess_text(budgeted("{climate: 145 kg, as of: 2024-01-31}"), 4);
  // both lumps and 30 days of service
  CHECK(by_day.budgets[0].spent->mean == doctest::Approx(50));
  CHECK(by_day.budgets[0].committed->mean == doctest::Approx(70));
  const auto measured = assess_text(budgeted("{climate: 145 kg}"), 4);
  CHECK(measured.budgets[0].spent->mean ==
        doctest::Approx(120 - measured.budgets[0].committed->mean));
}

TEST_CASE("nothing more fits into a budget that is exceeded") {
  const auto findings = assess_text(budgeted("{climate: 100 kg}"), 4);
  const auto& budget = findings.budgets[0];
  CHECK(!budget.holds());
  CHECK(budget.left->mean == doctest::Approx(-20));
  CHECK(allowance(budget, "search").more->mean == 0);
  CHECK(allowance(budget, "search").p_one_more == 0);
}

}  // namespace
}  // namespace holon::findings
