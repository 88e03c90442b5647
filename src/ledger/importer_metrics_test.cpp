// SPDX-License-Identifier: Apache-2.0
//
// Kepler of both generations and Scaphandre: energies by hand, torn rows by line.
#include "ledger/importer.h"

#include <random>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "ledger/importer_test.h"
#include "ledger/metric_samples.h"
#include "record/total.h"

namespace holon::ledger {
namespace {

constexpr record::Instant kSecond = 1'000'000'000;
// 2024-05-31T10:59:50Z
constexpr record::Instant kStart = 1'717'153'190 * kSecond;

Imported read(std::string text, std::string_view tool) {
  return imported({std::make_shared<base::SourceText>("log", std::move(text))}, tool);
}

double counted_J(const record::Run& run) { return record::energy_of(run).energy_J(); }

}  // namespace

TEST_CASE("Kepler since 0.10: packages and memory of a node, what lies in them beside") {
  const auto out = read(
      "# TYPE kepler_node_cpu_joules_total counter\n"
      "kepler_node_cpu_joules_total{zone=\"package\",path=\"/sys/a:0\",node_name=\"n1\"} 100 "
      "1717153190000\n"
      "kepler_node_cpu_joules_total{node_name=\"n1\",path=\"/sys/a:0\",zone=\"package\"} 700.5 "
      "1717153200000\n"
      "kepler_node_cpu_joules_total{zone=\"package\",path=\"/sys/a:1\",node_name=\"n1\"} 0 "
      "1717153190000\n"
      "kepler_node_cpu_joules_total{zone=\"package\",path=\"/sys/a:1\",node_name=\"n1\"} 300 "
      "1717153200000\n"
      "kepler_node_cpu_joules_total{zone=\"core\",path=\"/sys/a:0:0\",node_name=\"n1\"} 1 "
      "1717153190000\n"
      "kepler_node_cpu_joules_total{zone=\"core\",path=\"/sys/a:0:0\",node_name=\"n1\"} 401 "
      "1717153200000\n"
      "kepler_node_cpu_joules_total{zone=\"dram\",path=\"/sys/a:0:1\",node_name=\"n1\"} 10 "
      "1717153190000\n"
      "kepler_node_cpu_joules_total{zone=\"dram\",path=\"/sys/a:0:1\",node_name=\"n1\"} 60 "
      "1717153200000\n"
      "kepler_node_cpu_watts{zone=\"package\",path=\"/sys/a:0\",node_name=\"n1\"} 60 "
      "1717153200000\n"
      "kepler_pod_cpu_joules_total{pod_id=\"p\",zone=\"package\",node_name=\"n1\"} 60 "
      "1717153200000\n",
      "kepler");
  REQUIRE(out.runs.size() == 1);
  CHECK(out.unusable.empty());
  const auto& run = out.runs[0];
  CHECK(run.hardware.machine == "n1");
  CHECK(run.start_ns == kStart);
  CHECK(record::duration_s(run) == doctest::Approx(10));
  CHECK(energy(run, "package /sys/a:0").energy_J == doctest::Approx(600.5));
  CHECK(energy(run, "package /sys/a:0").evidence == record::Evidence::measured);
  CHECK(energy(run, "dram /sys/a:0:1").evidence == record::Evidence::modelled);
  CHECK_FALSE(energy(run, "core /sys/a:0:0").counted);
  CHECK(counted_J(run) == doctest::Approx(600.5 + 300 + 50));
  // the hour changes at the end of the ten seconds
  REQUIRE(run.course.size() == 1);
  CHECK(run.course[0].energy_J == doctest::Approx(950.5));
  REQUIRE(out.notes.size() == 2);
  CHECK(out.notes[0].find("series of each pod: 1") == 0);
  CHECK(out.notes[1] == "metrics that are not used: kepler_node_cpu_watts");
}

TEST_CASE("Kepler: a pod that ended has one counter, running and terminated") {
  const auto out = read(
      "kepler_pod_cpu_joules_total{pod_id=\"p\",pod_name=\"train\",state=\"running\",zone="
      "\"package\"} 50 1717153190000\n"
      "kepler_pod_cpu_joules_total{pod_id=\"p\",pod_name=\"train\",state=\"running\",zone="
      "\"package\"} 80 1717153195000\n"
      "kepler_pod_cpu_joules_total{pod_id=\"p\",pod_name=\"train\",state=\"terminated\",zone="
      "\"package\"} 95 1717153200000\n"
      "kepler_pod_cpu_joules_total{pod_id=\"q\",pod_name=\"other\",state=\"running\",zone="
      "\"package\"} 5 1717153200000\n",
      "kepler");
  REQUIRE(out.runs.size() == 2);
  const auto& run = out.runs[0];
  CHECK(run.name == "train");
  CHECK(run.attribution.scope == record::Scope::pod);
  CHECK(run.attribution.subject == "p");
  CHECK(counted_J(run) == doctest::Approx(45));
  // one value is no energy, and not zero
  CHECK(energy(out.runs[1], "package").evidence == record::Evidence::missing);
  CHECK_FALSE(energy(out.runs[1], "package").energy_J);
}

TEST_CASE("Kepler before 0.10: dynamic and idle added up, what a model made is modelled") {
  const std::string dynamic =
      "kepler_node_package_joules_total{instance=\"n\",mode=\"dynamic\",package=\"0\",source=";
  const std::string idle =
      "kepler_node_package_joules_total{instance=\"n\",mode=\"idle\",package=\"0\",source=";
  for (const auto& [source, evidence] :
       {std::pair{"\"intel_rapl\"", record::Evidence::measured},
        std::pair{"\"trained_power_model\"", record::Evidence::modelled}}) {
    const auto out = read(
        dynamic + source + "} 10 1717153190000\n" + idle + source + "} 1000 1717153190000\n" +
            dynamic + source + "} 60 1717153200000\n" + idle + source + "} 1100 1717153200000\n" +
            "kepler_node_platform_joules_total{instance=\"n\",mode=\"idle\",source=\"acpi\"} 1 "
            "1717153190000\n"
            "kepler_node_platform_joules_total{instance=\"n\",mode=\"idle\",source=\"acpi\"} 901 "
            "1717153200000\n",
        "kepler");
    REQUIRE(out.runs.size() == 1);
    const auto& package = energy(out.runs[0], "package 0");
    CHECK(package.energy_J == doctest::Approx(150));
    CHECK(package.idle_J == doctest::Approx(100));
    CHECK(package.evidence == evidence);
    CHECK_FALSE(energy(out.runs[0], "platform").counted);
    CHECK(counted_J(out.runs[0]) == doctest::Approx(150));
  }
}

TEST_CASE("metrics: torn lines by their line, values without a time once, a counter that fell") {
  const auto out = read(
      "kepler_node_cpu_joules_total{zone=\"package\"} 10 1717153190000\n"
      "kepler_node_cpu_joules_total{zone=\"pack\n"
      "kepler_node_cpu_joules_total{zone=\"package\"} 20 1717153195000\n"
      "kepler_node_cpu_joules_total{zone=\"package\"} NaN 1717153196000\n"
      "kepler_node_cpu_joules_total{zone=\"package\"} 3 1717153200000\n"
      "kepler_node_cpu_joules_total{zone=\"package\"} 5 1717153205000\n"
      "kepler_node_cpu_joules_total{zone=\"package\"} 6 17\n"
      "kepler_node_cpu_joules_total{zone=\"package\"} 7\n"
      "kepler_node_cpu_joules_total{zone=\"package\"} 8\n"
      "node_load1 0.5 1717153205000\n"
      "kepler_node_cpu_joules_total{zone=\"package\"} 900 1717153",
      "kepler");
  REQUIRE(out.runs.size() == 1);
  CHECK(counted_J(out.runs[0]) == doctest::Approx(12));
  CHECK(lines_of(out) == std::vector<std::size_t>{2, 4, 7, 8, 11, 5});
  REQUIRE(out.runs[0].gaps.size() == 1);
  CHECK(out.runs[0].gaps[0].from_ns == kStart + 5 * kSecond);
  CHECK(out.runs[0].gaps[0].until_ns == kStart + 10 * kSecond);
}

TEST_CASE("metrics in JSON of the query interface, in OpenMetrics, and as promtool dumps them") {
  const auto json = read(
      R"({"status":"success","data":{"resultType":"matrix","result":[)"
      R"({"metric":{"__name__":"kepler_node_gpu_joules_total","gpu_uuid":"GPU-1","gpu_name":"A100"},)"
      R"("values":[[1717153190,"5"],[1717153200.5,"1055"],[1717153201,"x"]]},)"
      R"({"metric":{"__name__":"up"},"values":[[1717153190,"1"]]},)"
      R"({"metric":{"__name__":"kepler_node_cpu_watts"},"value":[1717153190,"1"]}]}})",
      "kepler");
  REQUIRE(json.runs.size() == 1);
  const auto& card = energy(json.runs[0], "gpu GPU-1");
  CHECK(card.energy_J == doctest::Approx(1050));
  CHECK(card.uncertainty_J == doctest::Approx(52.5));
  CHECK(json.runs[0].hardware.accelerators.at(0).model == "A100");
  CHECK(json.unusable.size() == 2);

  const auto open = read(
      "# TYPE kepler_node_cpu_joules counter\n"
      "kepler_node_cpu_joules_total{zone=\"package\"} 1 1717153190.5\n"
      "kepler_node_cpu_joules_total{zone=\"package\"} 4 1717153191.5 # {trace_id=\"a\"} 1\n"
      "# EOF\n",
      "kepler");
  REQUIRE(open.runs.size() == 1);
  CHECK(counted_J(open.runs[0]) == doctest::Approx(3));
  CHECK(open.runs[0].start_ns == kStart + kSecond / 2);

  const auto dump = read(
      "{__name__=\"kepler_node_cpu_joules_total\", zone=\"psys\", note=\"a \\\"b\\\" \\\\ }\"} 1 "
      "1717153190000\n"
      "{__name__=\"kepler_node_cpu_joules_total\", zone=\"psys\", note=\"a \\\"b\\\" \\\\ }\"} 9 "
      "1717153191000\n",
      "kepler");
  REQUIRE(dump.runs.size() == 1);
  // with nothing else there, the platform is what is known
  CHECK(counted_J(dump.runs[0]) == doctest::Approx(8));

  const auto torn = read(
      R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"kepler_)",
      "kepler");
  CHECK(torn.runs.empty());
  CHECK(torn.unusable.size() == 1);
}

TEST_CASE("each sample of an answer in JSON has its place, however many are of no use") {
  std::string values;
  constexpr int kSamples = 20'000;
  for (int i = 0; i < kSamples; ++i)
    values += fmt::format("{}[{},\"{}\"]", i == 0 ? "" : ", ", 1'717'153'190 + i,
                          i % 2 == 0 ? fmt::format("{}", kSamples - i) : "NaN");
  const auto out =
      read(R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":)"
           R"({"__name__":"kepler_node_cpu_joules_total","zone":"package"},"values":[)" +
               values + "]}]}}",
           "kepler");
  // every second one is none, and the others fall
  CHECK(out.unusable.size() == kSamples - 1);
  for (const auto& one : out.unusable)
    CHECK(one.where.source->text().substr(one.where.offset, 6) == "[17171");
  CHECK(out.unusable.front().label == "data.result[0].values[1]");
}

TEST_CASE("Scaphandre's reports: mean powers since the report before, a torn one by its line") {
  const auto report = [](int second, double host_W, double socket_W, double dram_W) {
    const auto at = 1'717'153'190 + second;
    return fmt::format(
        R"({{"host":{{"consumption":{},"timestamp":{}.0,"components":{{"disks":null}}}},)"
        R"("consumers":[{{"exe":"x{{","cmdline":"\"}}","pid":1,"consumption":5.0,"timestamp":{}.0}}],)"
        R"("sockets":[{{"id":0,"consumption":{},"timestamp":{}.0,"domains":[)"
        R"({{"name":"dram","consumption":{},"timestamp":{}.0}}]}}]}})",
        host_W * 1e6, at, at, socket_W * 1e6, at, dram_W * 1e6, at);
  };
  // as 1.0 writes them: nothing in between
  const auto out = read(report(0, 30, 25, 5) + report(2, 40, 33, 7) + "\n" + report(4, 50, 42, 8) +
                            "\n" + report(6, 90, 80, 10).substr(0, 90),
                        "scaphandre");
  REQUIRE(out.runs.size() == 1);
  const auto& run = out.runs[0];
  CHECK(record::duration_s(run) == doctest::Approx(4));
  CHECK(energy(run, "host").energy_J == doctest::Approx(80 + 100));
  CHECK_FALSE(energy(run, "host").counted);
  CHECK(energy(run, "socket 0").energy_J == doctest::Approx(66 + 84));
  CHECK(energy(run, "socket 0 dram").evidence == record::Evidence::modelled);
  CHECK(counted_J(run) == doctest::Approx(180));
  CHECK(lines_of(out) == std::vector<std::size_t>{3});
  // one that is torn in the middle takes none of those behind it with it
  const auto torn = read(report(0, 30, 25, 5) + "\n" + report(2, 90, 80, 10).substr(0, 30) + "\n" +
                             report(4, 50, 42, 8) + report(5, 50, 40, 8),
                         "scaphandre");
  REQUIRE(torn.runs.size() == 1);
  CHECK(lines_of(torn) == std::vector<std::size_t>{2});
  CHECK(record::duration_s(torn.runs[0]) == doctest::Approx(5));
  CHECK(counted_J(torn.runs[0]) == doctest::Approx(4 * (42 + 8) + 40 + 8));
  // an array, as before 1.0; a report without a host is told
  const auto array =
      read("[" + report(0, 30, 25, 5) + "," + report(2, 40, 33, 7) + ",{}]", "scaphandre");
  REQUIRE(array.runs.size() == 1);
  CHECK(counted_J(array.runs[0]) == doctest::Approx(80));
  CHECK(array.unusable.size() == 1);
}

TEST_CASE("Scaphandre's metrics: sockets and memory of each host, in microjoules that wrap") {
  const auto out = read(
      "scaph_host_energy_microjoules{instance=\"a\"} 300000000 1717153190000\n"
      "scaph_host_energy_microjoules{instance=\"a\"} 900000000 1717153200000\n"
      "scaph_socket_energy_microjoules{socket_id=\"0\",instance=\"a\"} 262000000000 1717153190000\n"
      "scaph_socket_energy_microjoules{instance=\"a\",socket_id=\"0\"} 262100000000 1717153195000\n"
      "scaph_socket_energy_microjoules{instance=\"a\",socket_id=\"0\"} 5000000 1717153200000\n"
      "scaph_domain_energy_microjoules{domain_name=\"dram\",domain_id=\"0\",socket_id=\"0\","
      "instance=\"a\"} 0 1717153190000\n"
      "scaph_domain_energy_microjoules{domain_name=\"dram\",domain_id=\"0\",socket_id=\"0\","
      "instance=\"a\"} 20000000 1717153200000\n"
      "scaph_host_energy_microjoules{instance=\"b\"} 1 1717153190000\n"
      "scaph_host_energy_microjoules{instance=\"b\"} 1000001 1717153200000\n"
      "scaph_host_power_microwatts{instance=\"b\"} 1000001 1717153200000\n",
      "scaphandre");
  REQUIRE(out.runs.size() == 2);
  CHECK(out.runs[0].hardware.machine == "a");
  CHECK(counted_J(out.runs[0]) == doctest::Approx(100 + 20));
  CHECK(out.runs[0].gaps.size() == 1);
  CHECK(energy(out.runs[0], "host").energy_J == doctest::Approx(600));
  CHECK(counted_J(out.runs[1]) == doctest::Approx(1));
  CHECK(lines_of(out) == std::vector<std::size_t>{5});
}

TEST_CASE("whatever is torn out of a log or turned in it, no run contradicts itself") {
  const std::string logs[] = {
      "kepler_node_cpu_joules_total{zone=\"package\",path=\"a\"} 1 1717153190000\n"
      "kepler_node_cpu_joules_total{zone=\"package\",path=\"a\"} 4e3 1717153191000\n"
      "scaph_host_energy_microjoules 7 1717153190000\n"
      "scaph_host_energy_microjoules 9000000 1717153191000\n",
      R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":)"
      R"("kepler_node_gpu_joules_total","gpu":"0"},"values":[[1717153190,"5"],[1717153200,"9"]]}]}})",
      R"([{"host":{"consumption":3e7,"timestamp":1717153190.0},"sockets":[{"id":0,"consumption":)"
      R"(2e7,"timestamp":1717153190.0,"domains":[{"name":"dram","consumption":1e6,"timestamp":)"
      R"(1717153190.0}]}]},{"host":{"consumption":4e7,"timestamp":1717153192.0},"sockets":[]}])"};
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i) {
    auto text = logs[static_cast<std::size_t>(i % 3)];
    for (int change = 0; change < 1 + i % 4; ++change) {
      const auto at = random() % text.size();
      if (random() % 2 == 0) {
        text[at] = static_cast<char>("0123456789\"{}[],:.-e \n\\x"[random() % 24]);
      } else {
        text.erase(at, 1 + random() % 9);
      }
      if (text.empty()) break;
    }
    const Log log{std::make_shared<base::SourceText>("log", text)};
    for (const auto& importer : importers()) {
      if (importer.name != "kepler" && importer.name != "scaphandre") continue;
      static_cast<void>(importer.recognises(log));
      for (const auto& run : importer.read(log).runs) CHECK(record::contradictions(run).empty());
    }
  }
}

}  // namespace holon::ledger
