// SPDX-License-Identifier: Apache-2.0
#include "electricity/json_answer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace holon::electricity {
namespace {

constexpr std::size_t kMostFaults = 8;

std::string_view in_words(const nlohmann::json& json) {
  if (json.is_string()) return "a text";
  if (json.is_number()) return "a number";
  if (json.is_boolean()) return "true or false";
  if (json.is_array()) return "a list";
  return json.is_object() ? "an object" : "null";
}

JsonAnswer::Path with(const JsonAnswer::Path& path, const char* key) {
  auto out = path;
  out.emplace_back(std::string(key));
  return out;
}

}  // namespace

JsonAnswer::JsonAnswer(base::SourcePtr source)
    : source_(std::move(source)), root_(std::make_unique<Json>()) {
  try {
    *root_ = Json::parse(source_->text());
  } catch (const Json::parse_error& error) {
    const auto at = error.byte == 0 ? 0 : error.byte - 1;
    const bool is_torn = at >= source_->text().size();
    faults_.push_back({base::Code::unreadable_answer,
                       is_torn ? "the answer ends in the middle" : "the answer is no JSON",
                       {source_, std::min(at, source_->text().size()), 1},
                       "",
                       {},
                       {}});
  } catch (const Json::exception&) {
    // such as 1e999, which no double holds
    faults_.push_back({base::Code::unreadable_answer,
                       "the answer has a number that is too large",
                       {source_, 0, 1},
                       "",
                       {},
                       {}});
  }
}

JsonAnswer::~JsonAnswer() = default;

void JsonAnswer::wrong(const Path& path, std::string message) {
  if (is_hopeless()) return;
  const auto place = record::place_of(source_->text(), path);
  faults_.push_back({base::Code::unreadable_answer,
                     std::move(message),
                     {source_, place.offset, place.length},
                     "",
                     {},
                     {}});
}

bool JsonAnswer::is_hopeless() const { return faults_.size() >= kMostFaults; }

const JsonAnswer::Json* JsonAnswer::member(const Json& of, const char* key, const Path& path) {
  if (!faults_.empty() && of.is_null()) return nullptr;  // no JSON at all: that is told
  if (!of.is_object()) {
    wrong(path,
          fmt::format("the answer has {} where an object with `{}` belongs", in_words(of), key));
    return nullptr;
  }
  const auto found = of.find(key);
  return found == of.end() ? nullptr : &*found;
}

const JsonAnswer::Json* JsonAnswer::list(const Json& of, const char* key, const Path& path) {
  const auto faults_before = faults_.size();
  const auto* found = member(of, key, path);
  if (found != nullptr && found->is_array()) return found;
  if (faults_.size() != faults_before || of.is_null()) {
    if (of.is_null() && faults_.empty()) wrong(path, fmt::format("the answer has no `{}`", key));
    return nullptr;
  }
  wrong(found == nullptr ? path : with(path, key),
        found == nullptr ? fmt::format("the answer has no `{}`", key)
                         : fmt::format("`{}` is {}, where a list belongs", key, in_words(*found)));
  return nullptr;
}

const JsonAnswer::Json* JsonAnswer::object(const Json& of, const char* key, const Path& path) {
  const auto faults_before = faults_.size();
  const auto* found = member(of, key, path);
  if (found != nullptr && found->is_object()) return found;
  if (faults_.size() != faults_before || (of.is_null() && !faults_.empty())) return nullptr;
  wrong(found == nullptr ? path : with(path, key),
        found == nullptr
            ? fmt::format("the answer has no `{}`", key)
            : fmt::format("`{}` is {}, where an object belongs", key, in_words(*found)));
  return nullptr;
}

std::optional<std::string> JsonAnswer::text(const Json& of, const char* key, const Path& path) {
  const auto faults_before = faults_.size();
  const auto* found = member(of, key, path);
  if (found != nullptr && found->is_string()) return found->get<std::string>();
  if (faults_.size() != faults_before || (of.is_null() && !faults_.empty())) return std::nullopt;
  wrong(found == nullptr ? path : with(path, key),
        found == nullptr ? fmt::format("the answer has no `{}`", key)
                         : fmt::format("`{}` is {}, where a text belongs", key, in_words(*found)));
  return std::nullopt;
}

std::optional<double> JsonAnswer::number_or_none(const Json& of, const char* key,
                                                 const Path& path) {
  const auto* found = member(of, key, path);
  if (found == nullptr || found->is_null()) return std::nullopt;
  if (found->is_number()) return found->get<double>();
  if (found->is_string()) {
    const auto text = found->get<std::string>();
    if (const auto value = base::parse_number(text)) return value;
  }
  wrong(with(path, key), fmt::format("`{}` is no number", key));
  return std::nullopt;
}

std::optional<double> JsonAnswer::intensity_or_none(const Json& of, const char* key,
                                                    const Path& path) {
  const auto value = number_or_none(of, key, path);
  if (!value || (*value >= 0 && *value <= kHighestIntensity)) return value;
  wrong(with(path, key), fmt::format("{} g/kWh is beyond all sense", base::readable(*value)));
  return std::nullopt;
}

std::optional<std::int64_t> JsonAnswer::second(const Json& of, const char* key, const Path& path) {
  const auto written = text(of, key, path);
  if (!written) return std::nullopt;
  if (const auto out = second_of(*written)) return out;
  wrong(with(path, key), fmt::format("`{}` is no moment with a zone", key));
  return std::nullopt;
}

base::Result<Reading> JsonAnswer::finish(Reading reading) {
  if (!faults_.empty()) return tl::unexpected(std::move(faults_));
  return reading;
}

}  // namespace holon::electricity
