// SPDX-License-Identifier: Apache-2.0
//
// Every save point is there, whatever the time step is.
#include "desk/saved_times.h"

#include <cmath>
#include <memory>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/property_test.h"
#include "model/formats/vensim.h"

namespace holon::desk {
namespace {

// numbers as a modeller writes them: few decimals, most of which no binary fraction equals
model::formats::Built built_with(double from, double to, double step, double save_every) {
  const auto text = fmt::format(
      "{{UTF-8}}\nx = INTEG(1, 0) ~~|\nINITIAL TIME = {} ~~|\nFINAL TIME = {} ~~|\n"
      "TIME STEP = {} ~~|\nSAVEPER = {} ~~|\n",
      from, to, step, save_every);
  const auto source = std::make_shared<const base::SourceText>("model.mdl", text);
  return model::formats::build(model::formats::read_vensim(source).value(), {}).value();
}

}  // namespace

TEST_CASE("a table has a row for every save point, each at its time, for any time step") {
  base::check_always(300, 100, [](base::Dice& dice) {
    // a decimal step, so many of them to a save point, and so many save points
    const double unit = dice.one_of({0.001, 0.01, 0.1, 1.0});
    const auto digits = static_cast<double>(1 + dice.roll(40));
    const auto per_row = static_cast<double>(1 + dice.roll(50));
    const auto rows = static_cast<double>(1 + dice.roll(200));
    const double from = dice.one_of({0.0, 1900.0, -3.5, 0.1});
    const auto decimal = [&](double count) { return std::round(count) / std::round(1 / unit); };
    const double step = decimal(digits);
    const double save_every = decimal(digits * per_row);
    const double to = from + decimal(digits * per_row * rows);

    const auto built = built_with(from, to, step, save_every);
    const SavedTimes saved(built);
    RC_ASSERT(saved.size() == static_cast<std::size_t>(rows) + 1);
    for (std::size_t row = 0; row < saved.size(); ++row) {
      const double wanted = from + decimal(digits * per_row * static_cast<double>(row));
      RC_ASSERT(std::fabs(saved.time(row) - wanted) <= 1e-12 * std::fmax(1, std::fabs(wanted)));
    }
  });
}

TEST_CASE("a step of 0.01 saved every 0.1 misses no row in a thousand") {
  const auto built = built_with(0, 100, 0.01, 0.1);
  const SavedTimes saved(built);
  REQUIRE(saved.size() == 1001);
  for (std::size_t row = 0; row < saved.size(); ++row)
    CHECK(saved.time(row) == doctest::Approx(0.1 * static_cast<double>(row)).epsilon(1e-13));
}

}  // namespace holon::desk
