// SPDX-License-Identifier: Apache-2.0
//
// Mistakes that other meters make or made, each as a machine on which they make it. What concerns
// NVIDIA's library (unsupported counter, partitions, blanks, unplugged GPU) is in
// sensors/nvidia_test.cpp, torn tables in trace_test.cpp.
#include <cerrno>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "meter/election.h"
#include "meter/meter.h"

namespace holon::meter {
namespace {

constexpr Nanoseconds kSecond = 1'000'000'000;

/// A machine with RAPL zones whose counts can be set, and a clock.
class Machine {
 public:
  void add(const std::string& entry, const std::string& name) {
    tree.set_file(path(entry) + "/name", name);
    tree.set_file(path(entry) + "/max_energy_range_uj", "262143328850");
    set(entry, 0);
  }
  /// In steps of 2^-14 J, as the hardware counts; it wraps at 2^32.
  void set(const std::string& entry, std::uint64_t count) {
    constexpr std::uint64_t kUnit_nJ = 61'035;
    tree.set_file(path(entry) + "/energy_uj",
                  std::to_string((count & 0xFFFF'FFFFU) * kUnit_nJ / 1000));
  }
  void fail(const std::string& entry) { tree.set_error(path(entry) + "/energy_uj", EIO); }
  static std::string path(const std::string& entry) { return "/sys/class/powercap/" + entry; }

  RecordedTree tree;
  SetClock clock;
};

constexpr std::uint64_t kSteps = 16'384;  // in a joule

}  // namespace

TEST_CASE("peer bug: a failed read in the middle is neither a wrap nor 262 kJ") {
  Machine machine;
  machine.add("intel-rapl:0", "package-0");
  Meter meter(machine.tree, machine.clock, {});
  meter.tick();
  for (std::uint64_t second = 1; second <= 10; ++second) {
    machine.clock.advance(kSecond);
    machine.set("intel-rapl:0", second * 50 * kSteps);
    if (second == 5) machine.fail("intel-rapl:0");
    meter.tick();
  }
  meter.finish();
  CHECK(meter.total().energy_uJ == 500'000'000);
  CHECK(meter.results()[0].failed_reads == 1);
  CHECK(meter.total().missing_J == 0);
}

TEST_CASE("peer bug: a wrap at any poll adds what passed, to the step") {
  for (std::uint64_t wrap_at = 0; wrap_at < 10; ++wrap_at) {
    Machine machine;
    machine.add("intel-rapl:0", "package-0");
    const std::uint64_t start = (std::uint64_t{1} << 32U) - wrap_at * 100 * kSteps - 7;
    machine.set("intel-rapl:0", start);
    Meter meter(machine.tree, machine.clock, {});
    meter.tick();
    for (std::uint64_t second = 1; second <= 10; ++second) {
      machine.clock.advance(kSecond);
      machine.set("intel-rapl:0", start + second * 100 * kSteps);
      meter.tick();
    }
    meter.finish();
    CHECK(meter.total().energy_uJ == 1'000'000'000);
  }
}

TEST_CASE("peer bug: two memory zones of one name are two") {
  Machine machine;
  machine.add("intel-rapl:0", "package-0");
  machine.add("intel-rapl:0:0", "dram");
  machine.add("intel-rapl:1", "package-1");
  machine.add("intel-rapl:1:0", "dram");
  Meter meter(machine.tree, machine.clock, {});
  meter.tick();
  machine.clock.advance(kSecond);
  machine.set("intel-rapl:0:0", 10 * kSteps);
  machine.set("intel-rapl:1:0", 20 * kSteps);
  meter.tick();
  meter.finish();
  CHECK(meter.total().energy_uJ == 30'000'000);
}

TEST_CASE("peer bug: a package that shows itself by mmio and by msr is counted once") {
  Machine machine;
  machine.add("intel-rapl:0", "package-0");
  machine.add("intel-rapl-mmio:0", "package-0");
  Meter meter(machine.tree, machine.clock, {});
  meter.tick();
  machine.clock.advance(kSecond);
  machine.set("intel-rapl:0", 40 * kSteps);
  machine.set("intel-rapl-mmio:0", 40 * kSteps);
  meter.tick();
  meter.finish();
  CHECK(meter.total().energy_uJ == 40'000'000);
  // and if msr fails, mmio stands in
  machine.fail("intel-rapl:0");
  Meter second(machine.tree, machine.clock, {});
  second.tick();
  machine.clock.advance(kSecond);
  machine.set("intel-rapl-mmio:0", 70 * kSteps);
  second.tick();
  second.finish();
  CHECK(second.total().energy_uJ == 30'000'000);
}

TEST_CASE("peer bug: two dies that mirror one register are one") {
  Machine machine;
  machine.add("intel-rapl:0", "package-0-die-0");
  machine.add("intel-rapl:1", "package-0-die-1");
  machine.add("intel-rapl:2", "package-1");
  Meter meter(machine.tree, machine.clock, {});
  meter.tick();
  for (std::uint64_t i = 1; i <= 5; ++i) {
    machine.clock.advance(kSecond);
    machine.set("intel-rapl:0", i * 68 * kSteps);
    machine.set("intel-rapl:1", i * 68 * kSteps);
    machine.set("intel-rapl:2", i * 68 * kSteps + (i == 3 ? 1 : 0));
    meter.tick();
  }
  meter.finish();
  CHECK(meter.total().energy_uJ == 2 * 5 * 68'000'000);
  CHECK(meter.results()[1].flaw.find("one register seen twice") != std::string::npos);
}

TEST_CASE("peer bug: a counter that is reset gives no negative energy and no wrap") {
  Machine machine;
  machine.add("intel-rapl:0", "package-0");
  machine.set("intel-rapl:0", 1'000'000'000);
  Meter meter(machine.tree, machine.clock, {});
  meter.tick();
  for (std::uint64_t i = 1; i <= 4; ++i) {
    machine.clock.advance(kSecond);
    machine.set("intel-rapl:0", i * 50 * kSteps);
    meter.tick();
  }
  meter.finish();
  CHECK(meter.total().energy_uJ == 150'000'000);
  CHECK(meter.results()[0].resets == 1);
  CHECK(meter.results()[0].missing_s == doctest::Approx(1));
}

TEST_CASE("peer bug: of eight ranks of one job one counts the node") {
  const auto job = fmt::format("test {}", ::getpid());
  int elected = 0;
  int pipe[2] = {};
  REQUIRE(::pipe(pipe) == 0);
  for (int rank = 0; rank < 8; ++rank) {
    if (::fork() == 0) {
      const Election election("/tmp", job);
      const char word = election.is_elected() ? '1' : '0';
      [[maybe_unused]] const auto told = ::write(pipe[1], &word, 1);
      ::usleep(300'000);
      ::_exit(0);
    }
  }
  for (int rank = 0; rank < 8; ++rank) {
    char word = 0;
    REQUIRE(::read(pipe[0], &word, 1) == 1);
    elected += word == '1' ? 1 : 0;
  }
  while (::wait(nullptr) > 0) {
  }
  CHECK(elected == 1);
  // the office is free again when its holder is gone, and a run without a job needs none
  CHECK(Election("/tmp", job).is_elected());
  CHECK(Election("/tmp", "").is_elected());
  ::close(pipe[0]);
  ::close(pipe[1]);
}

TEST_CASE("peer bug: a suspended laptop begins anew instead of inventing watts") {
  Machine machine;
  machine.add("intel-rapl:0", "package-0");
  Meter meter(machine.tree, machine.clock, {});
  meter.tick();
  machine.clock.advance(kSecond);
  machine.set("intel-rapl:0", 30 * kSteps);
  meter.tick();
  // an hour of sleep: the counter starts again from something
  machine.clock.suspend(3600 * kSecond);
  machine.clock.advance(kSecond);
  machine.set("intel-rapl:0", 900'000 * kSteps);
  meter.tick();
  machine.clock.advance(kSecond);
  machine.set("intel-rapl:0", 900'020 * kSteps);
  meter.tick();
  meter.finish();
  CHECK(meter.total().energy_uJ == 50'000'000);
  CHECK(meter.total().suspended_s == doctest::Approx(3600));
  CHECK(meter.total().elapsed_s == doctest::Approx(3));
}

TEST_CASE("peer bug: an exception inside a sensor loses readings, never the run") {
  class Faulty final : public Sensor {
   public:
    Faulty() {
      Domain domain;
      domain.key = "faulty";
      domain.scope = Scope::gpu;
      domains_.push_back(domain);
    }
    [[nodiscard]] std::span<const Domain> domains() const override { return domains_; }
    void read(Nanoseconds /*now*/, std::span<Reading> /*out*/) override {
      throw std::runtime_error("the driver crashed");
    }

   private:
    std::vector<Domain> domains_;
  };
  SetClock clock;
  std::vector<std::unique_ptr<Sensor>> sensors;
  sensors.push_back(std::make_unique<Faulty>());
  Meter meter(clock, std::move(sensors));
  meter.tick();
  clock.advance(kSecond);
  meter.tick();
  meter.finish();
  CHECK(meter.fault() == "the driver crashed");
  CHECK(meter.results()[0].flaw == "no reading succeeded");
  CHECK(meter.total().energy_uJ == 0);
}

TEST_CASE("peer bug: a counter that stands still in a virtual machine is dead, not zero watts") {
  Machine machine;
  machine.add("intel-rapl:0", "package-0");
  machine.tree.set_file("/proc/stat", "cpu 0 0 0 0 0 0 0 0 0 0\n");
  machine.tree.set_file("/proc/cpuinfo", "processor : 0\n");
  Meter meter(machine.tree, machine.clock, {});
  meter.tick();
  for (int i = 1; i <= 30; ++i) {
    machine.clock.advance(kSecond / 10);
    machine.tree.set_file("/proc/stat", fmt::format("cpu {} 0 0 0 0 0 0 0 0 0\n", 10 * i));
    meter.tick();
  }
  meter.finish();
  const auto results = meter.results();
  CHECK_FALSE(results[0].is_alive);
  CHECK(results[1].role == Role::counted);
  // one hardware thread at full load by the model: 3.5 W
  CHECK(meter.total().energy_J() == doctest::Approx(3 * 3.5));
  CHECK(meter.total().measured_uJ == 0);
}

TEST_CASE("peer bug: a zone that goes away keeps what it told") {
  Machine machine;
  machine.add("intel-rapl:0", "package-0");
  Meter meter(machine.tree, machine.clock, {});
  meter.tick();
  machine.clock.advance(2 * kSecond);
  machine.set("intel-rapl:0", 80 * kSteps);
  meter.tick();
  machine.tree.remove(Machine::path("intel-rapl:0"));
  machine.clock.advance(2 * kSecond);
  meter.tick();
  meter.finish();
  CHECK(meter.total().energy_uJ == 80'000'000);
  CHECK(meter.results()[0].flaw == "it went away");
  CHECK(meter.total().missing_J == doctest::Approx(80));
}

}  // namespace holon::meter
