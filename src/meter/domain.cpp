// SPDX-License-Identifier: Apache-2.0
#include "meter/domain.h"

#include <algorithm>

namespace holon::meter {
namespace {

// the same part of the same device, or of all devices together
bool same_thing(const Domain& a, const Domain& b) {
  if (a.scope != b.scope) return false;
  return a.device.empty() || b.device.empty() || a.device == b.device;
}

// a module holds a processor and a GPU that show themselves too: it stands beside them
bool is_component(Scope scope) {
  return scope == Scope::package || scope == Scope::memory || scope == Scope::gpu;
}

}  // namespace

std::string_view name(Scope scope) {
  switch (scope) {
    case Scope::machine:
      return "machine";
    case Scope::platform:
      return "platform";
    case Scope::module:
      return "module";
    case Scope::package:
      return "package";
    case Scope::core:
      return "core";
    case Scope::uncore:
      return "uncore";
    case Scope::memory:
      return "memory";
    case Scope::gpu:
      return "gpu";
    case Scope::rail:
      break;
  }
  return "rail";
}

std::string_view name(Role role) {
  switch (role) {
    case Role::counted:
      return "counted";
    case Role::inside:
      return "inside";
    case Role::beside:
      return "beside";
    case Role::alternate:
      break;
  }
  return "alternate";
}

std::vector<Role> roles_of(std::span<const Domain> domains, const std::vector<bool>& alive) {
  const auto lives = [&](std::size_t i) { return alive.empty() || alive[i]; };
  // the best way to see each thing comes first
  std::vector<std::size_t> order(domains.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (lives(a) != lives(b)) return lives(a);
    return domains[a].rank < domains[b].rank;
  });
  std::vector<Role> out(domains.size(), Role::beside);
  std::vector<std::size_t> taken;
  for (const auto i : order) {
    const auto& domain = domains[i];
    const auto is_same = [&](std::size_t other) {
      return domains[other].rank != domain.rank && same_thing(domains[other], domain);
    };
    if (std::any_of(taken.begin(), taken.end(), is_same)) {
      out[i] = Role::alternate;
      continue;
    }
    if (!lives(i)) continue;
    taken.push_back(i);
    if (is_component(domain.scope)) out[i] = Role::counted;
  }
  // what lies inside something counted is not counted again
  for (std::size_t i = 0; i < domains.size(); ++i) {
    if (domains[i].inside.empty() || out[i] == Role::alternate) continue;
    for (std::size_t j = 0; j < domains.size(); ++j) {
      if (domains[j].key == domains[i].inside)
        out[i] = out[j] == Role::alternate ? Role::alternate : Role::inside;
    }
  }
  return out;
}

}  // namespace holon::meter
