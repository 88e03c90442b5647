// SPDX-License-Identifier: Apache-2.0
#include <dlfcn.h>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "meter/gpu_sensor_table.h"
#include "meter/meter.h"
#include "meter/run_meter.h"
#include "meter/sensors/fake_nvml.h"
#include "meter/sensors/nvml_api.h"
#include "meter/sensors/sensors.h"

namespace holon::meter {
namespace {

constexpr Nanoseconds kSecond = 1'000'000'000;

/// The stand-in library, opened for as long as the test lasts and in its first state.
class Fake {
 public:
  Fake() : handle_(::dlopen(HOLON_FAKE_NVML, RTLD_NOW | RTLD_LOCAL)) {
    REQUIRE(handle_ != nullptr);
    const auto get = reinterpret_cast<FakeNvml* (*)()>(::dlsym(handle_, "fake_nvml_state"));
    state_ = get();
    *state_ = FakeNvml{};
  }
  ~Fake() { ::dlclose(handle_); }
  Fake(const Fake&) = delete;
  Fake& operator=(const Fake&) = delete;
  FakeNvml* operator->() { return state_; }
  static MachineHints hints() {
    MachineHints out;
    out.nvml_library = HOLON_FAKE_NVML;
    return out;
  }

 private:
  void* handle_;
  FakeNvml* state_;
};

}  // namespace

TEST_CASE("NVIDIA's energy counter is read at the edges, its power beside it") {
  Fake fake;
  const RecordedTree tree;
  SetClock clock;
  fake->gpus[0].energy_mJ = 5'000'000'000;
  Meter meter(tree, clock, Fake::hints());
  meter.tick();
  for (int i = 0; i < 30; ++i) {
    clock.advance(kSecond / 10);
    fake->gpus[0].energy_mJ += 30'000;
    fake->gpus[0].power_mW = 300'000;
    meter.tick();
  }
  meter.finish();
  const auto results = meter.results();
  REQUIRE(results.size() == 2);
  CHECK(results[0].role == Role::counted);
  CHECK(results[0].domain.device == "0000:41:00.0");
  CHECK(results[0].energy_uJ == 900'000'000);
  CHECK(results[1].role == Role::alternate);
  CHECK(results[0].peak_W == doctest::Approx(300));
  CHECK(meter.total().energy_uJ == 900'000'000);
}

TEST_CASE("a GPU's use is told where its library tells it, and a partitioned one's is not") {
  Fake fake;
  const RecordedTree tree;
  SetClock clock;
  fake->count = 2;
  fake->gpus[1].uuid = "GPU-1";
  fake->gpus[0].busy_percent = 75;
  fake->gpus[0].memory_used_bytes = 5'000'000'000;
  fake->gpus[1].is_partitioned = true;
  Meter meter(tree, clock, Fake::hints());
  const auto use = meter.gpu_use();
  REQUIRE(use.size() == 2);
  CHECK(use[0].utilisation == 0.75);
  CHECK(use[0].memory_bytes == 5'000'000'000U);
  CHECK(!use[1].utilisation);

  // a run's mean over its looks, half a second apart
  RunMeter run_meter(tree, clock, Fake::hints(), {});
  for (int i = 0; i <= 20; ++i) {
    fake->gpus[0].busy_percent = i <= 10 ? 100 : 50;
    fake->gpus[0].temperature_C = static_cast<unsigned>(41 + i);
    run_meter.tick();
    clock.advance(kSecond / 10);
  }
  record::Run run;
  run_meter.fill(run);
  CHECK(run.compute.gpu_utilisation == doctest::Approx(0.75));
  CHECK(run.compute.gpu_memory_peak_bytes == 5'000'000'000);
  // one that stays as warm as it was is not mentioned
  CHECK(run.notes == std::vector<std::string>{
                         "gpu 0 was at 41 °C when it began and at 61 °C at the latest look"});
}

TEST_CASE("peer bug: an unsupported energy counter is integrated from power, never zero") {
  Fake fake;
  const RecordedTree tree;
  SetClock clock;
  fake->gpus[0].energy_result = nvml::kNotSupported;
  fake->gpus[0].name = "Tesla P100-PCIE-16GB";
  Meter meter(tree, clock, Fake::hints());
  meter.tick();
  for (int i = 0; i < 10; ++i) {
    clock.advance(kSecond / 10);
    meter.tick();
  }
  meter.finish();
  const auto results = meter.results();
  REQUIRE(results.size() == 1);
  CHECK(results[0].domain.method == "NVML power, integrated");
  CHECK(meter.total().energy_uJ == 100'000'000);
}

TEST_CASE("a GPU is shared by the time for which processes kept it busy, to the microjoule") {
  Fake fake;
  RecordedTree tree;
  SetClock clock;
  tree.set_file("/proc/2/comm", "kthreadd\n");
  tree.set_file("/proc/stat", "cpu 0 0 0 0 0 0 0 0\n");
  tree.set_file("/proc/7/stat", "7 (x) R 1 7 7 0 -1 0 0 0 0 0 1 0 0 0 20 0 1 0 100 5000 10 0");
  tree.set_file("/proc/7/task/7/children", "8 ");
  tree.set_file("/proc/8/stat", "8 (x) R 7 7 7 0 -1 0 0 0 0 0 1 0 0 0 20 0 1 0 100 5000 10 0");
  fake->count = 2;
  fake->gpus[1].uuid = "GPU-1";
  fake->gpus[1].bus = 0x42;
  fake->gpus[1].is_partitioned = true;
  auto& gpu = fake->gpus[0];
  gpu.process_ids = {8, 99};
  RunOptions options;
  options.scope = record::Scope::process;
  RunMeter meter(tree, clock, Fake::hints(), options);
  meter.follow(7);
  meter.tick();
  const auto pass = [&](unsigned ours, unsigned others, bool is_sampled) {
    clock.advance(kSecond);
    for (std::size_t i = 0; i < 2; ++i) fake->gpus[i].energy_mJ += 100'001;
    gpu.process_busy_percent = {ours, others};
    gpu.busy_percent = ours + others;
    if (is_sampled) gpu.process_time_us += 1'000'000;
    meter.tick();
    const auto energies = meter.meter().energies_uJ();
    for (std::size_t i = 0; i < energies.size(); ++i) {
      const auto& split = meter.splits()[i];
      CHECK(split.ours_uJ + split.idle_uJ + split.unattributed_uJ == energies[i]);
    }
  };
  const auto of_gpu = [&](std::size_t index) {
    for (std::size_t i = 0; i < meter.splits().size(); ++i) {
      if (meter.meter().domain(i).name == fmt::format("gpu {}", index) &&
          meter.meter().domain(i).is_counter)
        return meter.splits()[i];
    }
    return DomainSplit{};
  };
  pass(30, 60, true);
  CHECK(of_gpu(0).ours_uJ == 33'333'666);
  CHECK(of_gpu(0).unattributed_uJ == 100'001'000 - 33'333'666);
  // no newer sample while it is busy: as before
  pass(30, 60, false);
  CHECK(of_gpu(0).ours_uJ == 2 * 33'333'666);
  // nobody at work
  pass(0, 0, true);
  CHECK(of_gpu(0).idle_uJ == 100'001'000);
  // alone
  pass(50, 0, true);
  CHECK(of_gpu(0).ours_uJ == 2 * 33'333'666 + 100'001'000);
  // the partitioned one does not tell: whole
  CHECK(of_gpu(1).ours_uJ == 4 * 100'001'000);
  meter.finish();
  record::Run run;
  meter.fill(run);
  for (const auto& energy : run.energy) {
    if (energy.device == "gpu 0" && energy.counted)
      CHECK(energy.whole_J.value() == doctest::Approx(400.004));
    if (energy.device == "gpu 1") CHECK_FALSE(energy.whole_J.has_value());
  }
}

TEST_CASE("where processes have other numbers, or may not be seen, a GPU is given whole") {
  for (const bool is_container : {true, false}) {
    Fake fake;
    RecordedTree tree;
    SetClock clock;
    tree.set_file("/proc/2/comm", is_container ? "python\n" : "kthreadd\n");
    tree.set_file("/proc/stat", "cpu 0 0 0 0 0 0 0 0\n");
    tree.set_file("/proc/7/stat", "7 (x) R 1 7 7 0 -1 0 0 0 0 0 1 0 0 0 20 0 1 0 100 5000 10 0");
    fake->gpus[0].process_ids = {4711, 0};
    fake->gpus[0].process_busy_percent = {90, 0};
    fake->gpus[0].process_time_us = 5;
    if (!is_container) fake->gpus[0].process_result = nvml::kNoPermission;
    RunOptions options;
    options.scope = record::Scope::process;
    RunMeter meter(tree, clock, Fake::hints(), options);
    meter.follow(7);
    meter.tick();
    clock.advance(kSecond);
    fake->gpus[0].energy_mJ += 200'000;
    meter.tick();
    meter.finish();
    CHECK(meter.splits()[0].ours_uJ == 200'000'000);
  }
}

TEST_CASE("in the root cgroup every process of a GPU is ours, in another one those below it") {
  for (const auto& [own, ours_uJ] :
       {std::pair{"0::/\n", 200'000'000}, {"0::/jobs\n", 200'000'000}, {"0::/job\n", 0}}) {
    CAPTURE(own);
    Fake fake;
    RecordedTree tree;
    SetClock clock;
    tree.set_file("/proc/self/cgroup", own);
    tree.set_file("/proc/2/comm", "kthreadd\n");
    tree.set_file("/proc/stat", "cpu 0 0 0 0 0 0 0 0\n");
    tree.set_file("/proc/4711/cgroup", "0::/jobs/a\n");
    fake->gpus[0].process_ids = {4711, 0};
    fake->gpus[0].process_busy_percent = {90, 0};
    fake->gpus[0].process_time_us = 5;
    RunOptions options;
    options.scope = record::Scope::cgroup;
    RunMeter meter(tree, clock, Fake::hints(), options);
    meter.tick();
    clock.advance(kSecond);
    fake->gpus[0].energy_mJ += 200'000;
    fake->gpus[0].process_time_us = 1'000'000;
    meter.tick();
    meter.finish();
    CHECK(meter.splits()[0].ours_uJ == ours_uJ);
  }
}

TEST_CASE("a board is asked twice in the time in which its counter moves, and at the end") {
  Fake fake;
  const RecordedTree tree;
  SetClock clock;
  Meter meter(tree, clock, Fake::hints());
  const int before = fake->energy_reads;
  meter.tick();
  for (int i = 0; i < 1000; ++i) {
    clock.advance(kSecond / 1000);
    fake->gpus[0].energy_mJ += 100;
    meter.tick();
  }
  // an H100 refreshes every tenth of a second
  CHECK(fake->energy_reads - before == 21);
  clock.advance(kSecond / 1000);
  fake->gpus[0].energy_mJ += 100;
  meter.tick();
  meter.finish();
  CHECK(fake->energy_reads - before == 22);
  CHECK(meter.total().energy_uJ == 100'100'000);
  CHECK(meter.total().missing_J == 0);
  CHECK(meter.shortest_pause_s() == doctest::Approx(0.05));
}

TEST_CASE("peer bug: the board's energy repeated by four partitions is counted once") {
  Fake fake;
  const RecordedTree tree;
  SetClock clock;
  fake->count = 4;
  for (std::size_t i = 0; i < 4; ++i) {
    fake->gpus[i].uuid = "GPU-one";
    fake->gpus[i].is_partitioned = true;
    fake->gpus[i].energy_mJ = 126'272'101'025 + 1000 * i;
  }
  Meter meter(tree, clock, Fake::hints());
  meter.tick();
  clock.advance(kSecond);
  for (std::size_t i = 0; i < 4; ++i) fake->gpus[i].energy_mJ += 200'000;
  meter.tick();
  meter.finish();
  CHECK(meter.total().energy_uJ == 200'000'000);
  CHECK(meter.answers()[2].why.find("MIG") != std::string::npos);
}

TEST_CASE("peer bug: blanks of the library are missing, never petajoules") {
  Fake fake;
  const RecordedTree tree;
  SetClock clock;
  Meter meter(tree, clock, Fake::hints());
  meter.tick();
  for (const unsigned long long blank :
       {140'737'488'355'328ULL, 9'223'372'036'854'775'792ULL, 18'446'744'073'709'551'615ULL}) {
    clock.advance(kSecond);
    fake->gpus[0].energy_mJ = blank;
    fake->gpus[0].power_mW = 4'294'967'295U;
    meter.tick();
  }
  clock.advance(kSecond);
  fake->gpus[0].energy_mJ = 400'000;
  fake->gpus[0].power_mW = 100'000;
  meter.tick();
  meter.finish();
  CHECK(meter.total().energy_uJ == 400'000'000);
  CHECK(meter.results()[0].failed_reads == 3);
  CHECK(meter.total().missing_J == 0);
}

TEST_CASE("peer bug: a GPU that is unplugged keeps what it used, and the rest is missing") {
  Fake fake;
  const RecordedTree tree;
  SetClock clock;
  Meter meter(tree, clock, Fake::hints());
  meter.tick();
  clock.advance(2 * kSecond);
  fake->gpus[0].energy_mJ = 400'000;
  fake->gpus[0].power_mW = 200'000;
  meter.tick();
  fake->gpus[0].energy_result = nvml::kGpuIsLost;
  fake->gpus[0].power_result = nvml::kGpuIsLost;
  for (int i = 0; i < 3; ++i) {
    clock.advance(kSecond);
    meter.tick();
  }
  meter.finish();
  const auto result = meter.results()[0];
  CHECK(result.energy_uJ == 400'000'000);
  CHECK(result.missing_s == doctest::Approx(3));
  CHECK(result.flaw == "it went away");
  CHECK(meter.total().missing_J == doctest::Approx(600));
}

TEST_CASE("peer bug: a counter of a wrong rate is not believed against the device's own power") {
  Fake fake;
  const RecordedTree tree;
  SetClock clock;
  fake->gpus[0].power_mW = 300'000;
  Meter meter(tree, clock, Fake::hints());
  meter.tick();
  for (int i = 0; i < 30; ++i) {
    clock.advance(kSecond / 10);
    fake->gpus[0].energy_mJ += 2'000;  // 20 W where 300 W flow
    meter.tick();
  }
  meter.finish();
  CHECK(meter.results()[0].role == Role::alternate);
  CHECK(meter.total().energy_uJ == 900'000'000);
}

TEST_CASE("GPUs that all sleep are not woken by starting the library") {
  Fake fake;
  RecordedTree tree;
  const std::string device = "/sys/bus/pci/devices/0000:41:00.0/";
  tree.set_file(device + "vendor", "0x10de\n");
  tree.set_file(device + "class", "0x030200\n");
  tree.set_file(device + "power/runtime_status", "suspended\n");
  const auto probe = probe_nvidia(tree, Fake::hints());
  CHECK_FALSE(probe.sensor);
  CHECK(fake->starts == 0);
}

TEST_CASE("published sensors: corrections undo what they describe") {
  const auto* card = calibrated_card("RTX 3090 #1");
  REQUIRE(card != nullptr);
  const double true_J = 3000;
  const double reported_J = (1 + card->gradient) * true_J + card->offset_W * 10;
  CHECK(corrected_energy_J(*card, reported_J, 10) == doctest::Approx(true_J));
  CHECK(gpu_sensor("NVIDIA A100-SXM4-40GB").duty == 0.25);
  CHECK(gpu_sensor("some other GPU").spread == 0.05);
  CHECK(gpu_sensor("NVIDIA RTX A1000 Laptop GPU").duty == 1);
  CHECK(gpu_sensor("NVIDIA GeForce GTX 1080 Ti").gradient == -0.0012);
  CHECK(gpu_sensor("NVIDIA GeForce GTX 1080").gradient == 0.0636);
  // live nothing is corrected: a card that was found 9.5 % low is not ± 5 %
  CHECK(spread_uncorrected(gpu_sensor("NVIDIA RTX A5000")) == 0.095);
  CHECK(spread_uncorrected(gpu_sensor("NVIDIA A100-SXM4-40GB")) == 0.05);
  CHECK(calibrated_card("rtx 9999") == nullptr);
}

}  // namespace holon::meter
