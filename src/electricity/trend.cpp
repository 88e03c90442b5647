// SPDX-License-Identifier: Apache-2.0
#include "electricity/trend.h"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/students_t.hpp>

#include "base/math.h"
#include "base/text.h"
#include "catalog/spread.h"

namespace holon::electricity {
namespace {

constexpr std::size_t kFewestYears = 5;
constexpr double kConfidence = 0.9;

/// A straight line through ln y.
struct Line {
  double slope = 0;
  double mean_year = 0;
  double squares = 0;   // Σ (year − mean)²
  double residual = 0;  // standard deviation
  double n = 0;
};

Line line_of(const std::vector<YearlyIntensity>& years) {
  Line line;
  line.n = static_cast<double>(years.size());
  double mean_log = 0;
  for (const auto& one : years) {
    line.mean_year += one.year / line.n;
    mean_log += base::ln(one.g_per_kWh) / line.n;
  }
  double products = 0;
  for (const auto& one : years) {
    line.squares += (one.year - line.mean_year) * (one.year - line.mean_year);
    products += (one.year - line.mean_year) * (base::ln(one.g_per_kWh) - mean_log);
  }
  line.slope = products / line.squares;
  double sum = 0;
  for (const auto& one : years) {
    const double fitted = mean_log + line.slope * (one.year - line.mean_year);
    sum += (base::ln(one.g_per_kWh) - fitted) * (base::ln(one.g_per_kWh) - fitted);
  }
  line.residual = std::sqrt(sum / (line.n - 2));
  return line;
}

// how far a year `ahead` of the last may be from the trend, in logarithms
double reach(const Line& line, double t, int last, int ahead) {
  const double distance = last + ahead - line.mean_year;
  return t * line.residual * std::sqrt(1 + 1 / line.n + distance * distance / line.squares);
}

}  // namespace

std::vector<YearlyIntensity> years_of(const catalog::Catalog& catalog, const std::string& country) {
  std::vector<YearlyIntensity> out;
  const auto* now = catalog.grid(country);
  if (now == nullptr) return out;
  const auto add = [&](const catalog::Entry& entry) {
    const auto* fact = entry.find("carbon intensity");
    if (fact == nullptr) return;
    out.push_back({fact->year, catalog::typical(fact->value.distribution)});
  };
  for (const auto& entry : catalog.entries(catalog::Shelf::grid_year)) {
    if (entry.code.starts_with(now->code + "@")) add(entry);
  }
  add(*now);
  std::sort(out.begin(), out.end(),
            [](const YearlyIntensity& a, const YearlyIntensity& b) { return a.year < b.year; });
  // an edition of its own may repeat a year: the first stays
  out.erase(std::unique(out.begin(), out.end(),
                        [](const YearlyIntensity& a, const YearlyIntensity& b) {
                          return a.year == b.year;
                        }),
            out.end());
  return out;
}

std::optional<GridTrend> trend_of(std::vector<YearlyIntensity> years, int until) {
  std::erase_if(years, [](const YearlyIntensity& one) { return !(one.g_per_kWh > 0); });
  if (years.size() < kFewestYears || years.front().year == years.back().year) return std::nullopt;
  GridTrend out;
  const auto line = line_of(years);
  const boost::math::students_t student(line.n - 2);
  const double t = boost::math::quantile(student, (1 + kConfidence) / 2);
  const double slope_reach = t * line.residual / std::sqrt(line.squares);
  out.rate = 1 - base::exp(line.slope);
  out.rate_low = 1 - base::exp(line.slope + slope_reach);
  out.rate_high = 1 - base::exp(line.slope - slope_reach);
  out.scatter = base::exp(line.residual) - 1;
  const auto& last = years.back();
  for (int ahead = 1; last.year + ahead <= until; ++ahead) {
    const double goes_on = last.g_per_kWh * base::exp(line.slope * ahead);
    const double far = base::exp(reach(line, t, last.year, ahead));
    out.ahead.push_back({last.year + ahead, last.g_per_kWh, goes_on, goes_on / far, goes_on * far,
                         last.g_per_kWh * base::exp(2 * line.slope * ahead)});
  }
  out.past = std::move(years);
  return out;
}

}  // namespace holon::electricity
