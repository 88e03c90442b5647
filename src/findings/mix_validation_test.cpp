// SPDX-License-Identifier: Apache-2.0
//
// From generation by source to carbon intensity, against a published series of the same hours
// (../shared/data/grid-hourly; where it is absent, that is said).
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "base/file.h"
#include "catalog/catalog.h"
#include "catalog/spread.h"
#include "findings/hourly_series.h"
#include "findings/published_table.h"

namespace holon::findings {
namespace {

std::optional<double> factor(std::string_view technology) {
  // the source's own code for what nobody tells; it makes 0.1 % of these hours
  const auto* entry =
      catalog::Catalog::embedded().technology(technology == "unknown" ? "unspecified" : technology);
  const auto* fact = entry == nullptr ? nullptr : entry->find("carbon intensity");
  if (fact == nullptr) return std::nullopt;
  return catalog::typical(fact->value.distribution);
}

/// Two series side by side, over the hours that both have.
struct Compared {
  double published = 0;
  double ours = 0;
  double mean_error = 0;  // relative
  double correlation = 0;
  std::size_t hours = 0;
};

Compared compare(const std::vector<double>& published, const std::vector<double>& ours,
                 std::size_t from, std::size_t until) {
  Compared out;
  double squares_p = 0;
  double squares_o = 0;
  double products = 0;
  for (std::size_t h = from; h < std::min(until, published.size()); ++h) {
    if (std::isnan(published[h]) || std::isnan(ours[h])) continue;
    ++out.hours;
    out.published += published[h];
    out.ours += ours[h];
    out.mean_error += std::abs(ours[h] / published[h] - 1);
    squares_p += published[h] * published[h];
    squares_o += ours[h] * ours[h];
    products += published[h] * ours[h];
  }
  const auto n = static_cast<double>(out.hours);
  out.published /= n;
  out.ours /= n;
  out.mean_error /= n;
  const double covariance = products / n - out.published * out.ours;
  const double variance_p = squares_p / n - out.published * out.published;
  const double variance_o = squares_o / n - out.ours * out.ours;
  out.correlation = covariance / std::sqrt(variance_p * variance_o);
  return out;
}

TEST_CASE("a mix and the catalogue's technologies give the published intensity but for imports") {
  const std::string path = "../shared/data/grid-hourly/US-CAL-CISO_generation_mix_2020-2022.csv";
  if (!std::filesystem::exists(path)) {
    MESSAGE(path << " is absent: not compared");
    return;
  }
  const auto source = std::make_shared<const base::SourceText>(path, base::read_file(path));
  const auto published = read_hourly(source, false, factor);
  const auto mixed = read_hourly(source, true, factor);
  REQUIRE(published.has_value());
  REQUIRE(mixed.has_value());

  // The published series counts what California imports, the table's mix does not: it lies 6 %
  // below, by the same in every year, and goes along hour by hour.
  std::vector<PublishedRow> rows;
  std::size_t from = 0;
  for (const auto& [year, days] : {std::pair{"2020", 366}, {"2021", 365}, {"2022", 365}}) {
    const auto until = from + static_cast<std::size_t>(days) * 24;
    const auto one = compare(published->grids[0].intensity, mixed->grids[0].intensity, from, until);
    CHECK(one.hours > 8700);
    rows.push_back({fmt::format("CISO {} mean [g/kWh], imports left out", year), one.published,
                    one.ours, 0.07});
    MESSAGE(std::string(year) << ": mean error " << 100 * one.mean_error << " %, correlation "
                              << one.correlation);
    CHECK(one.ours < one.published);
    CHECK(one.mean_error < 0.08);
    CHECK(one.correlation > 0.975);
    from = until;
  }
  check_table("California's grid (Electricity Maps, as published with umass-solar/decarbonization)",
              rows);
}

}  // namespace
}  // namespace holon::findings
