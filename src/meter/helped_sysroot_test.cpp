// SPDX-License-Identifier: Apache-2.0
#include "meter/helped_sysroot.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/text.h"
#include "meter/meter.h"
#include "meter/reader_protocol.h"

namespace holon::meter {
namespace {

namespace fs = std::filesystem;
constexpr Nanoseconds kSecond = 1'000'000'000;
constexpr const char* kZone = "/sys/class/powercap/intel-rapl:0";

/// What the reader of the tests sees: two zones of the list, and much that is none of its business.
class Tree {
 public:
  Tree() {
    fs::remove_all(root());
    write("sys/class/powercap/intel-rapl:0/energy_uj", "1000");
    write("sys/class/powercap/intel-rapl:0:0/energy_uj", "2000");
    for (const char* path :
         {"sys/class/powercap/other:0/energy_uj", "sys/class/powercap/intel-rapl:0/name",
          "sys/class/powercap/intel-rapl:x/energy_uj", "sys/class/powercap/energy_uj",
          "sys/class/powercap/intel-rapl:0:0:0/energy_uj", "secret"})
      write(path, kSecret);
  }
  static fs::path root() { return HOLON_READER_ROOT; }
  static void write(const std::string& path, const std::string& text) {
    fs::create_directories((root() / path).parent_path());
    std::ofstream(root() / path) << text << '\n';
  }
  static constexpr const char* kSecret = "777777";
};

/// This machine's tree as a user without rights sees it.
std::unique_ptr<RecordedTree> refused_tree() {
  auto out = std::make_unique<RecordedTree>();
  out->set_file(fmt::format("{}/name", kZone), "package-0");
  out->set_file(fmt::format("{}/max_energy_range_uj", kZone), "262143328850");
  out->set_file(fmt::format("{}/energy_uj", kZone), "");
  out->set_error(fmt::format("{}/energy_uj", kZone), EACCES);
  return out;
}

std::string answers_to(const std::string& input) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  REQUIRE(::pipe(in.data()) == 0);
  REQUIRE(::pipe(out.data()) == 0);
  const auto pid = ::fork();
  if (pid == 0) {
    ::dup2(in[0], STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    for (const int end : {in[0], in[1], out[0], out[1]}) ::close(end);
    ::execl(HOLON_READER, HOLON_READER, nullptr);
    ::_exit(127);
  }
  ::close(in[0]);
  ::close(out[1]);
  // it may end before it has read all
  const auto feeder = ::fork();
  if (feeder == 0) {
    ::close(out[0]);
    [[maybe_unused]] const auto told = ::write(in[1], input.data(), input.size());
    ::_exit(0);
  }
  ::close(in[1]);
  std::string text;
  std::array<char, 4096> part{};
  for (ssize_t got = 0; (got = ::read(out[0], part.data(), part.size())) > 0;)
    text.append(part.data(), static_cast<std::size_t>(got));
  ::close(out[0]);
  int status = 0;
  ::waitpid(feeder, nullptr, 0);
  ::waitpid(pid, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) <= 1);
  return text;
}

}  // namespace

TEST_CASE("names of counters are no paths") {
  for (const char* name : {"intel-rapl:0", "intel-rapl:12:3", "intel-rapl-mmio:0"})
    CHECK(reader::is_zone(name));
  for (const char* name :
       {"", "intel-rapl", "intel-rapl:", "intel-rapl:0:", "intel-rapl::0", "intel-rapl:0:0:0",
        "intel-rapl:../x", "intel-rapl:0/../..", "../intel-rapl:0", "intel-rapl:12345",
        "intel-rapl:-1", "intel-rapl:0 ", "intel-rapl-mmio", "intel-rapl:0\n"})
    CHECK_FALSE(reader::is_zone(name));
}

TEST_CASE("the reader answers names of its list and nothing else") {
  const Tree tree;
  CHECK(answers_to("") == "holon-reader 1\n");
  CHECK(answers_to("intel-rapl:0\nintel-rapl:0:0\nintel-rapl:0\n") ==
        "holon-reader 1\n= 1000\n= 2000\n= 1000\n");
  for (const char* name :
       {"other:0", "secret", "../secret", "intel-rapl:x", "intel-rapl:0:0:0", "",
        "intel-rapl:0/name", "intel-rapl:0/../../../../secret", "/etc/passwd", "energy-pkg@0"})
    CHECK(answers_to(std::string(name) + "\n") == "holon-reader 1\n! 2\n");
  // an endless line ends it
  CHECK(answers_to(std::string(1 << 20, 'a')) == "holon-reader 1\n");
}

TEST_CASE("whatever bytes the reader is told, it says numbers of its list or an error") {
  const Tree tree;
  std::mt19937 random(20260101);
  const std::array<std::string, 8> pieces{"intel-rapl:0", "intel-rapl",         ":",  "../",
                                          "/secret",      std::string(1, '\0'), "\n", "energy_uj"};
  for (int round = 0; round < 150; ++round) {
    std::string input;
    const auto count = random() % 60;
    for (std::size_t i = 0; i < count; ++i) {
      if (random() % 3 == 0)
        input += static_cast<char>(random() % 256);
      else
        input += pieces.at(random() % pieces.size());
      if (random() % 4 == 0) input += '\n';
    }
    const auto told = answers_to(input);
    REQUIRE(told.starts_with(reader::kGreeting));
    CHECK(told.find(Tree::kSecret) == std::string::npos);
    for (const auto& line : base::split(told.substr(reader::kGreeting.size()), '\n'))
      CHECK((line.empty() || line == "! 2" || line == "= 1000" || line == "= 2000"));
  }
}

TEST_CASE("counters that are refused are read by the reader, and sum as any other") {
  const Tree tree;
  const auto sysroot = helped_sysroot(refused_tree(), HOLON_READER);
  SetClock clock;
  Meter meter(*sysroot, clock, {});
  meter.tick();
  // 10^6 steps of 2^-14 J
  Tree::write("sys/class/powercap/intel-rapl:0/energy_uj", "61036000");
  ::usleep(2000);
  clock.advance(kSecond);
  meter.tick();
  meter.finish();
  const auto results = meter.results();
  REQUIRE(results.size() == 1);
  CHECK(results[0].domain.name == "cpu 0");
  CHECK(results[0].energy_uJ == 61'035'156);
  CHECK(results[0].failed_reads == 0);
}

TEST_CASE("without a reader, or with a broken one, a refusal stays a refusal") {
  const Tree tree;
  for (const char* program : {"/nowhere/holon-reader", "/bin/true", "/bin/cat", "/etc/passwd"}) {
    const auto sysroot = helped_sysroot(refused_tree(), program);
    const SystemClock clock;
    const Meter meter(*sysroot, clock, {});
    CHECK(meter.results().empty());
    const auto& answers = meter.answers();
    CHECK(std::any_of(answers.begin(), answers.end(), [](const Answer& answer) {
      return answer.unlock.find("setcap cap_dac_read_search,cap_perfmon=ep") != std::string::npos;
    }));
  }
}

TEST_CASE("a reader that ends during a run loses readings, not the run") {
  const Tree tree;
  EnergyReader reader(HOLON_READER);
  CHECK(reader.ask("intel-rapl:0").text == "1000");
  CHECK(reader.ask("intel-rapl:7").error == ENOENT);
  CHECK(reader.ask("intel-rapl:0").text == "1000");
  ::kill(reader.pid(), SIGKILL);
  CHECK(reader.ask("intel-rapl:0").error == EACCES);
  CHECK(reader.ask("intel-rapl:0").error == EACCES);
}

TEST_CASE("the reader that is installed gives its rights up before it answers") {
  EnergyReader reader(HOLON_REAL_READER);
  // the machine need not have a zone: any answer but a broken one will do
  static_cast<void>(reader.ask("intel-rapl:0"));
  REQUIRE(reader.pid() > 0);
  const auto status = folder_sysroot("")->read(fmt::format("/proc/{}/status", reader.pid())).text;
  for (const char* line : {"CapEff:\t0000000000000000", "CapPrm:\t0000000000000000",
                           "CapInh:\t0000000000000000", "NoNewPrivs:\t1"})
    CHECK(status.find(line) != std::string::npos);
}

}  // namespace holon::meter
