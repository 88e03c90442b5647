// SPDX-License-Identifier: Apache-2.0
#include "record/json.h"

#include <nlohmann/json.hpp>

#include "record/fields.h"
#include "record/words.h"

namespace holon::record {
namespace {

using Json = nlohmann::ordered_json;

// writes each field under its key, unless there is nothing to say
class Writer {
 public:
  template <class T>
  void operator()(const char* key, const T& value) {
    auto json = json_of(value);
    if (!json.is_null()) out_[key] = std::move(json);
  }

  template <class T>
  void needs(const char* key, const T& value) {
    auto json = json_of(value);
    out_[key] = json.is_null() ? Json("") : std::move(json);
  }

  Json out_ = Json::object();

 private:
  static Json json_of(const std::string& text) { return text.empty() ? Json() : Json(text); }
  static Json json_of(bool value) { return value; }
  static Json json_of(double value) { return value; }
  static Json json_of(int value) { return value; }
  static Json json_of(std::int64_t value) { return value; }

  template <class T>
  static Json json_of(const std::optional<T>& value) {
    return value ? json_of(*value) : Json();
  }

  template <class T>
  static Json json_of(const std::vector<T>& values) {
    auto out = Json::array();
    for (const auto& value : values) {
      if constexpr (std::is_same_v<T, std::string>) {
        out.push_back(value);
      } else {
        auto json = json_of(value);
        out.push_back(json.is_null() ? Json::object() : std::move(json));
      }
    }
    return out.empty() ? Json() : out;
  }

  template <class T>
  static Json json_of(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      return std::string(name(value));
    } else {
      Writer part;
      fields(part, value);
      return part.out_.empty() ? Json() : std::move(part.out_);
    }
  }
};

std::string text_of(const Json& json) {
  constexpr auto kReplace = Json::error_handler_t::replace;
  return json.dump(-1, ' ', false, kReplace);
}

}  // namespace

std::string to_json(const Run& run) {
  Writer writer;
  writer.out_["holon run"] = kVersion;
  fields(writer, run);
  return text_of(writer.out_);
}

std::string to_json(const std::vector<Run>& runs) {
  std::string out = "{\"holon runs\": " + std::to_string(kVersion) + ", \"runs\": [";
  for (std::size_t i = 0; i < runs.size(); ++i) out += (i == 0 ? "\n" : ",\n") + to_json(runs[i]);
  return out + "\n]}\n";
}

}  // namespace holon::record
