// SPDX-License-Identifier: Apache-2.0
#include "model/formats/script_review.h"

#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "model/formats/vensim.h"

namespace holon::model::formats {
namespace {

std::vector<base::Code> codes_of(const std::string& equations) {
  const auto script =
      read_vensim(std::make_shared<const base::SourceText>("model", "{UTF-8}\n" + equations));
  REQUIRE(script);
  const auto built = build(*script, {});
  REQUIRE(built);
  std::vector<base::Code> out;
  for (const auto& warning : review(*script, *built)) out.push_back(warning.code);
  return out;
}

const std::string kTimes =
    "INITIAL TIME = 0 ~~|\nFINAL TIME = 10 ~~|\nTIME STEP = 0.5 ~~|\nSAVEPER = TIME STEP ~~|\n";

}  // namespace

TEST_CASE("a sound model is silent") {
  CHECK(
      codes_of("p = INTEG(p * r, 1) ~~|\nr = 0.1 ~~|\nq = DELAY3(p, 1.5) ~~|\n" + kTimes).empty());
}

TEST_CASE("a constant that nothing reads, unless it is supplementary") {
  using base::Code;
  const std::string sound = "p = INTEG(r, 1) ~~|\nr = 0.1 ~~|\n" + kTimes;
  CHECK(codes_of("s = 2 ~~|\n" + sound) == std::vector{Code::model_unused});
  CHECK(codes_of("s = 2 ~~~:SUPPLEMENTARY|\n" + sound).empty());
  CHECK(codes_of("s = 2 ~~|\nt = s * 2 ~~|\n" + sound).empty());
}

TEST_CASE("delays and times that the steps do not fit") {
  using base::Code;
  CHECK(codes_of("p = SMOOTH(Time, d) ~~|\nd = 0.2 * 2 ~~|\n" + kTimes) ==
        std::vector{Code::model_short_delay});
  CHECK(codes_of("p = Time ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 10 ~~|\nTIME STEP = 0.3 ~~|\n"
                 "SAVEPER = 0.5 ~~|\n") ==
        std::vector{Code::model_odd_times, Code::model_odd_times});
  CHECK(codes_of("p = Time ~~|\nINITIAL TIME = 5 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\n"
                 "SAVEPER = 1 ~~|\n") == std::vector{Code::model_odd_times});
}

TEST_CASE("a stock compared with what is computed") {
  using base::Code;
  CHECK(codes_of("p = INTEG(1, 0) ~~|\nq = IF THEN ELSE(p = Time, 1, 2) ~~|\n" + kTimes) ==
        std::vector{Code::model_exact_comparison});
  CHECK(codes_of("p = INTEG(1, 0) ~~|\nq = IF THEN ELSE(p = 5, 1, 2) ~~|\n" + kTimes).empty());
}

}  // namespace holon::model::formats
