// SPDX-License-Identifier: Apache-2.0
#include "meter/run_meter.h"

#include <tuple>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "meter/exposition.h"
#include "record/json.h"
#include "record/total.h"

namespace holon::meter {
namespace {

constexpr Nanoseconds kSecond = 1'000'000'000;

/// A machine of one package at 100 W with a command that has half of its work.
class Scene {
 public:
  Scene() {
    const std::string zone = "/sys/class/powercap/intel-rapl:0/";
    tree.set_file(zone + "name", "package-0");
    tree.set_file(zone + "max_energy_range_uj", "262143328850");
    tree.set_file("/proc/cpuinfo", "processor : 0\nmodel name : A\nprocessor : 1\n");
    tree.set_file("/proc/meminfo", "MemTotal: 8000000 kB\n");
    tree.set_file("/proc/self/cgroup", "0::/a\n");
    show();
  }
  void show() {
    tree.set_file("/sys/class/powercap/intel-rapl:0/energy_uj",
                  fmt::format("{}", seconds * 100 * 16'384 * 61'035 / 1000));
    tree.set_file("/proc/stat", fmt::format("cpu {} 0 0 0 0 0 0 0\n", 200 * seconds));
    tree.set_file(
        "/proc/7/stat",
        fmt::format("7 (x) R 1 7 7 0 -1 0 0 0 0 0 {} 0 0 0 20 0 1 0 100 5000 10 0", 100 * seconds));
    tree.set_file("/proc/7/task/7/children", "");
  }
  void pass() {
    ++seconds;
    clock.advance(kSecond);
    show();
  }
  RecordedTree tree;
  SetClock clock;
  std::uint64_t seconds = 0;
};

record::Run run_of(Scene& scene, RunOptions options, std::string* text = nullptr) {
  RunMeter meter(scene.tree, scene.clock, {}, options);
  meter.follow(7);
  meter.tick();
  for (int i = 0; i < 10; ++i) {
    scene.pass();
    meter.tick();
  }
  meter.finish();
  // the parts are the whole
  const auto results = meter.meter().results();
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto& split = meter.splits()[i];
    CHECK(split.ours_uJ + split.idle_uJ + split.unattributed_uJ == results[i].energy_uJ);
  }
  record::Run run;
  run.id = "1";
  run.name = "x";
  run.end_ns = 10 * kSecond;
  meter.fill(run);
  if (text != nullptr) *text = exposition(meter, "a \"name\"");
  CHECK(record::contradictions(run).empty());
  return run;
}

const record::Energy& energy(const record::Run& run, const std::string& device) {
  for (const auto& one : run.energy) {
    if (one.device == device) return one;
  }
  FAIL("no device " << device);
  return run.energy.front();
}

}  // namespace

TEST_CASE("no tick is made that has nothing new to tell") {
  Scene scene;
  const RunMeter counted(scene.tree, scene.clock, {}, {});
  CHECK(counted.period_s(0.001) == 0.001);
  CHECK(counted.period_s(0.1) == 0.1);
  // the wrap of a counter is no nearer than a quarter of the time in which it can wrap
  CHECK(counted.period_s(60) == 60);
  scene.tree.remove("/sys/class/powercap/intel-rapl:0");
  const RunMeter modelled(scene.tree, scene.clock, {}, {});
  CHECK(modelled.period_s(0.001) == 0.05);
  CHECK(modelled.period_s(0.1) == 0.1);
}

TEST_CASE("a look at many processes is as seldom as it is dear") {
  /// A clock that a look moves on by 4 ms.
  class SlowTree final : public Sysroot {
   public:
    explicit SlowTree(Scene& scene) : scene_(scene) {}
    FileText read(const std::string& path) const override { return scene_.tree.read(path); }
    std::vector<std::string> list(const std::string& folder) const override {
      if (folder.ends_with("/task")) {
        scene_.clock.advance(kSecond / 250);
        ++looks;
      }
      return scene_.tree.list(folder);
    }
    std::string resolve(const std::string& path) const override {
      return scene_.tree.resolve(path);
    }
    std::unique_ptr<OpenFile> open(const std::string& path) const override {
      return scene_.tree.open(path);
    }
    bool is_live() const override { return false; }
    mutable int looks = 0;

   private:
    Scene& scene_;
  };
  Scene scene;
  scene.tree.set_file("/proc/7/stat",
                      "7 (x) R 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 2 0 100 5000 10 0");
  const SlowTree tree(scene);
  RunMeter meter(tree, scene.clock, {}, {});
  meter.follow(7);
  for (int i = 0; i < 200; ++i) {
    meter.tick();
    scene.clock.advance(kSecond / 10);
  }
  // 4 ms every 4 s of 20 s
  CHECK(tree.looks >= 4);
  CHECK(tree.looks <= 6);
}

TEST_CASE("the whole machine's energy, and the command's share beside it") {
  Scene scene;
  const auto run = run_of(scene, {});
  CHECK(energy(run, "cpu 0").energy_J == doctest::Approx(1000));
  CHECK(energy(run, "cpu 0").evidence == record::Evidence::measured);
  CHECK(energy(run, "memory (model)").evidence == record::Evidence::modelled);
  CHECK(run.average_W.value() == doctest::Approx(100 + 8.192 * 0.17));
  CHECK(run.compute.cpu_utilisation.value() == doctest::Approx(1));
  CHECK(run.duration_ns == 10 * kSecond);
  // half of 1000 J and of the memory's is of others
  CHECK(run.attribution.unattributed_J.value() == doctest::Approx(500 + 5 * 8.192 * 0.17));
}

TEST_CASE("a process tree's part by processor time, with idle energy by policy") {
  Scene scene;
  RunOptions options;
  options.scope = record::Scope::process;
  CHECK(energy(run_of(scene, options), "cpu 0").energy_J == doctest::Approx(500));

  Scene second;
  options.idle = record::IdlePolicy::marginal;
  options.idle_W = 40;
  const auto marginal = run_of(second, options);
  CHECK(energy(marginal, "cpu 0").energy_J == doctest::Approx(300));
  CHECK(energy(marginal, "cpu 0").idle_J == doctest::Approx(400));
  CHECK(energy(marginal, "cpu 0").whole_J == doctest::Approx(1000));

  Scene third;
  options.idle = record::IdlePolicy::reserved;
  options.reserved_share = 0.25;
  CHECK(energy(run_of(third, options), "cpu 0").energy_J == doctest::Approx(400));
}

/// The same machine with two sockets of one processor each, the second at 80 W. Others keep socket
/// 0 busy, socket 1 is ours alone.
class TwoSockets : public Scene {
 public:
  TwoSockets() {
    for (int socket = 0; socket < 2; ++socket) {
      tree.set_file(
          fmt::format("/sys/devices/system/cpu/cpu{}/topology/physical_package_id", socket),
          fmt::format("{}\n", socket));
    }
    const std::string zone = "/sys/class/powercap/intel-rapl:1/";
    tree.set_file(zone + "name", "package-1");
    tree.set_file(zone + "max_energy_range_uj", "262143328850");
    show();
  }
  void show() {
    const auto ticks = 100 * seconds;
    tree.set_file("/sys/class/powercap/intel-rapl:1/energy_uj",
                  fmt::format("{}", seconds * 80 * 16'384 * 61'035 / 1000));
    tree.set_file("/proc/stat", fmt::format("cpu {0} 0 0 0 0 0 0 0\ncpu0 {1} 0 0 0 0 0 0 0\n"
                                            "cpu1 {1} 0 0 0 0 0 0 0\n",
                                            2 * ticks, ticks));
  }
  void pass() {
    Scene::pass();
    show();
  }
  /// A thread that has used so much, the latest of it on a processor.
  void set_thread(int process, int thread, std::uint64_t ticks, int processor) {
    const auto folder = fmt::format("/proc/{}/task/{}/", process, thread);
    tree.set_file(folder + "stat",
                  fmt::format("{} (x) R 1 7 7 0 -1 0 0 0 0 0 {} 0 0 0 20 0 2 0 100 5000 10 "
                              "0 0 0 0 0 0 0 0 0 0 0 0 0 17 {} 0 0 0",
                              thread, ticks, processor));
    tree.set_file(folder + "children", "");
  }
  /// Ten seconds, with what `show_ours` shows of us at each of them.
  template <typename ShowOurs>
  record::Run measured(record::Scope scope, ShowOurs show_ours) {
    show_ours();
    RunOptions options;
    options.scope = scope;
    RunMeter meter(tree, clock, {}, options);
    meter.follow(7);
    meter.tick();
    for (int i = 0; i < 10; ++i) {
      pass();
      show_ours();
      meter.tick();
    }
    meter.finish();
    const auto results = meter.meter().results();
    for (std::size_t i = 0; i < results.size(); ++i) {
      const auto& split = meter.splits()[i];
      CHECK(split.ours_uJ + split.idle_uJ + split.unattributed_uJ == results[i].energy_uJ);
    }
    record::Run run;
    meter.fill(run);
    return run;
  }
};

TEST_CASE("a socket's energy is of those who ran on it") {
  TwoSockets scene;
  // two threads, of which one just came
  const auto run = scene.measured(record::Scope::process, [&] {
    scene.set_thread(7, 7, 50 * scene.seconds, 1);
    scene.set_thread(7, 8, 50 * scene.seconds, 1);
  });
  CHECK(energy(run, "cpu 0").whole_J == doctest::Approx(1000));
  CHECK(energy(run, "cpu 0").energy_J == doctest::Approx(0));
  CHECK(energy(run, "cpu 1").energy_J == doctest::Approx(800));
}

TEST_CASE(
    "a cgroup's share of a socket is of its threads that ran there, in the cgroups below too") {
  TwoSockets scene;
  const std::string group = "/sys/fs/cgroup/a/";
  scene.tree.set_file(group + "cgroup.threads", "7\n0\n");
  scene.tree.set_file(group + "below/cgroup.threads", "30\n31\n");
  scene.tree.set_file("/sys/fs/cgroup/b/cgroup.threads", "50\n");
  const auto run = scene.measured(record::Scope::cgroup, [&] {
    scene.tree.set_file(group + "cpu.stat",
                        fmt::format("usage_usec {}\nuser_usec 1\n", 1'000'000 * scene.seconds));
    scene.set_thread(7, 7, 5000, 0);  // what it did before does not count
    scene.set_thread(30, 30, 25 * scene.seconds, 0);
    scene.set_thread(31, 31, 75 * scene.seconds, 1);
    scene.set_thread(50, 50, 75 * scene.seconds, 0);
  });
  CHECK(energy(run, "cpu 0").energy_J == doctest::Approx(250));
  CHECK(energy(run, "cpu 1").energy_J == doctest::Approx(600));
}

TEST_CASE("a pod's and a job's part of a socket is of all their containers and steps") {
  const std::string pod = "/kubepods.slice/kubepods-pod4fb1c7e8_0a1b_4c2d_8e3f_0123456789ab.slice";
  const std::string job = "/system.slice/slurmstepd.scope/job_12";
  const std::string first = "/crio-" + std::string(64, 'a') + ".scope";
  const std::string second = "/crio-" + std::string(64, 'b') + ".scope";
  for (const auto& [scope, whole, own, other] :
       {std::tuple{record::Scope::pod, pod, first, second},
        {record::Scope::job, job, std::string("/step_0/user/task_0"), std::string("/step_1")}}) {
    TwoSockets scene;
    const auto folder = "/sys/fs/cgroup" + whole;
    scene.tree.set_file("/proc/self/cgroup", "0::" + whole + own + "\n");
    scene.tree.set_file(folder + "/cgroup.threads", "");
    scene.tree.set_file(folder + own + "/cgroup.threads", "30\n");
    // a step's own folders lie between
    if (scope == record::Scope::job) {
      scene.tree.set_file(folder + "/step_0/cgroup.threads", "");
      scene.tree.set_file(folder + "/step_0/user/cgroup.threads", "");
    }
    scene.tree.set_file(folder + other + "/cgroup.threads", "31\n");
    const auto run = scene.measured(scope, [&] {
      scene.tree.set_file(folder + "/cpu.stat",
                          fmt::format("usage_usec {}\n", 1'000'000 * scene.seconds));
      scene.set_thread(30, 30, 50 * scene.seconds, 0);
      scene.set_thread(31, 31, 50 * scene.seconds, 1);
    });
    CHECK(energy(run, "cpu 0").energy_J == doctest::Approx(500));
    CHECK(energy(run, "cpu 1").energy_J == doctest::Approx(400));
    CHECK(run.attribution.subject ==
          (scope == record::Scope::pod ? "4fb1c7e8-0a1b-4c2d-8e3f-0123456789ab" : job));
  }
}

TEST_CASE("a cgroup of version 1 tells its time on each processor itself") {
  TwoSockets scene;
  scene.tree.set_file("/proc/self/cgroup", "4:cpu,cpuacct:/docker/" + std::string(64, 'c') + "\n");
  const std::string group = "/sys/fs/cgroup/cpu,cpuacct/docker/" + std::string(64, 'c') + "/";
  const auto run = scene.measured(record::Scope::container, [&] {
    const auto second_ns = 1'000'000'000 * scene.seconds;
    scene.tree.set_file(group + "cpuacct.usage", fmt::format("{}\n", second_ns));
    scene.tree.set_file(
        group + "cpuacct.usage_percpu",
        fmt::format("{} {} \n", 7'000'000'000 + second_ns / 10, second_ns / 10 * 9));
  });
  CHECK(energy(run, "cpu 0").energy_J == doctest::Approx(100));
  CHECK(energy(run, "cpu 1").energy_J == doctest::Approx(720));
}

// arXiv:2512.06806: two busy threads of one core cost 1.15 of one, not 2
TEST_CASE("two threads that share a core cost little more than one that has its own") {
  Scene scene;
  // four processors on two cores; 7 has core 0 alone, others have both threads of core 1
  for (int processor = 0; processor < 4; ++processor) {
    const auto topology = fmt::format("/sys/devices/system/cpu/cpu{}/topology/", processor);
    scene.tree.set_file(topology + "physical_package_id", "0\n");
    scene.tree.set_file(topology + "thread_siblings_list", processor < 2 ? "0-1\n" : "2-3\n");
  }
  const auto show = [&] {
    const auto ticks = 100 * scene.seconds;
    scene.tree.set_file("/proc/stat",
                        fmt::format("cpu {0} 0 0 {1} 0 0 0 0\ncpu0 {1} 0 0 0 0 0 0 0\n"
                                    "cpu1 0 0 0 {1} 0 0 0 0\ncpu2 {1} 0 0 0 0 0 0 0\n"
                                    "cpu3 {1} 0 0 0 0 0 0 0\n",
                                    3 * ticks, ticks));
    scene.tree.set_file("/proc/7/task/7/stat",
                        fmt::format("7 (x) R 1 7 7 0 -1 0 0 0 0 0 {} 0 0 0 20 0 1 0 100 5000 10 "
                                    "0 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0",
                                    ticks));
  };
  show();
  RunOptions options;
  options.scope = record::Scope::process;
  RunMeter meter(scene.tree, scene.clock, {}, options);
  meter.follow(7);
  meter.tick();
  for (int i = 0; i < 10; ++i) {
    scene.pass();
    show();
    meter.tick();
  }
  meter.finish();
  record::Run run;
  meter.fill(run);
  // by time alone it would be a third
  CHECK(energy(run, "cpu 0").energy_J == doctest::Approx(1000 / 2.15).epsilon(1e-3));
  const auto& split = meter.splits().front();
  CHECK(split.ours_uJ + split.idle_uJ + split.unattributed_uJ ==
        meter.meter().results().front().energy_uJ);
}

TEST_CASE("what a command used since the last look is known of its end") {
  Scene scene;
  RunOptions options;
  options.scope = record::Scope::process;
  RunMeter meter(scene.tree, scene.clock, {}, options);
  meter.follow(7);
  meter.tick();
  // it ends before anyone looks again; the system says that it had 1 s of the machine's 2
  scene.pass();
  scene.tree.remove("/proc/7");
  meter.tick();
  meter.finish(1);
  record::Run run;
  meter.fill(run);
  CHECK(energy(run, "cpu 0").whole_J == doctest::Approx(100));
  CHECK(energy(run, "cpu 0").energy_J == doctest::Approx(50));
}

TEST_CASE("a command that is over within a tick has a share, not zero") {
  Scene scene;
  RunOptions options;
  options.scope = record::Scope::process;
  RunMeter meter(scene.tree, scene.clock, {}, options);
  meter.follow(7);
  meter.tick();
  // 2 ms of processor time in 10 ms of 100 W, and the machine's clock went on by one tick of two
  scene.clock.advance(kSecond / 100);
  scene.tree.set_file("/sys/class/powercap/intel-rapl:0/energy_uj",
                      fmt::format("{}", 16'384 * 61'035 / 1000));
  scene.tree.set_file("/proc/stat", "cpu 1 0 0 1 0 0 0 0\n");
  scene.tree.remove("/proc/7");
  meter.tick();
  meter.finish(0.002);
  record::Run run;
  meter.fill(run);
  CHECK(energy(run, "cpu 0").whole_J == doctest::Approx(1));
  CHECK(energy(run, "cpu 0").energy_J == doctest::Approx(0.2));
}

TEST_CASE("a short window of a program that has run long has its own time, not the program's") {
  Scene scene;
  scene.seconds = 50;
  scene.show();
  RunOptions options;
  options.scope = record::Scope::process;
  RunMeter meter(scene.tree, scene.clock, {}, options);
  meter.follow(7);
  meter.tick();
  // 1 J and one tick of the machine, of which the window used 3 ms
  scene.clock.advance(kSecond / 100);
  scene.tree.set_file("/sys/class/powercap/intel-rapl:0/energy_uj",
                      fmt::format("{}", std::uint64_t{50 * 100 + 1} * 16'384 * 61'035 / 1000));
  scene.tree.set_file("/proc/stat", "cpu 10001 0 0 0 0 0 0 0\n");
  meter.tick();
  meter.finish(0.003);
  record::Run run;
  meter.fill(run);
  CHECK(energy(run, "cpu 0").energy_J == doctest::Approx(0.3));
}

TEST_CASE("a scope in which the command does not run is said") {
  const auto notes_of = [](record::Scope scope) {
    Scene scene;
    RunOptions options;
    options.scope = scope;
    return run_of(scene, options).notes;
  };
  CHECK(notes_of(record::Scope::cgroup).empty());
  REQUIRE(notes_of(record::Scope::pod).size() == 1);
  CHECK(notes_of(record::Scope::pod).front() ==
        "the command is in no pod that the meter can see; told is its cgroup /a");
}

TEST_CASE("a rank that was not elected counts no energy of the node") {
  Scene scene;
  RunOptions options;
  options.is_elected = false;
  const auto run = run_of(scene, options);
  CHECK(record::energy_of(run).energy_J() == 0);
  CHECK(run.compute.cpu_utilisation.value() == doctest::Approx(1));
}

TEST_CASE("OpenMetrics: families without the ending of their samples, a unit, and an end") {
  Scene scene;
  RunMeter meter(scene.tree, scene.clock, {}, {});
  meter.tick();
  scene.pass();
  meter.tick();
  const auto text = exposition(meter, "x", MetricsForm::open_metrics);
  CHECK(
      text.starts_with("# TYPE holon_energy_joules counter\n"
                       "# UNIT holon_energy_joules joules\n"
                       "# HELP holon_energy_joules Energy"));
  CHECK(text.find("\nholon_energy_joules_total{device=\"cpu 0\"") != std::string::npos);
  CHECK(text.find("# UNIT holon_failed_reads") == std::string::npos);
  CHECK(text.ends_with("# EOF\n"));
}

TEST_CASE("Prometheus: counters in joules that only rise, labels escaped") {
  Scene scene;
  std::string text;
  run_of(scene, {}, &text);
  CHECK(text.find("holon_energy_joules_total{device=\"cpu 0\",scope=\"package\",role=\"counted\","
                  "evidence=\"measured\",method=\"RAPL by powercap\"} 1000.000000\n") !=
        std::string::npos);
  CHECK(
      text.find("holon_run_energy_joules_total{run=\"a \\\"name\\\"\",part=\"command\"} 506.96") !=
      std::string::npos);
  CHECK(text.find("# TYPE holon_failed_reads_total counter\n") != std::string::npos);
}

}  // namespace holon::meter
