// SPDX-License-Identifier: Apache-2.0
#include "model/formats/unit_rule.h"

#include "base/text.h"

namespace holon::model::formats {
namespace {

UnitSide side_of(std::string_view text) {
  if (text == "?") return std::nullopt;
  std::map<char, int> out;
  int sign = 1;
  for (const char c : text) {
    if (c == '/') sign = -1;
    if (c == '*') sign = 1;
    if (c >= 'a' && c <= 'z') out[c] += sign;
  }
  return out;
}

}  // namespace

UnitSide UnitRule::argument(std::size_t i) const {
  if (i < arguments.size()) return arguments[i];
  return repeats ? arguments.back() : UnitSide();
}

UnitRule read_unit_rule(std::string_view text) {
  UnitRule out;
  bool behind_arrow = false;
  for (const auto& word : base::split(text, ' ')) {
    if (word.empty()) continue;
    if (word == "->")
      behind_arrow = true;
    else if (word == "...")
      out.repeats = true;
    else if (behind_arrow)
      out.value = side_of(word);
    else
      out.arguments.push_back(side_of(word));
  }
  return out;
}

bool is_unit_rule(std::string_view rule) {
  const auto arrow = rule.find("-> ");
  if (arrow == std::string_view::npos) return false;
  return rule.find_first_not_of("abcdefghijklmnopqrstuvwxyz1?*/.-> ") == std::string_view::npos;
}

}  // namespace holon::model::formats
