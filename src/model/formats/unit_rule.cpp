// SPDX-License-Identifier: Apache-2.0
#include "model/formats/unit_rule.h"

#include <map>

#include "base/text.h"

namespace holon::model::formats {
namespace {

/// A side of a rule: powers of letters; nothing: any unit.
using Side = std::optional<std::map<char, int>>;

struct Rule {
  std::vector<Side> arguments;
  bool repeats = false;  ///< the last argument's holds for all further ones
  Side value;
};

Side side_of(std::string_view text) {
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

Rule parsed(std::string_view text) {
  Rule out;
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

/// The letters that are known so far.
class Letters {
 public:
  explicit Letters(const FoundUnit& time) {
    if (time) known_.emplace('t', *time);
  }

  /// The unit a side stands for, if all its letters are known.
  [[nodiscard]] FoundUnit unit(const Side& side) const {
    if (!side) return std::nullopt;
    UnitPowers out;
    for (const auto& [letter, power] : *side) {
      const auto found = known_.find(letter);
      if (found == known_.end()) return std::nullopt;
      out = times(out, found->second, power);
    }
    return out;
  }

  /// Learns the one letter of a side that is not known yet.
  void learn(const Side& side, const FoundUnit& unit) {
    if (!side || !unit) return;
    char letter = 0;
    auto rest = *unit;
    for (const auto& [one, power] : *side) {
      const auto found = known_.find(one);
      if (found != known_.end())
        rest = times(rest, found->second, -power);
      else if (letter != 0 || one == 't')
        return;
      else
        letter = one;
    }
    if (letter != 0) known_.emplace(letter, times({}, rest, 1.0 / side->at(letter)));
  }

 private:
  std::map<char, UnitPowers> known_;
};

}  // namespace

UnitOutcome apply_unit_rule(std::string_view rule, const std::vector<FoundUnit>& arguments,
                            const FoundUnit& time, const FoundUnit& wanted) {
  UnitOutcome out;
  if (rule.empty()) return out;
  const auto sides = parsed(rule);
  Letters letters(time);
  letters.learn(sides.value, wanted);
  const auto side_at = [&](std::size_t i) -> Side {
    if (i < sides.arguments.size()) return sides.arguments[i];
    return sides.repeats ? sides.arguments.back() : Side();
  };
  for (std::size_t i = 0; i < arguments.size(); ++i) letters.learn(side_at(i), arguments[i]);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto expected = letters.unit(side_at(i));
    if (expected && arguments[i] && *expected != *arguments[i])
      out.misfits.push_back({i, *expected, *arguments[i]});
  }
  out.value = letters.unit(sides.value);
  return out;
}

bool is_unit_rule(std::string_view rule) {
  const auto arrow = rule.find("-> ");
  if (arrow == std::string_view::npos) return false;
  return rule.find_first_not_of("abcdefghijklmnopqrstuvwxyz1?*/.-> ") == std::string_view::npos;
}

}  // namespace holon::model::formats
