// SPDX-License-Identifier: Apache-2.0
//
// Traces, and the GPU sensors of the literature against an external meter.
#include "meter/trace.h"

#include <cmath>
#include <filesystem>

#include <doctest/doctest.h>

#include "base/file.h"
#include "meter/replay.h"
#include "meter/sysroot.h"

namespace holon::meter {
namespace {

base::SourcePtr table(const char* text) {
  return std::make_shared<base::SourceText>("gpu.csv", text);
}

const std::string kTraces = "../shared/data/gpu-power-meter/";

bool has_traces() {
  if (std::filesystem::exists(kTraces)) return true;
  MESSAGE("skipped: ", kTraces, " is not there");
  return false;
}

/// A recorded card beside its external meter.
Comparison recorded(const std::string& folder, const GpuSensor& sensor) {
  const auto path = kTraces + folder;
  const auto source =
      std::make_shared<base::SourceText>(path, base::read_file(path + "/gpudata.csv"));
  // the table's clock was British summer time
  const auto traces = read_nvidia_smi(source, 1);
  REQUIRE(traces);
  const auto start = parse_count(base::read_file(path + "/PMD_start_ts.txt"));
  const auto external =
      read_pmd(base::read_file(path + "/PMD_data.bin"), static_cast<std::int64_t>(start.value()));
  const auto out = compare(traces->front(), sensor, external);
  REQUIRE(out);
  return *out;
}

}  // namespace

TEST_CASE("a table of nvidia-smi: units in cells, GPUs in turn, torn rows told by line") {
  const auto traces = read_nvidia_smi(table("timestamp, index, name, power.draw [W]\n"
                                            "2024/01/31 23:59:59.500, 0, NVIDIA A100, 100.00 W\n"
                                            "2024/01/31 23:59:59.500, 1, NVIDIA A100, 50 W\n"
                                            "2024/02/01 00:00:00.500, 0, NVIDIA A100, 300.00\n"
                                            "ne,N,,,\n"
                                            "2024/02/01 00:00:00.500, 1, NVIDIA A100, [N/A]\n"),
                                      0);
  REQUIRE(traces);
  REQUIRE(traces->size() == 2);
  const auto& first = traces->front();
  CHECK(first.model == "NVIDIA A100");
  REQUIRE(first.warnings.size() == 1);
  CHECK(first.warnings[0].where.source->locate(first.warnings[0].where.offset).line == 5);
  const auto run = replay(first, gpu_sensor(""), first.first(), first.last());
  CHECK(run.reported_J == doctest::Approx(200));
  CHECK(run.seconds == doctest::Approx(1));
  CHECK(traces->back().samples[1].power_uW == Reading::failure());
}

TEST_CASE("what is no trace is refused with its place") {
  CHECK_FALSE(read_nvidia_smi(table("a,b\n1,2\n"), 0));
  CHECK_FALSE(read_nvidia_smi(table("timestamp,power.draw [W]\n"), 0));
  CHECK_FALSE(read_nvidia_smi(table(""), 0));
}

TEST_CASE("an external meter's ticks wrap at 16 bits") {
  std::string records(36, '\0');
  const auto put = [&](std::size_t at, int value) {
    records[at] = static_cast<char>(value & 0xFF);
    records[at + 1] = static_cast<char>(value >> 8 & 0xFF);
  };
  put(0, 65'000);
  put(18, 2'399);     // 2935 ticks later: a millisecond
  put(2, 1586 << 4);  // 12.003 V
  put(4, 205 << 4);   // 10.004 A
  const auto trace = read_pmd(records, 1'000'000);
  REQUIRE(trace.samples.size() == 2);
  CHECK(trace.samples[1].at - trace.samples[0].at == doctest::Approx(1e6).epsilon(0.001));
  CHECK(1e-6 * static_cast<double>(trace.samples[0].power_uW.value) ==
        doctest::Approx(120.08).epsilon(1e-3));
}

TEST_CASE(
    "recorded GPUs beside an external meter: the interval of the published sensor covers it") {
  if (!has_traces()) return;
  struct Card {
    const char* folder;
    const char* card;
    double most_error;
  };
  // Calibrations are the cards' own at steady load, from the literature; none is fitted to these
  // traces. The first two keep to 3 %. The other two do not: the 4090 lies 9 W below the published
  // line at all loads, and the A100 looks 25 ms of every 100 at a load that changes every 52 ms.
  const Card cards[] = {{"5050/3090", "rtx 3090 #1", 0.03},
                        {"TR/K40m_TR", "k40m", 0.03},
                        {"TR/4090_TR", "rtx 4090", 0.045},
                        {"5050/A100", "a100 pcie 40gb", 0.06}};
  for (const auto& card : cards) {
    CAPTURE(card.card);
    const auto found = recorded(card.folder, *calibrated_card(card.card));
    CHECK(found.covers());
    CHECK(std::abs(found.error()) < card.most_error);
  }
}

TEST_CASE("a model without a card's own calibration covers the truth too") {
  if (!has_traces()) return;
  for (const auto& [folder, model] :
       {std::pair{"5050/3090", "RTX 3090"}, std::pair{"TR/K40m_TR", "Tesla K40m"},
        std::pair{"TR/4090_TR", "RTX 4090"}, std::pair{"5050/A100", "A100"}}) {
    CAPTURE(model);
    CHECK(recorded(folder, gpu_sensor(model)).covers());
    // and so does the general ± 5 % without any correction
    CHECK(recorded(folder, gpu_sensor("")).covers());
  }
}

}  // namespace holon::meter
