// SPDX-License-Identifier: Apache-2.0
//
// What a model must satisfy to run: units and kinds through every equation, no circles.
#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "model/draft_test.h"

namespace holon::model {
namespace {

using base::Code;

// a small world of units to write equations over
DraftText world() {
  DraftText draft;
  draft.time(3600, 4)
      .input("device energy", "5 kWh at device")
      .input("facility energy", "6 kWh at facility")
      .input("bare energy", "2 kWh")
      .input("pue", "1.2 kWh at facility / kWh at device")
      .input("grid", "400 g CO2e / kWh at facility")
      .input("price", "0.2 USD/kWh")
      .input("demand", "100 request/hour")
      .input("per request", "3 Wh/request")
      .input("used", "1 L consumed")
      .input("drawn", "1 L withdrawn")
      .input("share", "20 %")
      .input("steel", "7 kg")
      .input("warming", "8 kg CO2e")
      .input("span", "2 year")
      .input("side", "4 m");
  return draft;
}

/// The code of the first mistake, or 0.
int mistake(const std::string& equation, const std::string& unit = "") {
  auto draft = world();
  draft.auxiliary("x", equation, unit);
  const auto model = draft.finish();
  return model ? 0 : static_cast<int>(model.error().front().code);
}

std::string dimension_of(const std::string& equation) {
  auto draft = world();
  draft.auxiliary("x", equation);
  const auto model = draft.finish();
  REQUIRE(model.has_value());
  return quantity::in_words((*model)[model->find("x")].unit.dimension);
}

constexpr int kUnits = static_cast<int>(Code::mixed_units);
constexpr int kKinds = static_cast<int>(Code::mixed_kinds);
constexpr int kPlain = static_cast<int>(Code::needs_plain_number);

struct Row {
  std::string equation;
  std::string unit;  // declared; empty: to be found
  int mistake;
};

}  // namespace

TEST_CASE("units are accepted and refused as physics has it") {
  const std::vector<Row> rows{
      {"device energy + bare energy", "", 0},
      {"device energy + facility energy", "", kKinds},
      {"device energy * pue + facility energy", "", 0},
      {"device energy * pue * grid", "kg CO2e", 0},
      {"device energy * grid", "kg CO2e", kKinds},
      {"facility energy * grid", "kg CO2e", 0},
      {"bare energy * grid", "t CO2e", 0},
      {"facility energy * grid", "kg Sb eq", kKinds},
      {"facility energy * grid + steel", "", 0},
      {"facility energy * price", "USD", 0},
      {"device energy * price", "USD", 0},
      {"device energy * price", "EUR", kUnits},
      {"used + drawn", "", kKinds},
      {"used + 1 [L]", "", 0},
      {"demand * per request", "kW", 0},
      {"demand * per request", "kWh", kUnits},
      {"demand * per request * 1 [hour]", "kWh at device", 0},
      {"demand + share", "", kUnits},
      {"demand + 0", "", 0},
      {"demand + 1", "", kUnits},
      {"share + 1", "", 0},
      {"pue + 0.1", "", 0},
      {"pue - 1", "", 0},
      {"1 / pue", "", 0},
      {"max(device energy, facility energy)", "", kKinds},
      {"max(device energy, bare energy, 0)", "kWh at device", 0},
      {"IF demand > 0 THEN steel ELSE warming", "", 0},
      {"IF demand > 0 THEN steel ELSE span", "", kUnits},
      {"IF demand THEN 1 ELSE 2", "", kPlain},
      {"demand > 1", "", kUnits},
      {"demand > 1 [request/day]", "", 0},
      {"exp(demand)", "", kPlain},
      {"exp(share)", "", 0},
      {"ln(span / 1 [year])", "", 0},
      {"2 ^ span", "", kPlain},
      {"side ^ 2", "m2", 0},
      {"side ^ 3", "m", kUnits},
      {"side ^ share", "", kPlain},
      {"share ^ share", "", 0},
      {"sqrt(side * side)", "m", 0},
      {"sqrt(side)", "m", kUnits},
      {"smooth(demand, span)", "request/hour", 0},
      {"smooth(demand, share)", "", kUnits},
      {"smooth(demand, span, 5)", "", kUnits},
      {"delay3(demand, span, 5 [request/day])", "", 0},
      {"trend(demand, span)", "1/year", 0},
      {"ramp(demand / 1 [day], 1 [day])", "request/hour", 0},
      {"step(demand, 3 [day])", "request/hour", 0},
      {"step(demand, 3)", "", kUnits},
      {"time + span", "s", 0},
      {"dt / step start", "", 0},
      {"safe divide(demand, demand)", "", 0},
      {"safe divide(demand, span, 3)", "", kUnits},
      {"date(2023, 1, 1) + span", "", 0},
      {"sign(demand)", "", 0},
      {"abs(demand)", "request/year", 0},
      {"demand MOD 7 [request/hour]", "", 0},
      {"demand MOD 7", "", kUnits},
      {"share AND share", "", 0},
      {"share AND demand", "", kPlain},
      {"previous(demand, 0)", "request/hour", 0},
      {"initial(demand)", "request/hour", 0},
      {"random normal(demand, 1)", "", kUnits},
      {"random normal(demand, demand * share)", "", 0},
  };
  for (const auto& row : rows) {
    CAPTURE(row.equation);
    CAPTURE(row.unit);
    CHECK(mistake(row.equation, row.unit) == row.mistake);
  }
}

TEST_CASE("a missing unit follows from the equation, kind included") {
  CHECK(dimension_of("device energy * pue") == "energy at facility");
  CHECK(dimension_of("device energy * pue * grid") == "mass of CO2e");
  CHECK(dimension_of("bare energy + device energy") == "energy at device");
  CHECK(dimension_of("demand / demand") == "a plain number");
  CHECK(dimension_of("demand * per request") == "power");
}

TEST_CASE("the help for a missing pue names it") {
  auto draft = world();
  draft.auxiliary("x", "device energy * grid", "kg CO2e");
  const auto model = draft.finish();
  REQUIRE(!model.has_value());
  CHECK(base::render(model.error().front(), false).find("`pue`") != std::string::npos);
}

TEST_CASE("stocks change by their own unit per time") {
  const auto mistake_of = [](const std::string& initial, const std::string& change) {
    auto draft = world();
    draft.stock("level", initial, change, "request");
    const auto model = draft.finish();
    return model ? 0 : static_cast<int>(model.error().front().code);
  };
  CHECK(mistake_of("5 [request]", "demand") == 0);
  CHECK(mistake_of("0", "demand - level / span") == 0);
  CHECK(mistake_of("5", "demand") == kUnits);
  CHECK(mistake_of("0", "demand * 1 [day]") == kUnits);
}

TEST_CASE("a change of a case keeps dimension and kind") {
  const auto mistake_of = [](const std::string& name, const std::string& equation) {
    auto draft = world();
    draft.change("other", name, equation);
    const auto model = draft.finish();
    return model ? 0 : static_cast<int>(model.error().front().code);
  };
  CHECK(mistake_of("demand", "5 [request/day]") == 0);
  CHECK(mistake_of("demand", "baseline(demand) * share") == 0);
  CHECK(mistake_of("demand", "5") == kUnits);
  CHECK(mistake_of("device energy", "facility energy") == kKinds);
}

TEST_CASE("every mistake of a model is reported at once") {
  auto draft = world();
  draft.auxiliary("x", "demand + 1").auxiliary("y", "exp(demand)").auxiliary("z", "used + drawn");
  const auto model = draft.finish();
  REQUIRE(!model.has_value());
  CHECK(model.error().size() == 3);
}

TEST_CASE("a circle of equations is printed as it runs") {
  DraftText draft;
  draft.auxiliary("price", "cost * 2")
      .auxiliary("cost", "1 / demand")
      .auxiliary("demand", "100 - price");
  const auto model = draft.finish();
  REQUIRE(!model.has_value());
  REQUIRE(model.error().size() == 1);
  CHECK(model.error().front().code == Code::circular);
  CHECK(model.error().front().message.find("price → cost → demand → price") != std::string::npos);
}

TEST_CASE("a stock, a smooth or a delay breaks a circle, a function does not") {
  const auto circular = [](const std::string& equation) {
    DraftText draft;
    draft.time(1, 2).auxiliary("x", "y + 1").auxiliary("y", equation);
    const auto model = draft.finish();
    return !model && model.error().front().code == Code::circular;
  };
  CHECK(circular("x * 2"));
  CHECK(circular("max(x, 2)"));
  CHECK(!circular("previous(x, 0)"));
  CHECK(!circular("smooth(x, 5 [s], 0)"));
  CHECK(!circular("delay fixed(x, 3 [s], 0)"));
  // its start is x itself
  CHECK(circular("smooth(x, 5 [s])"));
  CHECK(circular("initial(x)"));
}

TEST_CASE("starting values that wait for each other are a circle") {
  DraftText draft;
  draft.time(1, 2).stock("a", "b", "1 [1/s]").stock("b", "a", "1 [1/s]");
  const auto model = draft.finish();
  REQUIRE(!model.has_value());
  CHECK(model.error().front().code == Code::circular);
}

TEST_CASE("a date is a day of the calendar, written out") {
  CHECK(mistake("date(2023, 2, 29) + span") == static_cast<int>(Code::not_a_date));
  CHECK(mistake("date(2024, 2, 29) + span") == 0);
  CHECK(mistake("date(share, 1, 1) + span") == static_cast<int>(Code::not_a_date));
}

}  // namespace holon::model
