// SPDX-License-Identifier: Apache-2.0
//
// An answer in JSON, read strictly: what is missing or of another shape is a fault at its place.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "base/diagnostic.h"
#include "electricity/service.h"
#include "record/json_place.h"

namespace holon::electricity {

class JsonAnswer {
 public:
  using Json = nlohmann::json;
  using Path = record::JsonPath;

  explicit JsonAnswer(base::SourcePtr source);
  ~JsonAnswer();
  JsonAnswer(const JsonAnswer&) = delete;
  JsonAnswer& operator=(const JsonAnswer&) = delete;
  JsonAnswer(JsonAnswer&&) = delete;
  JsonAnswer& operator=(JsonAnswer&&) = delete;

  /// Null where the answer is no JSON at all.
  [[nodiscard]] const Json& root() const { return *root_; }

  /// The value under a key; a fault, and nothing, where there is none of that kind.
  const Json* list(const Json& of, const char* key, const Path& path);
  const Json* object(const Json& of, const char* key, const Path& path);
  std::optional<std::string> text(const Json& of, const char* key, const Path& path);

  /// A number, or one in quotes. Nothing, and no fault, where it is null or not there.
  std::optional<double> number_or_none(const Json& of, const char* key, const Path& path);

  /// An intensity [g/kWh], 0 to 5000. Nothing, and no fault, where it is null or not there.
  std::optional<double> intensity_or_none(const Json& of, const char* key, const Path& path);

  /// A moment with its zone, in seconds since 1970-01-01 00:00 UTC.
  std::optional<std::int64_t> second(const Json& of, const char* key, const Path& path);

  void wrong(const Path& path, std::string message);

  /// True when so much is wrong that reading on is of no use.
  [[nodiscard]] bool is_hopeless() const;

  /// The reading, or every fault.
  base::Result<Reading> finish(Reading reading);
  [[nodiscard]] const base::Diagnostics& faults() const { return faults_; }

 private:
  const Json* member(const Json& of, const char* key, const Path& path);

  base::SourcePtr source_;
  std::unique_ptr<Json> root_;
  base::Diagnostics faults_;
};

/// The highest intensity that is believed [g/kWh]; lignite in an old plant is 1300.
inline constexpr double kHighestIntensity = 5000;

}  // namespace holon::electricity
