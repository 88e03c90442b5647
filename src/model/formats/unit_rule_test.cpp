// SPDX-License-Identifier: Apache-2.0
#include "model/formats/unit_rule.h"

#include <doctest/doctest.h>

#include "model/formats/build.h"

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

TEST_CASE("a rule finds the unit of the value, and what does not fit") {
  const UnitNames names({});
  const auto people = names.read("people");
  const auto year = names.read("year");
  const auto sound = apply_unit_rule("a t a -> a", {people, year, std::nullopt}, year, {});
  CHECK(sound.value == people);
  CHECK(sound.misfits.empty());
  const auto wrong = apply_unit_rule("a/t a -> a", {people, people}, year, people);
  REQUIRE(wrong.misfits.size() == 1);
  CHECK(wrong.misfits[0].argument == 0);
  CHECK(shown(wrong.misfits[0].expected) == "person/year");
  CHECK(apply_unit_rule("a*a -> a", {names.read("m^2")}, year, {}).value == names.read("m"));
}

}  // namespace holon::model::formats
