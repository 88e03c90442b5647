// SPDX-License-Identifier: Apache-2.0
#include "findings/same_work.h"

#include <memory>

#include <doctest/doctest.h>

namespace holon::findings {
namespace {

RunTable read(const std::string& text) {
  const std::vector<base::SourcePtr> sources{
      std::make_shared<const base::SourceText>("runs.csv", text)};
  const auto out = read_runs(sources, {});
  REQUIRE(out.has_value());
  return *out;
}

TEST_CASE("the fastest device need not take the least energy, nor that the least carbon") {
  const auto runs = read(
      "device,model,time (s),energy (kWh),carbon (g)\n"
      "fast,a,10,4,400\nfast,a,12,6,600\n"
      "lean,a,20,2,500\n"
      "green,a,30,3,90\n"
      "lean,b,1,1,1\n");
  const auto found = compare_devices(runs);
  REQUIRE(found.has_value());
  CHECK(found->works == 1);
  CHECK(found->left_out == 1);
  CHECK(found->devices[0].time_s == doctest::Approx(11));
  CHECK(found->devices[*found->fastest].hardware == "fast");
  CHECK(found->devices[*found->least_energy].hardware == "lean");
  CHECK(found->devices[*found->least_carbon].hardware == "green");
  CHECK(found->time_against_energy == 1);
}

TEST_CASE("a column that is missing makes no winner") {
  const auto found = compare_devices(read("device,model,time (s)\na,m,1\nb,m,2\n"));
  REQUIRE(found.has_value());
  CHECK(found->fastest == 0U);
  CHECK(!found->least_energy.has_value());
  CHECK(!compare_devices(read("model,time (s)\nm,1\n")).has_value());
}

TEST_CASE("a variant that computes less and takes more is flagged") {
  const auto found =
      compare_variants(read("model,variant,GFLOPs,energy (J)\n"
                            "m,dense,20,10\nm,pruned,10,12\nm,quantised,20,6\nm,small,15,9\n"));
  REQUIRE(found.has_value());
  CHECK(found->compared == 3);
  CHECK(found->lowered == 2);
  REQUIRE(found->flags.size() == 1);
  CHECK(found->flags[0].to == "pruned");
  CHECK(found->flags[0].proxy == Measure::flop);
  CHECK(found->flags[0].target_ratio == doctest::Approx(1.2));
}

TEST_CASE("the setting of least energy is found over works measured at all settings") {
  const auto curves =
      compare_settings(read("network,power_limit,time_per_epoch,average_power\n"
                            "a,100,20,100\na,150,12,140\na,200,10,200\n"
                            "b,100,20,100\nb,200,10,200\n"));
  REQUIRE(curves.size() == 1);
  CHECK(curves[0].works == 1);
  CHECK(curves[0].left_out == 1);
  CHECK(curves[0].points[curves[0].least].setting == 150);
  CHECK(curves[0].points[1].energy_ratio == doctest::Approx(0.84));
  CHECK(curves[0].points[1].time_ratio == doctest::Approx(1.2));
}

}  // namespace
}  // namespace holon::findings
