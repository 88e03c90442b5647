// SPDX-License-Identifier: Apache-2.0
#include "catalog/comparison.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "catalog/spread.h"
#include "catalog/text.h"

namespace holon::catalog {
namespace {

// "a: one; b: two" of a choice, cut at the names: the part of `name`
std::string part_of(const std::string& joined, const std::vector<std::string>& names,
                    const std::string& name) {
  const auto begins = [&](const std::string& one) -> std::size_t {
    if (joined.starts_with(one + ": ")) return 0;
    const auto at = joined.find("; " + one + ": ");
    return at == std::string::npos ? at : at + 2;
  };
  const auto from = begins(name);
  if (from == std::string::npos) return {};
  auto to = joined.find("; spread: ", from);
  for (const auto& other : names) {
    const auto at = begins(other);
    if (at != std::string::npos && at > from) to = std::min(to, at - 2);
  }
  const auto first = from + name.size() + 2;
  return joined.substr(first, to == std::string::npos ? to : to - first);
}

void wrap(std::string& out, std::string_view text) {
  constexpr std::size_t kWidth = 92;
  std::size_t used = kWidth;
  for (const auto& word : base::split(text, ' ')) {
    const auto length = base::display_width(word);
    if (used + length + 1 > kWidth) {
      out += out.ends_with('\n') ? "      " : "\n      ";
      used = 0;
    }
    out += used == 0 ? word : " " + std::string(word);
    used += length + 1;
  }
  out += "\n";
}

std::string section(const Fact& fact, const std::vector<Rival>& rivals) {
  const double least = rivals.front().value;
  auto out =
      fmt::format("{} [{}]: {} published figures, {} to 1\n", fact.name, fact.value.unit.text,
                  rivals.size(), base::readable(rivals.back().value / least));
  for (const auto& rival : rivals) {
    const auto range =
        rival.low < rival.high
            ? fmt::format("  ({} .. {})", base::readable(rival.low), base::readable(rival.high))
            : std::string();
    out += fmt::format("  {:>8}  {:>5} times the least  {}{}\n", base::readable(rival.value),
                       base::readable(rival.value / least), rival.model, range);
    if (!rival.note.empty()) wrap(out, rival.note);
    wrap(out, "source: " + rival.source);
  }
  return out;
}

}  // namespace

std::vector<Rival> rivals_of(const Fact& fact) {
  const auto* choice = std::get_if<quantity::Choice>(&fact.value.distribution.shape);
  if (choice == nullptr) return {};
  std::vector<std::string> names;
  for (const auto& rival : choice->rivals) names.push_back(rival.name);
  std::vector<Rival> out;
  for (const auto& rival : choice->rivals) {
    Rival one{rival.name,
              typical(*rival.distribution),
              0,
              0,
              part_of(fact.value.pedigree.source, names, rival.name),
              part_of(fact.note, names, rival.name)};
    one.low = one.high = one.value;
    if (const auto* range = std::get_if<quantity::Uniform>(&rival.distribution->shape)) {
      one.low = range->low;
      one.high = range->high;
    }
    if (const auto* range = std::get_if<quantity::Triangular>(&rival.distribution->shape)) {
      one.low = range->low;
      one.high = range->high;
    }
    out.push_back(std::move(one));
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Rival& a, const Rival& b) { return a.value < b.value; });
  return out;
}

std::string comparison(const Entry& entry) {
  std::string out = fmt::format("{}: {}\n", entry.code, entry.name);
  std::size_t compared = 0;
  for (const auto& fact : entry.facts) {
    const auto rivals = rivals_of(fact);
    if (rivals.empty()) continue;
    out += "\n" + section(fact, rivals);
    ++compared;
  }
  out += "\n";
  for (const auto& fact : entry.facts) {
    if (!rivals_of(fact).empty()) continue;
    out += fmt::format("{}: one figure, {}\n", fact.name, value_text(fact.value));
  }
  if (compared > 0) {
    out +=
        "\nA study draws one of the models, each as often, and keeps it wherever the thing is "
        "used.\n";
  }
  return out;
}

}  // namespace holon::catalog
