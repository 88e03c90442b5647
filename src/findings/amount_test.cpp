// SPDX-License-Identifier: Apache-2.0
#include "findings/amount.h"

#include <cmath>
#include <string>

#include <doctest/doctest.h>

namespace holon::findings {
namespace {

std::string shown(double value, std::string_view unit) {
  const auto scale = scale_for(value, unit);
  return number(value / scale.size) + " " + scale.text();
}

}  // namespace

TEST_CASE("a unit is chosen that suits the size") {
  CHECK(shown(50500, "kg CO2e") == "50.5 t CO2e");
  CHECK(shown(340.5, "kg CO2e") == "340 kg CO2e");
  CHECK(shown(0.0002189, "kg CO2e") == "219 mg CO2e");
  CHECK(shown(3e12, "kg CO2e") == "3 000 Mt CO2e");
  CHECK(shown(690706, "kWh at facility") == "691 MWh at facility");
  CHECK(shown(0.003742, "kWh at facility") == "3.74 Wh at facility");
  CHECK(shown(137000, "L consumed") == "137 m³ consumed");
  CHECK(shown(0.594, "L consumed") == "594 mL consumed");
  CHECK(shown(2.5e6, "MJ primary") == "2.50 TJ primary");
  CHECK(shown(0.0042, "kg Sb eq") == "4.20 g Sb eq");
  CHECK(shown(12345, "USD") == "12 300 USD");
  CHECK(shown(12.3e6, "USD") == "12.3 million USD");
  CHECK(shown(1100, "kg CO2e/year") == "1.10 t CO2e/year");
  CHECK(shown(2e6, "USD/year") == "2.00 million USD/year");
  CHECK(shown(1500, "widget") == "1 500 widget");
}

TEST_CASE("rounding never shows a thousand of a unit") {
  CHECK(shown(999.7, "kg CO2e") == "1.00 t CO2e");
  CHECK(shown(999.4, "kg CO2e") == "999 kg CO2e");
  CHECK(shown(-999.7, "kg CO2e") == "−1.00 t CO2e");
}

TEST_CASE("zero and what is not a number keep the unit") {
  CHECK(shown(0, "kg CO2e") == "0 kg CO2e");
  CHECK(shown(NAN, "kg CO2e") == "undefined kg CO2e");
  CHECK(shown(INFINITY, "kg CO2e") == "∞ kg CO2e");
}

TEST_CASE("a number has three digits") {
  CHECK(number(9.996) == "10.0");
  CHECK(number(123456) == "123 000");
  CHECK(number(-0.34052) == "−0.341");
  CHECK(small_number(0.0341) == "0.034");
  CHECK(small_number(0.00002) == "<0.001");
  CHECK(small_number(0) == "0");
  CHECK(signed_number(2.6) == "+2.60");
  CHECK(signed_number(-2.6) == "−2.60");
  CHECK(signed_number(0.00002) == "~0");
  CHECK(stated_number(60) == "60");
  CHECK(stated_number(1.25) == "1.25");
}

TEST_CASE("a share is certain only if it is") {
  CHECK(percent(0) == "0 %");
  CHECK(percent(0.001) == "<1 %");
  CHECK(percent(0.494) == "49 %");
  CHECK(percent(0.9999) == ">99 %");
  CHECK(percent(1) == "100 %");
  CHECK(percent(1 - 1e-15) == "100 %");
  CHECK(percent(-0.05) == "−5 %");
  CHECK(change(0.15) == "+15 %");
  CHECK(change(-0.0031) == "−0.3 %");
  CHECK(change(1e-6) == "~0 %");
  CHECK(change(25.5) == "+2 550 %");
}

}  // namespace holon::findings
