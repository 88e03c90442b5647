// SPDX-License-Identifier: Apache-2.0
#include "catalog/search.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace holon::catalog {
namespace {

// what a word's best place in an entry is worth
constexpr int kWhole = 8;      // a whole code, alias or name
constexpr int kBeginning = 4;  // the beginning of one
constexpr int kWord = 3;       // the beginning of a word in one
constexpr int kInside = 2;     // anywhere in one
constexpr int kDetail = 1;     // anywhere in a detail

// words that say whose a device is, not which
constexpr std::array<std::string_view, 16> kMakersWords{
    "nvidia", "tesla",     "geforce", "quadro", "amd", "radeon", "instinct", "intel",
    "google", "processor", "chip",    "chips",  "gpu", "cpu",    "core",     "xeon"};

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

int score_in(const std::string& text, const std::string& word) {
  const auto at = text.find(word);
  if (at == std::string::npos) return 0;
  if (text == word) return kWhole;
  if (at == 0) return kBeginning;
  return text.find(" " + word) != std::string::npos ? kWord : kInside;
}

int score_of_word(const Entry& entry, const std::vector<std::string>& names,
                  const std::string& word) {
  int best = 0;
  for (const auto& text : names) best = std::max(best, score_in(text, word));
  if (best > 0) return best;
  const bool in_detail =
      std::any_of(entry.details.begin(), entry.details.end(), [&](const auto& detail) {
        return search_key(detail.second).find(word) != std::string::npos;
      });
  return in_detail ? kDetail : 0;
}

}  // namespace

std::string search_key(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '-', ' ');
  return base::name_key(text);
}

std::string loose_key(std::string_view name) {
  std::string out;
  for (const auto& word : base::split(search_key(name), ' ')) {
    if (std::find(kMakersWords.begin(), kMakersWords.end(), word) != kMakersWords.end()) continue;
    std::copy_if(word.begin(), word.end(), std::back_inserter(out), is_alphanumeric);
  }
  return out;
}

int score_of(const Entry& entry, const std::vector<std::string>& words) {
  std::vector<std::string> names{search_key(entry.code), search_key(entry.name)};
  for (const auto& alias : entry.aliases) names.push_back(search_key(alias));
  int sum = 0;
  for (const auto& word : words) {
    const int score = score_of_word(entry, names, search_key(word));
    if (score == 0) return 0;
    sum += score;
  }
  return sum;
}

}  // namespace holon::catalog
