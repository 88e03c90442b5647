// SPDX-License-Identifier: Apache-2.0
#include "catalog/text.h"

#include <string>

#include <doctest/doctest.h>

#include "base/text.h"

using namespace holon;
using namespace holon::catalog;

namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

void check_layout(const std::string& text, std::size_t width = 100) {
  CHECK(text.ends_with("\n"));
  for (const auto& line : base::split(text, '\n')) {
    CHECK_MESSAGE((line.empty() || line.back() != ' '), line);
    CHECK_MESSAGE(base::display_width(line) <= width, line);
  }
}

}  // namespace

TEST_CASE("a grid is described with value, spread, year, evidence, source and licence") {
  const auto text = describe(*Catalog::embedded().grid("FR"));
  check_layout(text);
  CHECK(text.starts_with("FR  France\ngrid, also FRA\n"));
  CHECK(has(text,
            "carbon intensity       56.0 g CO2e/kWh at facility      ×/÷ 1.35  2023  catalogue\n"));
  CHECK(has(text, "mix    nuclear 65.3 %, hydro 10.3 %"));
  CHECK(has(text, "  source   Our World in Data"));
  CHECK(has(text, "  licence  CC-BY-4.0\n"));
  CHECK(has(text, "scope: life cycle"));
}

TEST_CASE("rival models stand below their fact") {
  const auto text = describe(*Catalog::embedded().device("h100"));
  check_layout(text);
  CHECK(has(text, "150 .. 575 kg CO2e"));
  CHECK(has(text, "one of 6 models"));
  CHECK(has(text, "\n    nvidia pcf "));
  CHECK(has(text, "238 .. 273 kg CO2e"));
}

TEST_CASE("every entry can be described") {
  for (const auto shelf : {Shelf::grid, Shelf::place, Shelf::accelerator, Shelf::item,
                           Shelf::technology, Shelf::default_value}) {
    for (const auto& entry : Catalog::embedded().entries(shelf)) {
      check_layout(describe(entry), 110);
    }
  }
}

TEST_CASE("spreads are said in words") {
  const auto words = [](quantity::Distribution distribution) {
    return spread_text({std::move(distribution), quantity::unit("kWh"), {}, "", 1});
  };
  CHECK(words({quantity::Constant{3}, {}, {}}) == "exact");
  CHECK(words({quantity::Lognormal{3, 1.5}, {}, {}}) == "×/÷ 1.5");
  CHECK(words({quantity::Lognormal{3, 1.5}, 1, {}}) == "×/÷ 1.5, at least 1");
  CHECK(words({quantity::Lognormal{3, 1.5}, 1, 9}) == "×/÷ 1.5, in 1 .. 9");
  CHECK(words({quantity::Uniform{1, 2}, {}, {}}) == "evenly spread");
  CHECK(words({quantity::Triangular{1, 2, 4}, {}, {}}) == "triangular 1 .. 4");
  CHECK(words({quantity::Normal{3, 0.3}, {}, {}}) == "± 0.3");
}

TEST_CASE("figures are said in their unit") {
  const auto words = [](quantity::Distribution distribution, std::string_view unit) {
    return value_text({std::move(distribution), quantity::unit(unit), {}, "", 1});
  };
  CHECK(words({quantity::Lognormal{56.039, 1.35}, {}, {}}, "g/kWh") == "56.0 g/kWh");
  CHECK(words({quantity::Constant{33600}, {}, {}}, "USD") == "33 600 USD");
  CHECK(words({quantity::Uniform{0.001, 0.06}, {}, {}}, "kWh/GB") == "0.001 .. 0.06 kWh/GB");
  CHECK(words({quantity::Normal{3, 0.3}, {}, {}}, "kWh") == "3 kWh");
}

TEST_CASE("a listing has a line per entry and says how many it leaves out") {
  const auto found = Catalog::embedded().search({"h100"});
  const auto text = listing(found, 2);
  check_layout(text, 200);
  CHECK(text.starts_with("accelerator  h100-sxm5  NVIDIA H100 SXM5 80GB  power 700 W"));
  CHECK(text.ends_with("… and " + std::to_string(found.size() - 2) + " more\n"));
  CHECK(listing({}, 5).empty());
}
