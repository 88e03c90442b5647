// SPDX-License-Identifier: Apache-2.0
//
// Whole meters over trees that change while they are read.
#include "meter/meter.h"

#include <cerrno>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "meter/sensors/sensors.h"

namespace holon::meter {
namespace {

constexpr Nanoseconds kSecond = 1'000'000'000;
constexpr std::uint64_t kIntelRange = 262'143'328'850;

std::string zone(const std::string& entry) { return "/sys/class/powercap/" + entry; }

void add_zone(RecordedTree& tree, const std::string& entry, const std::string& name,
              std::uint64_t energy_uJ) {
  tree.set_file(zone(entry) + "/name", name + "\n");
  tree.set_file(zone(entry) + "/max_energy_range_uj", fmt::format("{}\n", kIntelRange));
  tree.set_file(zone(entry) + "/energy_uj", fmt::format("{}\n", energy_uJ));
}

void set_energy(RecordedTree& tree, const std::string& entry, std::uint64_t energy_uJ) {
  tree.set_file(zone(entry) + "/energy_uj", fmt::format("{}\n", energy_uJ));
}

const DomainResult& find(const std::vector<DomainResult>& results, const std::string& key) {
  for (const auto& result : results) {
    if (result.domain.key == key) return result;
  }
  FAIL("no domain " << key);
  return results.front();
}

}  // namespace

TEST_CASE("powercap's counts are recovered exactly from microjoules") {
  RecordedTree tree;
  SetClock clock;
  // 61.035 µJ a step in the file, 2^-14 J in the hardware
  add_zone(tree, "intel-rapl:0", "package-0", 0);
  Meter meter(tree, clock, {});
  meter.tick();
  clock.advance(100 * kSecond);
  // 2^-14 J times 16 384 000 is exactly a kilojoule; the file shows 999.997 J
  set_energy(tree, "intel-rapl:0", 16'384'000ULL * 61'035 / 1000);
  meter.tick();
  meter.finish();
  CHECK(find(meter.results(), zone("intel-rapl:0")).energy_uJ == 1'000'000'000);
  CHECK(meter.total().measured_uJ == 1'000'000'000);
  CHECK(meter.total().mean_W() == doctest::Approx(10));
  CHECK(meter.longest_pause_s() == doctest::Approx(262.144 / 4));
}

TEST_CASE("memory of two sockets is kept apart by path and named by socket") {
  RecordedTree tree;
  SetClock clock;
  add_zone(tree, "intel-rapl:0", "package-0", 0);
  add_zone(tree, "intel-rapl:0:0", "dram", 0);
  add_zone(tree, "intel-rapl:1", "package-1", 0);
  add_zone(tree, "intel-rapl:1:0", "dram", 0);
  Meter meter(tree, clock, {});
  meter.tick();
  clock.advance(kSecond);
  set_energy(tree, "intel-rapl:0:0", 5'000'000);
  set_energy(tree, "intel-rapl:1:0", 7'000'000);
  set_energy(tree, "intel-rapl:0", 50'000'000);
  set_energy(tree, "intel-rapl:1", 60'000'000);
  meter.tick();
  meter.finish();
  const auto results = meter.results();
  CHECK(find(results, zone("intel-rapl:1:0")).domain.name == "memory 1");
  CHECK(find(results, zone("intel-rapl:0:0")).role == Role::counted);
  CHECK(meter.total().energy_J() == doctest::Approx(122).epsilon(1e-5));
  CHECK(meter.total().measured_uJ < meter.total().energy_uJ);  // memory by RAPL is a model
}

TEST_CASE("a hwmon chip: energy before power before voltage times current") {
  RecordedTree tree;
  SetClock clock;
  const std::string chip = "/sys/class/hwmon/hwmon1/";
  tree.set_file(chip + "name", "ina3221\n");
  tree.set_file(chip + "in1_input", "12000\n");
  tree.set_file(chip + "in1_label", "VDD_CPU\n");
  tree.set_file(chip + "in1_average", "11800\n");
  tree.set_file(chip + "curr1_input", "5000\n");
  tree.set_file(chip + "curr1_label", "VDD_CPU\n");
  const auto probe = probe_hwmon(tree, {});
  REQUIRE(probe.sensor);
  REQUIRE(probe.sensor->domains().size() == 1);
  Reading reading;
  probe.sensor->read(0, {&reading, 1});
  CHECK(reading == Reading::of(59'000'000));
  tree.set_error(chip + "curr1_input", ENODATA);
  probe.sensor->read(0, {&reading, 1});
  CHECK(reading == Reading::failure());
  tree.remove(chip + "in1_average");
  probe.sensor->read(0, {&reading, 1});
  CHECK(reading == Reading::gone());
}

TEST_CASE("a sleeping GPU is not woken") {
  RecordedTree tree;
  const std::string chip = "/sys/class/hwmon/hwmon2/";
  tree.set_file(chip + "name", "amdgpu\n");
  tree.set_file(chip + "power1_average", "118000000\n");
  tree.set_file(chip + "device/power/runtime_status", "suspended\n");
  const auto probe = probe_hwmon(tree, {});
  CHECK_FALSE(probe.sensor);
  REQUIRE(probe.answers.size() == 1);
  CHECK(probe.answers[0].ability == Ability::unmeasurable);
}

TEST_CASE("an AMD GPU's energy accumulator is read from its table") {
  RecordedTree tree;
  SetClock clock;
  const std::string card = "/sys/class/drm/card0/device/";
  tree.set_file(card + "vendor", "0x1002\n");
  const auto table = [](std::uint64_t steps) {
    std::string out(120, '\0');
    out[0] = 120;
    out[2] = 1;
    out[3] = 3;
    for (std::size_t i = 0; i < 8; ++i) out[24 + i] = static_cast<char>(steps >> (8 * i) & 0xFFU);
    return out;
  };
  tree.set_file(card + "gpu_metrics", table(1'000'000));
  Meter meter(tree, clock, {});
  meter.tick();
  clock.advance(kSecond);
  tree.set_file(card + "gpu_metrics", table(1'000'000 + 65'536 * 200));
  meter.tick();
  meter.finish();
  CHECK(meter.total().energy_uJ == 200'000'000);
}

TEST_CASE("what no sensor sees is modelled, and says so") {
  RecordedTree tree;
  SetClock clock;
  tree.set_file("/proc/stat", "cpu 0 0 0 0 0 0 0 0 0 0\n");
  tree.set_file("/proc/cpuinfo", "processor : 0\nmodel name : X\nprocessor : 1\n");
  tree.set_file("/proc/meminfo", "MemTotal: 15625000 kB\n");
  MachineHints hints;
  hints.cpu_W = 100;
  hints.cpu_source = "test";
  Meter meter(tree, clock, hints);
  meter.tick();
  clock.advance(10 * kSecond);
  tree.set_file("/proc/stat", "cpu 2000 0 0 0 0 0 0 0 0 0\n");
  meter.tick();
  meter.finish();
  // fully busy: 75 W of 100 W; 16 GB of memory at 0.17 W
  CHECK(meter.total().energy_J() == doctest::Approx(10 * (75 + 2.72)));
  CHECK(meter.total().measured_uJ == 0);
}

}  // namespace holon::meter
