// SPDX-License-Identifier: Apache-2.0
#include "meter/domain.h"

#include <doctest/doctest.h>

namespace holon::meter {
namespace {

Domain domain(const char* key, Scope scope, const char* device, int rank = 0,
              const char* inside = "") {
  Domain out;
  out.key = key;
  out.name = key;
  out.scope = scope;
  out.device = device;
  out.rank = rank;
  out.inside = inside;
  return out;
}

}  // namespace

TEST_CASE("a total is a cut of the tree: what lies inside or beside is not added") {
  const std::vector<Domain> domains{
      domain("psys", Scope::platform, ""),
      domain("package", Scope::package, "socket 0.0"),
      domain("core", Scope::core, "socket 0.0", 0, "package"),
      domain("uncore", Scope::uncore, "socket 0.0", 0, "package"),
      domain("dram", Scope::memory, "socket 0.0"),
      domain("wall", Scope::machine, ""),
      domain("gpu", Scope::gpu, "0000:41:00.0"),
  };
  const auto roles = roles_of(domains, {});
  CHECK(roles == std::vector<Role>{Role::beside, Role::counted, Role::inside, Role::inside,
                                   Role::counted, Role::beside, Role::counted});
}

TEST_CASE("a module of a processor and a GPU is not added to them") {
  const std::vector<Domain> domains{
      domain("Grace Power Socket 0", Scope::package, "socket 0.0", 5),
      domain("Module Power Socket 0", Scope::module, "NVDA2017:00", 5),
      domain("gpu 0", Scope::gpu, "0009:01:00.0"),
  };
  CHECK(roles_of(domains, {}) == std::vector<Role>{Role::counted, Role::beside, Role::counted});
}

TEST_CASE("of two ways to see one thing the better is counted, unless it is dead") {
  const std::vector<Domain> domains{
      domain("mmio", Scope::package, "socket 0.0", 2),
      domain("msr", Scope::package, "socket 0.0", 1),
      domain("other socket", Scope::package, "socket 1.0", 1),
      domain("model", Scope::package, "", 100),
  };
  CHECK(roles_of(domains, {}) ==
        std::vector<Role>{Role::alternate, Role::counted, Role::counted, Role::alternate});
  CHECK(roles_of(domains, {true, false, true, true})[0] == Role::counted);
  CHECK(roles_of(domains, {true, false, true, true})[1] == Role::alternate);
  // every counter dead: the model stands in for all sockets
  const auto dead = roles_of(domains, {false, false, false, true});
  CHECK(dead ==
        std::vector<Role>{Role::alternate, Role::alternate, Role::alternate, Role::counted});
}

}  // namespace holon::meter
