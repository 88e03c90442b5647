// SPDX-License-Identifier: Apache-2.0
#include "report/csv.h"

#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "base/text.h"
#include "report/fixture_test.h"

namespace holon::report {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the table has a line per case, cut, part and category") {
  const auto text = csv(bloom());
  CHECK(text.starts_with("case,cut,name,category,unit,mean,sd,p05,p50,p95\r\n"));
  CHECK(has(text, "baseline,total,,energy,kWh at facility,690706,0,690706,690706,690706\r\n"));
  CHECK(has(text, "baseline,per unit,1 request,climate,kg CO2e,0.22040100880538"));
  CHECK(has(text, "baseline,activity,training.idle,climate,kg CO2e,14629,"));
  CHECK(has(text, "quantised,difference,,climate,kg CO2e,-158.6,"));
}

TEST_CASE("what has no flow has no line") {
  CHECK_FALSE(has(csv(bloom()), "source,hardware,water"));
}

TEST_CASE("fields are quoted where they must be") {
  auto f = bloom();
  f.scenarios[0].name = "a \"good\", new one";
  CHECK(has(csv(f), "\r\n\"a \"\"good\"\", new one\",total,,climate,"));
}

TEST_CASE("numbers read back as they were, and what is not finite is empty") {
  auto f = bloom();
  f.totals[0] = findings::Summary{0.1 + 0.2, NAN, INFINITY, 1, 2, 0};
  CHECK(has(csv(f), "baseline,total,,climate,kg CO2e,0.30000000000000004,,,1,2\r\n"));
}

}  // namespace holon::report
