// SPDX-License-Identifier: Apache-2.0
#include "record/json.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "record/fields.h"
#include "record/words.h"

namespace holon::record {
namespace {

std::string quoted(const std::string& text) {
  const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  });
  if (is_plain) return '"' + text + '"';
  constexpr auto kReplace = nlohmann::json::error_handler_t::replace;
  return nlohmann::json(text).dump(-1, ' ', false, kReplace);
}

// Writes each field under its key, unless there is nothing to say. The text is written at once: a
// tree in between would cost most of an import.
class Writer {
 public:
  template <class T>
  void operator()(const char* key, const T& value) {
    add(key, text_of(value));
  }

  template <class T>
  void needs(const char* key, const T& value) {
    const auto text = text_of(value);
    add(key, text.empty() ? "\"\"" : text);
  }

  void add(const char* key, const std::string& text) {
    if (text.empty()) return;
    out_ += out_.empty() ? "{\"" : ",\"";
    out_ += key;
    out_ += "\":";
    out_ += text;
  }

  /// The object; empty where no field had anything to say.
  [[nodiscard]] std::string text() const { return out_.empty() ? out_ : out_ + "}"; }

 private:
  static std::string text_of(const std::string& text) {
    return text.empty() ? std::string() : quoted(text);
  }
  static std::string text_of(bool value) { return value ? "true" : "false"; }
  // JSON knows no infinity
  static std::string text_of(double value) {
    return std::isfinite(value) ? base::exact(value) : "null";
  }
  static std::string text_of(int value) { return std::to_string(value); }
  static std::string text_of(std::int64_t value) { return std::to_string(value); }

  template <class T>
  static std::string text_of(const std::optional<T>& value) {
    return value ? text_of(*value) : std::string();
  }

  template <class T>
  static std::string text_of(const std::vector<T>& values) {
    std::string out;
    for (const auto& value : values) {
      out += out.empty() ? "[" : ",";
      const auto text = text_of(value);
      constexpr bool kIsText = std::is_same_v<T, std::string>;
      out += !text.empty() ? text : kIsText ? "\"\"" : "{}";
    }
    return out.empty() ? out : out + "]";
  }

  template <class T>
  static std::string text_of(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      return quoted(std::string(name(value)));
    } else {
      Writer part;
      fields(part, value);
      return part.text();
    }
  }

  std::string out_;
};

}  // namespace

std::string to_json(const Run& run) {
  Writer writer;
  writer.add("holon run", std::to_string(kVersion));
  fields(writer, run);
  return writer.text();
}

std::string to_json(const std::vector<Run>& runs) {
  std::string out = "{\"holon runs\": " + std::to_string(kVersion) + ", \"runs\": [";
  for (std::size_t i = 0; i < runs.size(); ++i) out += (i == 0 ? "\n" : ",\n") + to_json(runs[i]);
  return out + "\n]}\n";
}

}  // namespace holon::record
