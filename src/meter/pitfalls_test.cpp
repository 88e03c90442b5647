// SPDX-License-Identifier: Apache-2.0
//
// What is easily done wrong when energy is measured, where no test beside a part shows it already.
// All of it, with the tests of each: docs/methods/pitfalls.md.
#include <algorithm>
#include <cerrno>
#include <chrono>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "meter/meter.h"
#include "meter/run_meter.h"
#include "meter/sensors/rapl.h"
#include "meter/sensors/sensors.h"

namespace holon::meter {
namespace {

constexpr Nanoseconds kSecond = 1'000'000'000;

/// A tree with zones of powercap, one a call.
class Machine {
 public:
  void zone(const std::string& entry, const std::string& name, std::uint64_t range) {
    const auto path = "/sys/class/powercap/" + entry;
    tree.set_file(path + "/name", name + "\n");
    tree.set_file(path + "/max_energy_range_uj", fmt::format("{}\n", range));
    tree.set_file(path + "/energy_uj", "1000\n");
  }
  [[nodiscard]] Probe probe() const { return probe_rapl_powercap(tree, {}); }
  RecordedTree tree;
};

const Domain& domain(const Probe& probe, std::string_view name) {
  const auto domains = probe.sensor->domains();
  const auto found = std::find_if(domains.begin(), domains.end(),
                                  [&](const Domain& one) { return one.name == name; });
  REQUIRE(found != domains.end());
  return *found;
}

}  // namespace

TEST_CASE("time differences are of a clock that nobody sets") {
  const SystemClock clock;
  const auto steady = [] { return std::chrono::steady_clock::now().time_since_epoch().count(); };
  const auto before = steady();
  const auto now = clock.now();
  CHECK(now.monotonic >= before);
  CHECK(now.monotonic <= steady());
}

TEST_CASE("what is refused is told with the command that opens every zone") {
  Machine machine;
  for (const char* entry : {"intel-rapl:0", "intel-rapl:0:0", "intel-rapl:1"}) {
    machine.zone(entry, entry == std::string("intel-rapl:0:0") ? "dram" : "package-0",
                 262'143'328'850);
    machine.tree.set_error(fmt::format("/sys/class/powercap/{}/energy_uj", entry), EACCES);
  }
  const auto probe = machine.probe();
  CHECK_FALSE(probe.sensor);
  REQUIRE(probe.answers.size() == 2);
  CHECK(probe.answers[0].ability == Ability::unmeasurable);
  CHECK(probe.answers[0].unlock.find("/sys/class/powercap/*/energy_uj 0444") != std::string::npos);
  CHECK(probe.answers[1].unlock.find("setcap cap_dac_read_search,cap_perfmon=ep") !=
        std::string::npos);
}

TEST_CASE("where SGX blurs the counters, short times are less certain, and it is said") {
  const auto deviation = [](const char* flags, double seconds) {
    Machine machine;
    machine.zone("intel-rapl:0", "package-0", 262'143'328'850);
    machine.tree.set_file("/proc/cpuinfo", flags);
    DomainResult result;
    const auto probe = machine.probe();
    result.domain = domain(probe, "cpu 0");
    result.covered_s = seconds;
    result.energy_uJ = static_cast<std::int64_t>(100e6 * seconds);
    CHECK((result.domain.source.find("SGX") != std::string::npos) ==
          (std::string(flags).find(" sgx ") != std::string::npos));
    return result.deviation_J() / result.energy_J();
  };
  const char* plain = "processor : 0\nflags : fpu sgx_lc2 smx\n";
  const char* blurred = "processor : 0\nflags : fpu sgx smx\n";
  CHECK(deviation(blurred, 0.03) > 0.5);
  CHECK(deviation(blurred, 0.1) > 0.15);
  CHECK(deviation(plain, 0.1) < 0.06);
  CHECK(deviation(blurred, 10) == doctest::Approx(deviation(plain, 10)).epsilon(0.01));
}

TEST_CASE("memory by RAPL is a model, and said to be one") {
  Machine machine;
  machine.zone("intel-rapl:0", "package-0", 262'143'328'850);
  machine.zone("intel-rapl:0:0", "dram", 65'712'999'613);
  const auto probe = machine.probe();
  CHECK(domain(probe, "memory 0").evidence == quantity::Evidence::modelled);
  CHECK(domain(probe, "memory 0").spread == 0.4);
  CHECK(domain(probe, "memory 0").inside.empty());
  CHECK(domain(probe, "cpu 0").evidence == quantity::Evidence::measured);
  CHECK(std::any_of(probe.answers.begin(), probe.answers.end(), [](const Answer& answer) {
    return answer.ability == Ability::estimated && answer.subject == "memory 0";
  }));
}

TEST_CASE("zones of dies are told apart, and a processor without memory's counter has none") {
  Machine machine;
  machine.zone("intel-rapl:0", "package-0-die-0", 65'532'610'987);
  machine.zone("intel-rapl:1", "package-0-die-1", 65'532'610'987);
  const auto probe = machine.probe();
  CHECK(domain(probe, "cpu 0").device == "socket 0.0");
  CHECK(domain(probe, "cpu 0 die 1").device == "socket 0.1");
  CHECK(probe.sensor->domains().size() == 2);
  // what no counter sees is modelled by another sensor
  machine.tree.set_file("/proc/meminfo", "MemTotal: 8000000 kB\n");
  machine.tree.set_file("/proc/cpuinfo", "processor : 0\n");
  machine.tree.set_file("/proc/stat", "cpu 0 0 0 0 0 0 0 0\n");
  const SetClock clock;
  Meter meter(machine.tree, clock, {});
  meter.tick();
  const auto results = meter.results();
  CHECK(std::any_of(results.begin(), results.end(), [](const DomainResult& one) {
    return one.domain.name == "memory (model)" && one.role == Role::counted;
  }));
}

TEST_CASE("no counter is read more often than a thousand times a second") {
  Machine machine;
  machine.zone("intel-rapl:0", "package-0", 262'143'328'850);
  const SetClock clock;
  const RunMeter meter(machine.tree, clock, {}, {});
  CHECK(meter.period_s(0.0001) == doctest::Approx(0.001));
}

// xpumanager issue 130: 3.69e12 W when a card changes its state
TEST_CASE("a spike that no card can draw is dropped, and what passed is counted") {
  RecordedTree tree;
  SetClock clock;
  const std::string chip = "/sys/class/hwmon/hwmon0/";
  tree.set_file(chip + "name", "i915\n");
  tree.set_file(chip + "energy1_input", "0\n");
  Meter meter(tree, clock, {});
  for (int second = 0; second <= 10; ++second) {
    const auto energy_uJ = second == 5 ? 18'446'744'073'000'000'000U
                                       : static_cast<std::uint64_t>(second) * 100'000'000U;
    tree.set_file(chip + "energy1_input", fmt::format("{}\n", energy_uJ));
    meter.tick();
    clock.advance(kSecond);
  }
  meter.finish();
  const auto results = meter.results();
  CHECK(results[0].energy_J() == doctest::Approx(1000));
  CHECK(results[0].glitches == 1);
  CHECK(results[0].peak_W < 110);
}

}  // namespace holon::meter
