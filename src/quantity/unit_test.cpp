// SPDX-License-Identifier: Apache-2.0
#include "quantity/unit.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "quantity/unit_table.h"

namespace holon::quantity {
namespace {

struct Fact {
  std::string text;
  double scale;
  std::string in_words;
};

base::Code refused(const std::string& text) {
  const auto parsed = parse_unit(text);
  CAPTURE(text);
  REQUIRE(!parsed.has_value());
  CHECK(!parsed.error().message.empty());
  CHECK(parsed.error().offset <= text.size());
  return parsed.error().code;
}

}  // namespace

TEST_CASE("units have the size and the dimension that the field gives them") {
  const std::vector<Fact> facts{
      {"kWh", 3.6e6, "energy"},
      {"MWh at facility", 3.6e9, "energy at facility"},
      {"kWh at device", 3.6e6, "energy at device"},
      {"MJ primary", 1e6, "primary energy"},
      {"J", 1, "energy"},
      {"kW", 1e3, "power"},
      {"W at facility", 1, "power at facility"},
      {"GPU-hour", 3600, "GPU × time"},
      {"GPU hour", 3600, "GPU × time"},
      {"GPU*h", 3600, "GPU × time"},
      {"kg CO2e", 1, "mass of CO2e"},
      {"kgCO2e", 1, "mass of CO2e"},
      {"gCO2e/kWh", 1e-3 / 3.6e6, "mass of CO2e per energy"},
      {"t CO2eq", 1e3, "mass of CO2e"},
      {"kg CO2e market", 1, "mass of CO2e market"},
      {"kg Sb eq", 1, "mass of Sb"},
      {"Mt", 1e9, "mass"},
      {"TiB", 0x1p40, "data"},
      {"GB", 1e9, "data"},
      {"Gbit/s", 1.25e8, "data per time"},
      {"bytes", 1, "data"},
      {"mm2", 1e-6, "length^2"},
      {"cm2", 1e-4, "length^2"},
      {"m^2", 1, "length^2"},
      {"m3", 1000, "volume"},
      {"m^3", 1000, "volume"},
      {"m³", 1000, "volume"},
      {"cm3", 1e-3, "volume"},
      {"L", 1, "volume"},
      {"L consumed", 1, "water consumed"},
      {"mL/kWh", 1e-3 / 3.6e6, "volume per energy"},
      {"%", 0.01, "a plain number"},
      {"1", 1, "a plain number"},
      {"1/year", 1 / (365 * 86400.0), "1 per time"},
      {"year", 365 * 86400.0, "time"},
      {"month", 365 * 86400.0 / 12, "time"},
      {"weeks", 7 * 86400.0, "time"},
      {"TFLOP/s", 1e12, "FLOP per time"},
      {"ZFLOP", 1e21, "FLOP"},
      {"GFLOP/J", 1e9, "FLOP per energy"},
      {"ktoken", 1e3, "token"},
      {"tokens", 1, "token"},
      {"requests per hour", 1 / 3600.0, "request per time"},
      {"Wh/request", 3600, "energy per request"},
      {"kUSD", 1e3, "USD"},
      {"EUR/kWh", 1 / 3.6e6, "EUR per energy"},
      {"kilowatt", 1e3, "power"},
      {"kg/(kWh*year)", 1 / (3.6e6 * 365 * 86400.0), "mass per energy per time"},
      {"kWh·s", 3.6e6, "energy × time"},
      {"m^(1/2)", 1, "length^(30/60)"},
      {"µs", 1e-6, "time"},
      {"page", 1, "page"},
  };
  for (const auto& fact : facts) {
    CAPTURE(fact.text);
    const auto parsed = parse_unit(fact.text);
    REQUIRE(parsed.has_value());
    CHECK(parsed->scale == doctest::Approx(fact.scale).epsilon(1e-14));
    CHECK(in_words(parsed->dimension) == fact.in_words);
    CHECK(parsed->text == fact.text);
  }
}

TEST_CASE("every name of the table is read as its own row says") {
  for (const auto& row : unit_rows()) {
    CAPTURE(row.name);
    const auto parsed = parse_unit(row.name);
    REQUIRE(parsed.has_value());
    CHECK(parsed->scale == row.scale);
  }
}

TEST_CASE("every ambiguous name is refused with its reason and its help") {
  for (const auto& row : ambiguous_rows()) {
    CAPTURE(row.name);
    const auto parsed = parse_unit(row.name);
    REQUIRE(!parsed.has_value());
    CHECK(parsed.error().code == base::Code::ambiguous_unit);
    CHECK(parsed.error().message.find(row.reason) != std::string::npos);
    REQUIRE(parsed.error().help.size() == 1);
    CHECK(parsed.error().help.front() == row.help);
  }
}

TEST_CASE("an unknown unit is refused with the nearest one") {
  const auto help_for = [](const std::string& text) {
    const auto parsed = parse_unit(text);
    REQUIRE(!parsed.has_value());
    CHECK(parsed.error().code == base::Code::unknown_unit);
    return parsed.error().help.empty() ? "" : parsed.error().help.front();
  };
  CHECK(help_for("kwh").find("`kWh`") != std::string::npos);
  CHECK(help_for("KWH").find("`kWh`") != std::string::npos);
  CHECK(help_for("requets").find("`request`") != std::string::npos);
  CHECK(help_for("furlongs").find("units:") != std::string::npos);
  CHECK(parse_unit("kg/kwh").error().offset == 3);
  CHECK(parse_unit("kg/kwh").error().length == 3);
}

TEST_CASE("what is no unit is refused") {
  CHECK(refused("") == base::Code::not_a_unit);
  CHECK(refused("kWh/") == base::Code::not_a_unit);
  CHECK(refused("(kWh") == base::Code::not_a_unit);
  CHECK(refused("kWh)") == base::Code::not_a_unit);
  CHECK(refused("kWh^x") == base::Code::not_a_unit);
  CHECK(refused("kWh^99") == base::Code::not_a_unit);
  CHECK(refused("kWh^(1/0)") == base::Code::not_a_unit);
  CHECK(refused(std::string(1000, '(')) == base::Code::not_a_unit);
  CHECK(refused(std::string(150, '(')) == base::Code::not_a_unit);
  CHECK(refused("/kWh") == base::Code::not_a_unit);
}

TEST_CASE("things declared to be counted are units") {
  CHECK(!parse_unit("widget").has_value());
  CHECK(parse_unit("widgets/day", {"widget"}).value().dimension ==
        Dimension("widget") / Dimension("time"));
}

TEST_CASE("kinds multiply like dimensions, and bare powers cancel against any") {
  const auto dimension = [](const std::string& text) { return unit(text).dimension; };
  const auto pue = dimension("kWh at facility") / dimension("kWh at device");
  CHECK(pue.is_plain());
  CHECK(dimension("kWh at device") * pue == dimension("kWh at facility"));
  CHECK(dimension("USD/kWh") * dimension("kWh at device") == dimension("USD"));
  CHECK(!compatible(dimension("kWh at device"), dimension("kWh at facility")));
  CHECK(compatible(dimension("kWh"), dimension("kWh at facility")));
  CHECK(!compatible(dimension("kg CO2e"), dimension("kg Sb eq")));
  CHECK(!compatible(dimension("kg"), dimension("L")));
  CHECK(same_size(dimension("L consumed"), dimension("L withdrawn")));
  CHECK(merged(dimension("kWh"), dimension("kWh at device")) == dimension("kWh at device"));
  CHECK(dimension("m2").to_the(0.5) == dimension("m"));
}

TEST_CASE("examples of units are of the dimension asked for") {
  for (const auto* text : {"kWh", "W", "kg", "L", "year", "request/day", "USD"}) {
    CAPTURE(text);
    const auto examples = example_units(unit(text).dimension);
    REQUIRE(!examples.empty());
    const auto first = examples.substr(0, examples.find(','));
    CHECK(same_size(unit(first).dimension, unit(text).dimension));
  }
}

}  // namespace holon::quantity
