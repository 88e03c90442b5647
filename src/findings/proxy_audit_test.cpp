// SPDX-License-Identifier: Apache-2.0
#include "findings/proxy_audit.h"

#include <cmath>

#include <doctest/doctest.h>

#include "base/error.h"
#include "base/random.h"

namespace holon::findings {
namespace {

// energy follows time on each of two devices; the second has too few runs for a conclusion
RunTable made_runs() {
  RunTable out;
  out.headings[static_cast<std::size_t>(Measure::time)] = "time";
  out.headings[static_cast<std::size_t>(Measure::energy)] = "energy";
  out.label_headings[static_cast<std::size_t>(Label::hardware)] = "hardware";
  for (auto& values : out.values) values.assign(20, NAN);
  for (std::uint32_t i = 0; i < 20; ++i) {
    const double time = 1 + base::uniform(7, 1, 0, i);
    out.values[static_cast<std::size_t>(Measure::time)][i] = time;
    out.values[static_cast<std::size_t>(Measure::energy)][i] = 2 * time;
    out.labels[static_cast<std::size_t>(Label::hardware)].push_back(i < 15 ? "A40" : "V100");
    out.places.push_back("made");
  }
  out.size = 20;
  return out;
}

TEST_CASE("an audit tells how far it is, to the end") {
  std::uint64_t last = 0;
  std::uint64_t total = 0;
  const auto audit = audit_proxies(made_runs(), {}, [&](std::uint64_t done, std::uint64_t of) {
    last = done;
    total = of;
    return true;
  });
  REQUIRE(audit.groups.size() == 3);
  CHECK(audit.groups[1].scores.size() == 1);
  CHECK(audit.groups[2].scores.empty());
  // the group that concludes nothing was the last third
  CHECK(total == 3 * AuditPlan().resamples);
  CHECK(last == 2 * AuditPlan().resamples - 1);
}

TEST_CASE("who has enough ends an audit") {
  CHECK_THROWS_AS((void)audit_proxies(made_runs(), {}, [](auto, auto) { return false; }),
                  base::Interrupted);
}

}  // namespace
}  // namespace holon::findings
