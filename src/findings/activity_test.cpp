// SPDX-License-Identifier: Apache-2.0
//
// Every way an activity can state what it uses, against arithmetic done by hand.
#include <doctest/doctest.h>

#include "findings/example_study.h"

namespace holon::findings {
namespace {

constexpr const char* kPlaces =
    "holon: 1\n"
    "places:\n"
    "  p: {carbon intensity: 100 g/kWh, pue: 1.5, wue: 2 L/kWh, water intensity: 3 L/kWh, "
    "electricity price: 0.2 USD/kWh}\n";

// totals of a study with one activity `a` of the phase `training`
Findings of_activity(const std::string& activity, const std::string& more = "") {
  return assess_text(
      std::string(kPlaces) + more + "life cycle:\n  training:\n    a: " + activity + "\n", 8);
}

void check_energy(const Findings& findings, double kWh) {
  CHECK(mean_total(findings, "energy") == doctest::Approx(kWh).epsilon(1e-12));
}

TEST_CASE("device energy times PUE is facility energy, and its carbon, water and cost follow") {
  const auto f = of_activity("{at: p, energy: 10 kWh}");
  check_energy(f, 15);
  CHECK(mean_total(f, "climate") == doctest::Approx(1.5));
  // at generation per facility kWh, on site per device kWh
  CHECK(mean_total(f, "water") == doctest::Approx(15 * 3 + 10 * 2));
  CHECK(mean_total(f, "cost") == doctest::Approx(15 * 0.2));
}

TEST_CASE("energy stated at the facility meets the PUE only once") {
  const auto f = of_activity("{at: p, energy: 15 kWh at facility}");
  check_energy(f, 15);
  CHECK(mean_total(f, "water") == doctest::Approx(15 * 3 + 10 * 2));
}

TEST_CASE("hardware with power gives energy by count, time and load") {
  const std::string hardware =
      "hardware:\n  h: {power: 1 kW, idle power: 200 W, embodied: {climate: 100 kg}, lifetime: "
      "1000 hours, utilisation: 50 %}\n";
  check_energy(of_activity("{at: p, hardware: {use: h, count: 4, for: 10 hours}}", hardware),
               4 * 10 * 1.5);
  check_energy(
      of_activity("{at: p, hardware: {use: h, count: 4, for: 10 hours, load: 50 %}}", hardware),
      4 * 10 * 0.6 * 1.5);
  const auto idle = of_activity(
      "{at: p, hardware: {use: h, count: 4, for: 10 hours, idle for: 5 hours}}", hardware);
  check_energy(idle, 4 * (10 * 1.0 + 5 * 0.2) * 1.5);
  // idle hours wear the hardware too
  CHECK(mean_part(idle, "source", "hardware", 0) == doctest::Approx(4 * 15 * 100 / (1000 * 0.5)));
}

TEST_CASE("stated energy leaves to hardware its embodied part only") {
  const auto f = of_activity("{at: p, energy: 10 kWh, hardware: {use: h, count: 2, for: 10 hours}}",
                             "hardware:\n  h: {power: 1 kW, embodied: {climate: 100 kg}, lifetime: "
                             "1000 hours, utilisation: 100 %}\n");
  check_energy(f, 15);
  CHECK(mean_part(f, "source", "hardware", 0) == doctest::Approx(2 * 10 * 100 / 1000.0));
}

TEST_CASE("embodied impacts of parts add up, and end of life is a source of its own") {
  const auto f = of_activity("{at: p, energy: 0 kWh, hardware: {use: h, for: 100 hours}}",
                             "hardware:\n  h:\n    embodied: {climate: 10 kg, minerals: 1 g}\n    "
                             "accelerators: {count: 8, embodied: {climate: 5 kg}}\n"
                             "    parts: {bezel: {embodied: {climate: 2 kg}}}\n    end of life: "
                             "{climate: 1 kg}\n    lifetime: 1000 hours\n    utilisation: 100 %\n");
  CHECK(mean_part(f, "source", "hardware", 0) == doctest::Approx(0.1 * (10 + 40 + 2)));
  CHECK(mean_part(f, "source", "disposal", 0) == doctest::Approx(0.1));
  CHECK(mean_total(f, "minerals") == doctest::Approx(0.1 * 0.001));
}

TEST_CASE("a service times its energy per unit, compute by efficiency, and repetitions") {
  check_energy(of_activity("{at: p, serves: 1000 request, energy per request: 2 Wh/request}"),
               2 * 1.5);
  check_energy(of_activity("{at: p, compute: 3.6e15 FLOP, efficiency: 1 GFLOP/J}"), 1.5);
  check_energy(of_activity("{at: p, energy: 10 kWh, times: 7}"), 105);
}

TEST_CASE("compute on hardware takes the time that its peak and utilisation give") {
  const auto f =
      of_activity("{at: p, compute: 3.6e18 FLOP, flop utilisation: 50 %, hardware: {use: h}}",
                  "hardware:\n  h: {power: 400 W, peak: 100 TFLOP/s, embodied: {climate: 100 kg}, "
                  "lifetime: 1000 hours, utilisation: 100 %}\n");
  // 3.6e18 / 5e13 s = 20 hours
  check_energy(f, 20 * 0.4 * 1.5);
  CHECK(mean_part(f, "source", "hardware", 0) == doctest::Approx(2));
}

TEST_CASE("storage and network use electricity under their own names") {
  const auto f = of_activity(
      "{at: p, storage: {amount: 2 TB, for: 100 hours, power: 1 W/TB}, network: {amount: 50 GB, "
      "energy: 0.01 kWh/GB}}");
  CHECK(mean_part(f, "source", "storage", 1) == doctest::Approx(0.2 * 1.5));
  CHECK(mean_part(f, "source", "network", 1) == doctest::Approx(0.5 * 1.5));
}

TEST_CASE("a rate lasts for the dates of its activity, last day included") {
  check_energy(of_activity("{at: p, power: 1 kW, from: 2024-01-01, to: 2024-01-10}"), 240 * 1.5);
}

TEST_CASE("what the boundary leaves out is in no total and is named") {
  const auto f =
      assess_text(std::string(kPlaces) +
                      "boundary: {in: [training], out: [idle]}\nlife cycle:\n  training:\n    a: "
                      "{at: p, energy: 10 kWh}\n    idle: {at: p, energy: 10 kWh}\n",
                  8);
  check_energy(f, 15);
  REQUIRE(f.excluded.size() == 1);
  CHECK(f.excluded[0] == "training.idle");
}

TEST_CASE("a factor that nobody knows is missing and makes no flow") {
  const auto f = assess_text(
      "holon: 1\nplaces: {p: {pue: 1}}\nlife cycle:\n  training: {at: p, energy: 10 kWh}\n", 8);
  REQUIRE(f.categories.size() == 1);
  CHECK(f.categories[0].name == "energy");
  CHECK(f.missing.size() == 3);
}

TEST_CASE("an evidence is that of the weakest input") {
  const auto f = assess_text(
      "holon: 1\nplaces: {p: {pue: {value: 1, evidence: measured}, carbon intensity: {value: 100 "
      "g/kWh, evidence: assumed}}}\n"
      "life cycle:\n  training: {at: p, energy: {value: 10 kWh, evidence: measured}}\n",
      8);
  CHECK(f.evidence[category(f, "climate")]
            .share[static_cast<std::size_t>(quantity::Evidence::assumed)] == 1);
  CHECK(f.evidence[category(f, "energy")]
            .share[static_cast<std::size_t>(quantity::Evidence::measured)] == 1);
}

}  // namespace
}  // namespace holon::findings
