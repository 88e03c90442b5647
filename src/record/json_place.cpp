// SPDX-License-Identifier: Apache-2.0
#include "record/json_place.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace holon::record {
namespace {

// the text is known to be JSON: what is looked for is there, or the value ends
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != text_.npos) ++at_;
  }

  void step() {
    if (at_ < text_.size()) ++at_;
    blanks();
  }

  // past one value, however deep
  void value() {
    std::size_t depth = 0;
    do {
      if (next() == '"') {
        string();
      } else if (next() == '{' || next() == '[') {
        ++depth;
        ++at_;
      } else if (next() == '}' || next() == ']') {
        --depth;
        ++at_;
      } else {
        word();
      }
      if (depth > 0) {
        while (at_ < text_.size() && std::string_view(" \t\r\n,:").find(text_[at_]) != text_.npos)
          ++at_;
      }
    } while (depth > 0 && at_ < text_.size());
  }

  // past a string; returns it with its quotes
  std::string_view string() {
    const auto begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, text_.size());
    return text_.substr(begin, at_ - begin);
  }

 private:
  void word() {
    const auto begin = at_;
    while (at_ < text_.size() && std::string_view(" \t\r\n,:]}").find(text_[at_]) == text_.npos)
      ++at_;
    if (at_ == begin) ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// from a value to the one in it; false, and still at a value's start, where there is none
bool enter(Scanner& scanner, const std::variant<std::string, std::size_t>& part, JsonPlace& key) {
  const auto* wanted = std::get_if<std::string>(&part);
  if (scanner.next() != (wanted != nullptr ? '{' : '[')) return false;
  scanner.step();
  for (std::size_t index = 0; scanner.next() != '}' && scanner.next() != ']'; ++index) {
    if (scanner.next() == '\0') return false;
    bool found = false;
    if (wanted != nullptr) {
      key.offset = scanner.at();
      const auto name = scanner.string();
      key.length = name.size();
      scanner.blanks();
      scanner.step();  // the colon
      found = nlohmann::json::parse(name, nullptr, false) == *wanted;
    } else {
      found = index == std::get<std::size_t>(part);
    }
    if (found) return true;
    scanner.value();
    scanner.blanks();
    if (scanner.next() == ',') scanner.step();
  }
  return false;
}

// goes to the value at a path, or as far as the path leads; false: it ends early
bool follow(Scanner& scanner, const JsonPath& path, JsonPlace& key) {
  for (const auto& part : path) {
    auto ahead = scanner;
    if (!enter(ahead, part, key)) return false;
    scanner = ahead;
  }
  return true;
}

}  // namespace

JsonPlace place_of(std::string_view text, const JsonPath& path, bool of_key) {
  Scanner scanner(text);
  scanner.blanks();
  JsonPlace key;
  const bool complete = follow(scanner, path, key);
  if (of_key && complete && key.length > 0) return key;
  const auto begin = scanner.at();
  // a whole object is too much to mark
  if (scanner.next() == '{' || scanner.next() == '[') return {begin, 1};
  scanner.value();
  return {begin, scanner.at() - begin};
}

std::vector<JsonPlace> items_of(std::string_view text, const JsonPath& path) {
  std::vector<JsonPlace> out;
  Scanner scanner(text);
  scanner.blanks();
  JsonPlace key;
  if (!follow(scanner, path, key) || scanner.next() != '[') return out;
  scanner.step();
  while (scanner.next() != ']' && scanner.next() != '\0') {
    const auto begin = scanner.at();
    scanner.value();
    out.push_back({begin, scanner.at() - begin});
    scanner.blanks();
    if (scanner.next() == ',') scanner.step();
  }
  return out;
}

std::string to_text(const JsonPath& path) {
  std::string out;
  for (const auto& part : path) {
    if (const auto* key = std::get_if<std::string>(&part)) {
      out += out.empty() ? *key : "." + *key;
    } else {
      out += fmt::format("[{}]", std::get<std::size_t>(part));
    }
  }
  return out;
}

}  // namespace holon::record
