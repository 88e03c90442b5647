// SPDX-License-Identifier: Apache-2.0
//
// Stella's files of ../shared/data/loops-that-matter, read as they are.
#include <cmath>
#include <filesystem>
#include <string>

#include "base/file.h"
#include "engine/loops/analysis_test.h"
#include "model/formats/build.h"
#include "model/formats/xmile.h"

namespace holon::engine::loops {
namespace {

const std::string kFolder = "../shared/data/loops-that-matter/";

bool is_absent(const std::string& name) {
  if (std::filesystem::exists(kFolder + name)) return false;
  MESSAGE("skipped: ", kFolder, name, " is absent");
  return true;
}

model::Model model_of(const std::string& name) {
  const auto path = kFolder + name;
  const auto script = model::formats::read_xmile(
      std::make_shared<const base::SourceText>(path, base::read_file(path)));
  REQUIRE(script);
  auto built = model::formats::build(*script, {});
  REQUIRE(built);
  auto out = model::finished_without_units(std::move(built->model));
  REQUIRE(out);
  return *out;
}

}  // namespace

TEST_CASE("the file of logistic growth has the two loops of the model written out") {
  if (is_absent("logistic_growth.stmx")) return;
  const auto report = report_on(model_of("logistic_growth.stmx"));
  REQUIRE(report.loops.size() == 2);
  // P over K of the change goes round the balancing loop, 1 - P / K round the other
  double population = 5;
  for (std::size_t t = 0; t < report.times.size(); ++t) {
    for (const auto& loop : report.loops) {
      const double share = loop.name == "B1" ? -population / 1000 : 1 - population / 1000;
      CHECK(loop.share[t] == doctest::Approx(share).epsilon(1e-9));
    }
    population += 0.12 * (1 - population / 1000) * population;
  }
}

TEST_CASE("the file of the arms race has its eight loops, and three parties win") {
  if (is_absent("arms_race.stmx")) return;
  const auto report = report_on(model_of("arms_race.stmx"));
  CHECK(report.loops.size() == 8);
  CHECK(report.complete);
  REQUIRE(report.partitions.size() == 1);
  CHECK(report.partitions[0].stocks.size() == 3);
  CHECK(report.partitions[0].explained == doctest::Approx(1));
  std::size_t balancing = 0;
  for (const auto& loop : report.loops) balancing += loop.name.starts_with("B") ? 1 : 0;
  CHECK(balancing == 3);
}

}  // namespace holon::engine::loops
