// SPDX-License-Identifier: Apache-2.0
#include "report/short_name.h"

#include <map>
#include <string_view>

namespace holon::report {
namespace {

// the endings of a name, the shortest first and the whole last; a dot beside a blank parts nothing
std::vector<std::string_view> endings(std::string_view name) {
  std::vector<std::string_view> out;
  if (name.find('"') == std::string_view::npos) {
    for (std::size_t at = name.size(); at-- > 1;) {
      if (name[at] != '.' || at + 1 == name.size()) continue;
      if (name[at - 1] != ' ' && name[at + 1] != ' ') out.push_back(name.substr(at + 1));
    }
  }
  out.push_back(name);
  return out;
}

}  // namespace

std::vector<std::string> short_names(const std::vector<std::string>& names) {
  std::map<std::string_view, std::size_t> seen;
  for (const auto& name : names) {
    for (const auto ending : endings(name)) ++seen[ending];
  }
  std::vector<std::string> out;
  for (const auto& name : names) {
    std::string_view best = name;
    for (const auto ending : endings(name)) {
      if (seen[ending] > 1) continue;
      best = ending;
      break;
    }
    out.emplace_back(best);
  }
  return out;
}

}  // namespace holon::report
