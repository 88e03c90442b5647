// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "base/property_test.h"

namespace holon::base {

TEST_CASE("the nearest name is offered when it is a slip of the pen, and only then") {
  const std::vector<std::string> names{"training", "deployment", "energy per request", "kWh"};
  CHECK(nearest("trainig", names) == "training");
  CHECK(nearest("trianing", names) == "training");
  CHECK(nearest("Training", names) == "training");
  CHECK(nearest("energy_per_requst", names) == "energy per request");
  CHECK(nearest("kwh", names) == "kWh");
  CHECK(!nearest("quux", names).has_value());
  CHECK(!nearest("d", names).has_value());
  CHECK(!nearest("", names).has_value());
  CHECK(!nearest(std::string(10'000, 'x'), names).has_value());
}

TEST_CASE("every slip of one letter in a longer name finds it") {
  check_always(500, 20, [](Dice& dice) {
    const std::vector<std::string> names{"embodied carbon", "water consumption", "lifetime",
                                         "boundary"};
    const auto& meant = dice.one_of(names);
    auto written = meant;
    const auto at = dice.roll(written.size() - 1);
    const auto letter = static_cast<char>('a' + dice.roll(26));
    switch (dice.roll(4)) {
      case 0:
        written[at] = letter;
        break;
      case 1:
        written.erase(at, 1);
        break;
      case 2:
        written.insert(at, 1, letter);
        break;
      default:
        std::swap(written[at], written[at + 1]);
        break;
    }
    RC_ASSERT(nearest(written, names) == meant);
  });
}

TEST_CASE("a number's exact text reads back as the same number") {
  check_always(2000, 4, [](Dice& dice) {
    const double value = std::ldexp(dice.between(-1, 1), static_cast<int>(dice.roll(2000)) - 1000);
    RC_ASSERT(parse_number(exact(value)) == value);
  });
}

TEST_CASE("only whole finite numbers are read") {
  CHECK(parse_number("1e3") == 1000);
  CHECK(parse_number("+2") == 2);
  CHECK(parse_number("-.5") == -0.5);
  for (const auto* text :
       {"", "+", "1 ", " 1", "1,5", "0x10", "nan", "inf", "1e999", "1e", "--1"}) {
    CAPTURE(text);
    CHECK(!parse_number(text).has_value());
  }
}

TEST_CASE("numbers are written for people with three digits") {
  CHECK(readable(50.514) == "50.5");
  CHECK(readable(1083.4) == "1 083");
  CHECK(readable(1234567) == "1 234 567");
  CHECK(readable(-1083.4) == "-1 083");
  CHECK(readable(0.0034) == "0.00340");
  CHECK(readable(2.9e21) == "2.9e+21");
  CHECK(readable(0) == "0");
  CHECK(readable(std::numeric_limits<double>::infinity()) == "∞");
  CHECK(readable(std::numeric_limits<double>::quiet_NaN()) == "undefined");
}

TEST_CASE("names are equal whatever their case, spaces and underscores") {
  CHECK(name_key("  Energy_per   Request ") == "energy per request");
  CHECK(name_key("a") == name_key("A"));
  CHECK(name_key("ÉTÉ ŁÓDŹ ΣΩΑ ЖЁ ÿ × 温") == "été łódź σωα жё ÿ × 温");
  CHECK(name_key("") == "");
}

TEST_CASE("texts are cut and joined by characters") {
  CHECK(split("a,b,,c", ',') == std::vector<std::string>{"a", "b", "", "c"});
  CHECK(split("", ',') == std::vector<std::string>{""});
  CHECK(trim(" \t x y \n") == "x y");
  CHECK(display_width("naïve ± ∞") == 9);
  CHECK(character_range("naïve café", 2, 5) == "ïve c");
  CHECK(character_range("abc", 5, 2) == "");
  const std::vector<std::string> words{"a", "b", "c"};
  CHECK(listed(words, "or") == "a, b or c");
  CHECK(listed(std::span(words).first(1), "or") == "a");
}

}  // namespace holon::base
