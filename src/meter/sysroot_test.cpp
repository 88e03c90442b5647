// SPDX-License-Identifier: Apache-2.0
#include "meter/sysroot.h"

#include <cerrno>

#include <doctest/doctest.h>

#include "meter/cpu_list.h"
#include "meter/machine_load.h"

namespace holon::meter {

TEST_CASE("a text archive becomes a tree of files and links under /sys and /proc") {
  const auto tree = read_ttar(
      "# Archive\n"
      "Directory: fixtures/sys\nMode: 755\n"
      "Path: fixtures/sys/class/power_supply/BAT0\n"
      "SymlinkTo: ../../devices/battery/BAT0\n"
      "Path: fixtures/sys/devices/battery/BAT0/status\nLines: 1\nCharging\nMode: 644\n"
      "Path: fixtures/proc/1/cmdline\nLines: 1\na NULLBYTEbEOF\nMode: 644\n"
      "Path: fixtures/proc/circle\nSymlinkTo: circle\n"
      "Path: fixtures/proc/empty\nLines: 0\nMode: 644\n"
      "Path: fixtures/proc/torn\nLines: 99999999999\nline");
  CHECK(first_line(*tree, "/sys/class/power_supply/BAT0/status") == "Charging");
  CHECK(tree->resolve("/sys/class/power_supply/BAT0") == "/sys/devices/battery/BAT0");
  CHECK(tree->list("/sys/class/power_supply") == std::vector<std::string>{"BAT0"});
  CHECK(tree->list("/sys/class/power_supply/BAT0") == std::vector<std::string>{"status"});
  CHECK(tree->read("/proc/1/cmdline").text == std::string("a \0b", 4));
  CHECK(tree->read("/proc/empty").ok());
  CHECK(tree->read("/proc/circle").error == ELOOP);
  CHECK(tree->read("/proc/absent").error == ENOENT);
  CHECK_FALSE(tree->is_live());
}

TEST_CASE("numbers fill their files") {
  CHECK(parse_count(" 42\n") == 42);
  CHECK_FALSE(parse_count("42 W"));
  CHECK_FALSE(parse_count(""));
  CHECK_FALSE(parse_count("-1"));
  CHECK_FALSE(parse_count("99999999999999999999"));
  CHECK(parse_cpu_list("0-2,8\n") == std::vector<int>{0, 1, 2, 8});
  CHECK(parse_cpu_list("2-1").empty());
  CHECK(parse_cpu_list("").empty());
}

TEST_CASE("processor times, of the machine and of a process with an odd name") {
  const auto times = parse_cpu_times("cpu  10 1 5 100 7 2 3 4 6 0\ncpu0 1 1 1 1\n");
  REQUIRE(times);
  CHECK(times->busy == 25);
  CHECK(times->idle == 107);
  CHECK_FALSE(parse_cpu_times("intr 5 6"));
  const auto process = parse_process(
      "42 (a) b (c)) S 7 42 42 0 -1 4194560 1 2 3 4 11 12 13 14 20 0 1 0 100 5000 600 18446744073");
  REQUIRE(process);
  CHECK(process->pid == 42);
  CHECK(process->parent == 7);
  CHECK(process->own_ticks == 23);
  CHECK(process->reaped_ticks == 27);
  CHECK(process->resident_pages == 600);
  CHECK_FALSE(parse_process("no process"));
  CHECK_FALSE(parse_process("42 (x) S 7"));
}

}  // namespace holon::meter
