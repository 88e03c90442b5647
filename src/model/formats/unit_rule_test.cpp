// SPDX-License-Identifier: Apache-2.0
#include "model/formats/unit_rule.h"

#include <doctest/doctest.h>

#include "model/formats/build.h"
#include "model/formats/unit_solver.h"
#include "model/formats/unit_text.h"

namespace holon::model::formats {

TEST_CASE("units of modellers") {
  const UnitNames names(std::vector<std::vector<std::string>>{{"$", "Dollar"}});
  CHECK(shown(*names.read("people/Month")) == "person/month");
  CHECK(*names.read("Dollars/(Widget*Year)") == *names.read("$/widgets/YEARS"));
  CHECK(*names.read("m^2") == *names.read("m*m"));
  CHECK(names.read("Dmnl")->empty());
  CHECK(names.read("1/Year") == names.read("dimensionless/years"));
  CHECK_FALSE(names.read("people*(Year"));
  CHECK_FALSE(names.read("people//Year"));
  CHECK_FALSE(names.read(""));
  CHECK_FALSE(names.read(std::string(1000, '(')));
}

TEST_CASE("every function's unit rule can be read") {
  for (const auto& function : dialect_functions()) {
    CAPTURE(function.example);
    CHECK(is_unit_rule(function.units));
  }
}

TEST_CASE("a rule says what each argument must be") {
  const auto rule = read_unit_rule("a/t t ... -> a");
  REQUIRE(rule.arguments.size() == 2);
  CHECK(*rule.argument(0) == std::map<char, int>{{'a', 1}, {'t', -1}});
  CHECK(rule.argument(5) == rule.argument(1));
  CHECK(rule.value->at('a') == 1);
  CHECK_FALSE(read_unit_rule("? -> 1").argument(0));
  CHECK(read_unit_rule("? -> 1").value->empty());
}

TEST_CASE("unknown units are found from what they must equal") {
  const UnitNames names({});
  UnitSolver solver;
  const auto rate = solver.unknown();
  const auto people = *names.read("people");
  const auto flow = *names.read("people/year");
  CHECK(solver.join(times(people, rate), flow));
  CHECK(shown(solver.known(rate)) == "1/year");
  CHECK_FALSE(solver.join(rate, people));
  const auto side = solver.unknown();
  CHECK(solver.join(times({}, side, 2), *names.read("m*m")));
  CHECK(shown(solver.known(side)) == "m");
}

TEST_CASE("units that a file says are the same") {
  const UnitNames names(std::vector<std::vector<std::string>>{
      {"NKU", "dmnl"}, {"kW", "kJ/s"}, {"Hour", "Hours", "hr"}});
  CHECK(names.read("NKU")->empty());
  CHECK(*names.read("kW*s") == *names.read("kJ"));
  CHECK(*names.read("hrs") == *names.read("Hours"));
  CHECK(names.read("-")->empty());
}

}  // namespace holon::model::formats
