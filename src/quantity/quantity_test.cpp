// SPDX-License-Identifier: Apache-2.0
#include "quantity/quantity.h"

#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/property_test.h"

namespace holon::quantity {
namespace {

Quantity parse(const std::string& text) {
  const auto parsed = parse_quantity(text);
  CAPTURE(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

TextFault fault_in(const std::string& text) {
  const auto parsed = parse_quantity(text);
  CAPTURE(text);
  REQUIRE(!parsed.has_value());
  CHECK(parsed.error().offset <= text.size());
  return parsed.error();
}

}  // namespace

TEST_CASE("the one-line forms are read as the page says") {
  CHECK(parse("3.96 Wh").distribution == Distribution{Constant{3.96}, {}, {}});
  CHECK(parse("3.96 Wh ± 10 %").distribution ==
        Distribution{Normal{3.96, 3.96 * 10 / 100}, {}, {}});
  CHECK(parse("3.96 Wh +- 0.2 Wh").distribution == Distribution{Normal{3.96, 0.2}, {}, {}});
  CHECK(parse("3.96 Wh +/- 200 mWh").distribution == Distribution{Normal{3.96, 0.2}, {}, {}});
  CHECK(parse("3.96 Wh ± 0.2").distribution == Distribution{Normal{3.96, 0.2}, {}, {}});
  CHECK(parse("20 % ± 2 %").distribution == Distribution{Normal{20, 2}, {}, {}});
  CHECK(parse("3 .. 6 Wh").distribution == Distribution{Uniform{3, 6}, {}, {}});
  CHECK(parse("3..6Wh").distribution == Distribution{Uniform{3, 6}, {}, {}});
  CHECK(parse("500 Wh .. 1 kWh").distribution == Distribution{Uniform{0.5, 1}, {}, {}});
  CHECK(parse("-2 .. -1").distribution == Distribution{Uniform{-2, -1}, {}, {}});
  CHECK(parse("3 Wh ± 0 %").distribution == Distribution{Constant{3}, {}, {}});
  CHECK(parse("3 .. 3 Wh").distribution == Distribution{Constant{3}, {}, {}});
  CHECK(parse("1e3 kg").distribution == Distribution{Constant{1000}, {}, {}});
  CHECK(parse("-5").distribution == Distribution{Constant{-5}, {}, {}});
  CHECK(parse("3 kWh at facility").unit.text == "kWh at facility");
  CHECK(parse("-4 W ± 10 %").distribution == Distribution{Normal{-4, 4.0 * 10 / 100}, {}, {}});
}

TEST_CASE("what is no quantity is refused where it fails") {
  CHECK(fault_in("about 5 kg").code == base::Code::not_a_quantity);
  CHECK(fault_in("").code == base::Code::not_a_quantity);
  CHECK(fault_in("1,000 kg").help.front().find("separators") != std::string::npos);
  CHECK(fault_in("1_000 kg").help.front().find("separators") != std::string::npos);
  CHECK(fault_in("6 .. 3 Wh").message == "the range runs backwards");
  CHECK(fault_in("3 kg .. 6 Wh").code == base::Code::not_a_quantity);
  CHECK(fault_in("3 Wh ± 1 kg").code == base::Code::not_a_quantity);
  CHECK(fault_in("3 Wh ± -1").message == "a spread cannot be negative");
  CHECK(fault_in("5 ton").code == base::Code::ambiguous_unit);
  CHECK(fault_in("5 ton").offset == 2);
  CHECK(fault_in("5 Wh ± 3 wh").offset == fmt::format("5 Wh ± 3 ").size());
  CHECK(fault_in("3 .. 6 kwh").offset == 7);
  CHECK(fault_in("1e999 kg").code == base::Code::not_a_quantity);
  CHECK(fault_in("nan kg").code == base::Code::not_a_quantity);
  CHECK(fault_in("± 5 kg").code == base::Code::not_a_quantity);
}

TEST_CASE("a certain number prints as the text it was read from") {
  base::check_always(500, 8, [](base::Dice& dice) {
    const auto unit_text =
        dice.one_of<std::string>({"", "kWh", "kg CO2e", "%", "GPU-hour", "m^(1/2)", "1/year"});
    const double value =
        dice.one_of({1.0, 0.1, -2.5, 1e-300, 1.7e308, 123456789.125, dice.between(-1, 1)});
    Quantity q = constant(value, unit_text);
    const auto again = parse_quantity(to_text(q));
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == q);
  });
}

TEST_CASE("evidence has five names") {
  for (const auto* text : {"measured", "declared", "catalogue", "modelled", "assumed"}) {
    const auto evidence = parse_evidence(text);
    REQUIRE(evidence.has_value());
    CHECK(name(*evidence) == text);
  }
  CHECK(!parse_evidence("guessed").has_value());
}

}  // namespace holon::quantity
