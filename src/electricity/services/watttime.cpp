// SPDX-License-Identifier: Apache-2.0
//
// WattTime: the marginal operating emissions rate (MOER), what one more kWh makes plants emit.
//
// GET /login with name and password gives a token for half an hour; GET /v3/historical?region=…
// answers for at most 32 days with a value for each five minutes, in pounds of CO2 per MWh.
// `point_time` is where its time begins.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "electricity/json_answer.h"
#include "electricity/services.h"

namespace holon::electricity {
namespace {

constexpr double kGramsPerPound = 453.59237;
constexpr double kKWhPerMWh = 1000;
constexpr std::string_view kUnit = "lbs_co2_per_mwh";
constexpr std::int64_t kFiveMinutes_s = 300;
constexpr std::int64_t kHour_s = 3600;

HttpRequest login(const Query& query) {
  HttpRequest out;
  out.url = query.base_url + "/login";
  out.user_and_password = query.key;
  out.is_secret = true;
  return out;
}

base::Result<std::string> read_token(const base::SourcePtr& source) {
  JsonAnswer answer(source);
  const auto token = answer.text(answer.root(), "token", {});
  if (!token) return tl::unexpected(answer.faults());
  return *token;
}

HttpRequest request(const Query& query) {
  HttpRequest out;
  out.url =
      fmt::format("{}/v3/historical?region={}&start={}&end={}&signal_type=co2_moer", query.base_url,
                  percent_encoded(query.zone), percent_encoded(hour_text(query.from_hour)),
                  percent_encoded(hour_text(query.until_hour)));
  out.headers = {"Accept: application/json"};
  out.secret_header = "Authorization: Bearer " + query.token;
  return out;
}

// how long a value stands for; five minutes where the answer does not say
std::int64_t period_of(const nlohmann::json& meta, JsonAnswer& answer) {
  const auto period = answer.number_or_none(meta, "data_point_period_seconds", {"meta"});
  if (!period) return kFiveMinutes_s;
  if (*period >= 1 && *period <= kHour_s) return static_cast<std::int64_t>(*period);
  answer.wrong({"meta", "data_point_period_seconds"}, "a value stands for no more than an hour");
  return kFiveMinutes_s;
}

base::Result<Reading> read(const base::SourcePtr& source, const Query& query) {
  JsonAnswer answer(source);
  Reading out;
  const auto* rows = answer.list(answer.root(), "data", {});
  const auto* meta = rows == nullptr ? nullptr : answer.object(answer.root(), "meta", {});
  if (meta == nullptr) return answer.finish({});
  const auto period_s = period_of(*meta, answer);
  const auto unit = answer.text(*meta, "units", {"meta"});
  const auto region = answer.text(*meta, "region", {"meta"});
  if (unit && *unit != kUnit)
    answer.wrong({"meta", "units"},
                 fmt::format("the answer is in `{}`, not in `{}`", *unit, kUnit));
  if (region && *region != query.zone)
    answer.wrong({"meta", "region"},
                 fmt::format("the answer is for `{}`, not for `{}`", *region, query.zone));
  out.rows = rows->size();
  for (std::size_t i = 0; i < rows->size() && !answer.is_hopeless(); ++i) {
    const JsonAnswer::Path path{std::string("data"), i};
    const auto from_s = answer.second((*rows)[i], "point_time", path);
    const auto pounds = answer.number_or_none((*rows)[i], "value", path);
    if (!from_s || !pounds) continue;
    const double g_per_kWh = *pounds * kGramsPerPound / kKWhPerMWh;
    if (!(g_per_kWh >= 0 && g_per_kWh <= kHighestIntensity)) {
      answer.wrong(path, fmt::format("{:.4g} pounds per MWh is beyond all sense", *pounds));
      continue;
    }
    out.intensities.push_back({*from_s, *from_s + period_s, g_per_kWh});
  }
  return answer.finish(std::move(out));
}

}  // namespace

const Service kWattTime{
    .name = "watttime",
    .title = "WattTime",
    .what = "what one more kWh emits (MOER), CO2 of the stack; every five minutes",
    .source = "WattTime, marginal operating emissions rate, signal co2_moer",
    .licence = "terms of the account at watttime.org",
    .documentation = "https://docs.watttime.org",
    .base_url = "https://api.watttime.org",
    .zone_example = "CAISO_NORTH",
    .zone_help = "an account without a subscription may ask for CAISO_NORTH alone",
    .key_variable = "HOLON_WATTTIME_KEY",
    .key_help = "NAME:PASSWORD of an account at watttime.org",
    .kind = "marginal",
    .can_direct = true,
    .can_life_cycle = false,
    .most_hours = 24 * 31,
    .request = request,
    .read = read,
    .login = login,
    .read_token = read_token,
};

}  // namespace holon::electricity
