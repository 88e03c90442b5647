// SPDX-License-Identifier: Apache-2.0
//
// A service that tells the carbon of a grid hour by hour. One service is one file in services/ and
// one line in services.cpp: it builds requests and reads answers, and nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "electricity/http.h"

namespace holon::electricity {

/// What stands behind a figure per kWh: the stack alone, or fuel chain and plant too.
enum class Accounting { direct, life_cycle };

/// "direct", "life cycle".
[[nodiscard]] std::string_view name(Accounting accounting);

/// What is asked: hours of a zone. Hours count from 1970-01-01 00:00 UTC; the last is left out.
struct Query {
  std::string zone;
  std::int64_t from_hour = 0;
  std::int64_t until_hour = 0;
  Accounting accounting = Accounting::life_cycle;
  std::string base_url;     ///< the service's own, or that of a stand-in
  std::string key;          ///< empty: nobody gave one
  std::string token;        ///< what a service that logs in gave for the key
  std::int64_t offset = 0;  ///< of a service that answers in pages
};

/// The intensity of a stretch of time.
struct Intensity {
  std::int64_t from_s = 0;  ///< since 1970-01-01 00:00 UTC
  std::int64_t until_s = 0;
  double g_per_kWh = 0;
};

/// Generation by one source in a stretch of time.
struct Generation {
  std::int64_t from_s = 0;
  std::int64_t until_s = 0;
  std::string source;  ///< as the service calls it
  double power_MW = 0;
};

/// What one answer says. What is missing in it is not there.
struct Reading {
  std::vector<Intensity> intensities;
  std::vector<Generation> generation;
  std::size_t estimated = 0;  ///< values that the service itself estimated
  std::size_t rows = 0;       ///< what the answer holds, values or not
  std::vector<std::string> notes;
  std::optional<std::int64_t> next_offset;  ///< where the next page begins
  std::string no_data;                      ///< the service's words where it has nothing
};

/// How a source of generation is called in the catalogue.
struct SourceName {
  std::string_view source;      ///< of the service
  std::string_view technology;  ///< of the catalogue; "storage": left out of the mix
  std::string_view meaning;     ///< in words
};

struct Service {
  std::string_view name;    ///< "electricity-maps"
  std::string_view title;   ///< "Electricity Maps"
  std::string_view what;    ///< one line
  std::string_view source;  ///< to cite
  std::string_view licence;
  std::string_view documentation;
  std::string_view base_url;
  std::string_view zone_example;
  std::string_view zone_help;
  std::string_view key_variable;  ///< of the environment; empty: no key
  std::string_view key_help;      ///< where a key comes from
  std::string_view kind;          ///< "average", "marginal"
  bool can_direct = false;
  bool can_life_cycle = false;
  std::int64_t most_hours = 0;  ///< of one request

  HttpRequest (*request)(const Query&) = nullptr;
  base::Result<Reading> (*read)(const base::SourcePtr& answer, const Query&) = nullptr;

  // where a key is exchanged for a token first
  HttpRequest (*login)(const Query&) = nullptr;
  base::Result<std::string> (*read_token)(const base::SourcePtr& answer) = nullptr;

  // of a service that tells generation
  std::span<const SourceName> sources = {};

  bool (*is_zone)(std::string_view zone) = nullptr;  ///< none: any may be one
};

/// All services, in the order of the list.
[[nodiscard]] std::span<const Service* const> services();

/// Nothing if there is none of that name.
[[nodiscard]] const Service* service(std::string_view name);

/// "2024-03-31T01:00Z".
[[nodiscard]] std::string hour_text(std::int64_t hour);

/// Seconds since 1970-01-01 00:00 UTC of a moment that names its zone; nothing of one that does
/// not, for in local time one hour a year stands twice.
[[nodiscard]] std::optional<std::int64_t> second_of(std::string_view text);

}  // namespace holon::electricity
