// SPDX-License-Identifier: Apache-2.0
#include "engine/run_review.h"

#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "model/formats/build.h"
#include "model/formats/vensim.h"
#include "model/model.h"

namespace holon::engine {
namespace {

base::Diagnostics found_in(const std::string& equations) {
  const auto script = model::formats::read_vensim(std::make_shared<const base::SourceText>(
      "model",
      "{UTF-8}\n" + equations +
          "INITIAL TIME = 0 ~~|\nFINAL TIME = 10 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n"));
  REQUIRE(script);
  auto built = model::formats::build(*script, {});
  REQUIRE(built);
  const auto finished = model::finished_without_units(std::move(built->model));
  REQUIRE(finished);
  return review_run(*finished);
}

}  // namespace

TEST_CASE("a table that is left is told with the first time, unless it is level there") {
  const auto found = found_in("f((0,0),(3,4)) ~~|\ny = f(2 * Time) ~~|\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == base::Code::model_beyond_table);
  CHECK(found[0].message == "read at 4 at time 2, beyond the points from 0 to 3");
  CHECK(found_in("f((0,0),(3,4),(4,4)) ~~|\ny = f(2 * Time) ~~|\n").empty());
  CHECK(found_in("f((0,0),(30,4)) ~~|\ny = f(2 * Time) ~~|\n").empty());
}

TEST_CASE("a division by zero is told, unless a choice prevents it") {
  const auto found = found_in("d = 3 - Time ~~|\ny = 1 / d ~~|\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].message == "this divides by 0 at time 3");
  CHECK(found_in("d = 3 - Time ~~|\ny = ZIDZ(1, d) ~~|\n").empty());
  CHECK(found_in("d = 3 - Time ~~|\ny = IF THEN ELSE(d = 0, 0, 1 / d) ~~|\n").empty());
}

}  // namespace holon::engine
