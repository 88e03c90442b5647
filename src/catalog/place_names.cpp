// SPDX-License-Identifier: Apache-2.0
#include "catalog/place_names.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"

namespace holon::catalog {
namespace {

struct Spelling {
  std::string_view text;  ///< letters and digits alone
  std::string_view provider;
};

// of two that begin alike the longer one comes first
constexpr std::array kSpellings{
    Spelling{"googlecloudplatform", "gcp"},
    Spelling{"googlecloud", "gcp"},
    Spelling{"google", "gcp"},
    Spelling{"gcp", "gcp"},
    Spelling{"amazonwebservices", "aws"},
    Spelling{"amazon", "aws"},
    Spelling{"aws", "aws"},
    Spelling{"microsoftazure", "azure"},
    Spelling{"microsoft", "azure"},
    Spelling{"azure", "azure"},
    Spelling{"ovhcloud", "ovh"},
    Spelling{"ovh", "ovh"},
    Spelling{"scaleway", "scaleway"},
    Spelling{"coreweave", "coreweave"},
    Spelling{"seeweb", "seeweb"},
};

/// A name under which another calculator lists a region, or a provider once did.
struct OtherName {
  std::string_view text;  ///< squeezed, without the provider
  std::string_view code;
};

// of ML CO2 Impact: CoreWeave's are the data centre that it means by that coast
constexpr std::array kOtherNames{
    OtherName{"asiapacificosakalocal", "aws/ap-northeast-3"},
    OtherName{"awsgovcloudus", "aws/us-gov-west-1"},  // before there was one in the east
    OtherName{"govcloudus", "aws/us-gov-west-1"},
    OtherName{"useast", "coreweave/lga1"},
    OtherName{"uscentral", "coreweave/ord1"},
    OtherName{"uswest", "coreweave/las1"},
    OtherName{"frosinone2", "seeweb/fro2"},
};

// the plain letter of one that Latin-1 has with an accent, by the second byte of its UTF-8
char plain(unsigned char second) {
  constexpr std::string_view kPlain = "aaaaaaaceeeeiiiidnooooo ouuuuyts";
  const auto lower = static_cast<unsigned char>(second | 0x20U);  // capitals lie 32 before
  return lower >= 0xA0 && lower <= 0xBF ? kPlain[lower - 0xA0U] : ' ';
}

// letters and digits, in lower case and without accents
std::string squeezed(std::string_view text) {
  constexpr unsigned char kLatin = 0xC3;
  std::string out;
  const auto lower = base::lower(text);
  for (std::size_t i = 0; i < lower.size(); ++i) {
    char c = lower[i];
    if (static_cast<unsigned char>(c) == kLatin && i + 1 < lower.size())
      c = plain(static_cast<unsigned char>(lower[++i]));
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

std::string_view provider_of(const Entry& place) {
  return std::string_view(place.code).substr(0, place.code.find('/'));
}

std::string_view location_of(const Entry& place) {
  for (const auto& [name, text] : place.details) {
    if (name == "location") return text;
  }
  return {};
}

/// All that a place is called by, squeezed.
std::array<std::string, 3> names_of(const Entry& place) {
  const auto slash = place.code.find('/');
  return {squeezed(std::string_view(place.code).substr(slash + 1)), squeezed(place.name),
          squeezed(location_of(place))};
}

// the region that is listed under this name, where the provider is its own
const Entry* by_other_name(std::span<const Entry> places, std::string_view provider,
                           std::string_view key) {
  for (const auto& other : kOtherNames) {
    if (provider.empty() || other.text != key ||
        other.code.substr(0, other.code.find('/')) != provider)
      continue;
    for (const auto& place : places) {
      if (place.code == other.code) return &place;
    }
  }
  return nullptr;
}

template <class Fits>
std::vector<const Entry*> all_that(std::span<const Entry> places, std::string_view provider,
                                   const Fits& fits) {
  std::vector<const Entry*> out;
  for (const auto& place : places) {
    if (!provider.empty() && provider_of(place) != provider) continue;
    const auto names = names_of(place);
    if (std::any_of(names.begin(), names.end(), fits)) out.push_back(&place);
  }
  return out;
}

}  // namespace

std::vector<const Entry*> places_called(std::span<const Entry> places, std::string_view text) {
  auto key = squeezed(text);
  std::string_view provider;
  for (const auto& spelling : kSpellings) {
    if (!key.starts_with(spelling.text)) continue;
    provider = spelling.provider;
    key.erase(0, spelling.text.size());
    break;
  }
  if (key.empty() && provider.empty()) return {};
  if (key.empty()) return all_that(places, provider, [](const std::string&) { return true; });
  // Amazon's older names of Europe
  constexpr std::string_view kEurope = "europe";
  if (text.find("EU (") != std::string_view::npos && key.starts_with("eu"))
    key.replace(0, 2, kEurope);
  // "us-east-1" is Amazon's, "us-east1" Google's
  const auto written = base::lower(base::trim(text));
  for (const auto& place : places) {
    if (place.code.ends_with("/" + written)) return {&place};
  }
  if (const auto* other = by_other_name(places, provider, key)) return {other};
  auto exact = all_that(places, provider, [&](const std::string& name) { return name == key; });
  constexpr std::size_t kLeastPart = 4;
  if (!exact.empty() || key.size() < kLeastPart) return exact;
  return all_that(places, provider,
                  [&](const std::string& name) { return name.find(key) != std::string::npos; });
}

}  // namespace holon::catalog
