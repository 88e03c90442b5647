// SPDX-License-Identifier: Apache-2.0
//
// éCO2mix of RTE, the operator of France's grid, as Open Data Réseaux Énergies publishes it.
//
// GET /api/explore/v2.1/catalog/datasets/…/exports/json, without a key. `taux_co2` is the CO2 of
// burning fuel per kWh generated in France. Consolidated and definitive figures stand at half
// hours, those of real time at quarters; rows between them have no value.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "electricity/json_answer.h"
#include "electricity/services.h"

namespace holon::electricity {
namespace {

constexpr std::int64_t kHalfHour_s = 1800;
constexpr std::string_view kRealTime = "FR-real-time";

bool is_zone(std::string_view zone) { return zone == "FR" || zone == kRealTime; }

HttpRequest request(const Query& query) {
  const auto where = fmt::format("date_heure >= date'{}' and date_heure < date'{}'",
                                 hour_text(query.from_hour), hour_text(query.until_hour));
  HttpRequest out;
  out.url = fmt::format(
      "{}/api/explore/v2.1/catalog/datasets/{}/exports/json?select=date_heure,taux_co2&where={}"
      "&order_by=date_heure&timezone=UTC",
      query.base_url, query.zone == kRealTime ? "eco2mix-national-tr" : "eco2mix-national-cons-def",
      percent_encoded(where));
  out.headers = {"Accept: application/json"};
  return out;
}

// a value stands until the next one, for half an hour at most
void close_steps(std::vector<Intensity>& values) {
  std::sort(values.begin(), values.end(),
            [](const Intensity& a, const Intensity& b) { return a.from_s < b.from_s; });
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto longest = values[i].from_s + kHalfHour_s;
    values[i].until_s = i + 1 < values.size() ? std::min(longest, values[i + 1].from_s) : longest;
  }
}

base::Result<Reading> read(const base::SourcePtr& source, const Query&) {
  JsonAnswer answer(source);
  Reading out;
  const auto& rows = answer.root();
  if (!rows.is_array()) {
    if (answer.faults().empty()) answer.wrong({}, "the answer is no list");
    return answer.finish({});
  }
  out.rows = rows.size();
  for (std::size_t i = 0; i < rows.size() && !answer.is_hopeless(); ++i) {
    const JsonAnswer::Path path{i};
    const auto from_s = answer.second(rows[i], "date_heure", path);
    const auto value = answer.intensity_or_none(rows[i], "taux_co2", path);
    if (from_s && value) out.intensities.push_back({*from_s, *from_s, *value});
  }
  close_steps(out.intensities);
  return answer.finish(std::move(out));
}

}  // namespace

const Service kRte{
    .name = "rte",
    .title = "éCO2mix",
    .what = "France: CO2 of burning fuel per kWh generated; half or quarter hours",
    .source = "RTE, éCO2mix, taux_co2, by Open Data Réseaux Énergies",
    .licence = "Licence Ouverte 2.0 (Etalab)",
    .documentation = "https://odre.opendatasoft.com/explore/dataset/eco2mix-national-cons-def",
    .base_url = "https://odre.opendatasoft.com",
    .zone_example = "FR",
    .zone_help = "FR is consolidated and months late; FR-real-time has the last weeks",
    .key_variable = "",
    .key_help = "",
    .kind = "average",
    .can_direct = true,
    .can_life_cycle = false,
    .most_hours = 24 * 90,
    .request = request,
    .read = read,
    .is_zone = is_zone,
};

}  // namespace holon::electricity
