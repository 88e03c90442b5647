// SPDX-License-Identifier: Apache-2.0
#include "meter/cpu_list.h"

#include "base/text.h"
#include "meter/sysroot.h"

namespace holon::meter {

std::vector<int> parse_cpu_list(std::string_view text) {
  constexpr std::uint64_t kMostCpus = 65536;
  std::vector<int> out;
  for (const auto& part : base::split(base::trim(text), ',')) {
    const auto dash = part.find('-');
    const auto first = parse_count(std::string_view(part).substr(0, dash));
    const auto last =
        dash == std::string::npos ? first : parse_count(std::string_view(part).substr(dash + 1));
    if (!first || !last || *last < *first || *last >= kMostCpus) return {};
    for (auto cpu = *first; cpu <= *last; ++cpu) out.push_back(static_cast<int>(cpu));
  }
  return out;
}

}  // namespace holon::meter
