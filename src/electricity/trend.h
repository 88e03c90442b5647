// SPDX-License-Identifier: Apache-2.0
//
// How a grid's yearly carbon intensity went, and scenarios of how it may go on.
//
//   ln y(t) = a + b t + e          least squares over the catalogue's years
//   rate = 1 − exp(b)              share by which it falls each year
//
// A year ahead has the interval of a prediction by a straight line (Student's t with n − 2 degrees
// of freedom; Montgomery, Peck, Vining, Introduction to Linear Regression Analysis, 2.4). It says
// what the past's own scatter allows, and nothing of what policy will do: these are scenarios, no
// forecasts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace holon::electricity {

struct YearlyIntensity {
  int year = 0;
  double g_per_kWh = 0;
};

/// A year ahead, in each scenario [g CO2e/kWh].
struct YearAhead {
  int year = 0;
  double stays = 0;    ///< as in the last year
  double goes_on = 0;  ///< by the rate of the past, from the last year
  double low = 0;      ///< 90 % of the trend's predictions, from the last year
  double high = 0;
  double twice = 0;  ///< by twice that rate
};

struct GridTrend {
  std::vector<YearlyIntensity> past;  ///< rising years
  double rate = 0;                    ///< a share per year; negative: it rises
  double rate_low = 0;                ///< 90 % interval
  double rate_high = 0;
  double scatter = 0;  ///< standard deviation of the years about the trend, relative
  std::vector<YearAhead> ahead;
  std::string source;  ///< of the years
  std::string scope;   ///< "life cycle", "direct"
};

/// The years that a catalogue has of a country, the newest last.
[[nodiscard]] std::vector<YearlyIntensity> years_of(const catalog::Catalog& catalog,
                                                    const std::string& country);

/// Nothing with fewer than five years, or without a spread of years.
[[nodiscard]] std::optional<GridTrend> trend_of(std::vector<YearlyIntensity> years, int until);

}  // namespace holon::electricity
