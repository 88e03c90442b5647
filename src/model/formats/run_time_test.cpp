// SPDX-License-Identifier: Apache-2.0
//
// What a run's options change in a model.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "model/formats/build.h"
#include "model/formats/vensim.h"

namespace holon::model::formats {
namespace {

Built built_with(const BuildOptions& options) {
  const auto source = std::make_shared<const base::SourceText>(
      "model.mdl",
      "{UTF-8}\nx = INTEG(-x / TIME STEP, 100) ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 37 ~~|\n"
      "TIME STEP = 1 ~~|\nSAVEPER = TIME STEP ~~|\n");
  return build(read_vensim(source).value(), options).value();
}

// the number that a variable is; NaN where it is none
double number_of(const Built& built, const std::string& name) {
  const auto found = std::find_if(built.shown.begin(), built.shown.end(),
                                  [&](const Shown& shown) { return shown.name == name; });
  REQUIRE(found != built.shown.end());
  const auto& equation = built.model[found->variable].equation;
  return equation->op == Op::number ? equation->value : NAN;
}

}  // namespace

TEST_CASE("equations read the times of the run that its options say") {
  BuildOptions options;
  options.start = 2;
  options.stop = 10;
  options.step = 0.5;
  options.save_every = 2;
  const auto built = built_with(options);
  CHECK(number_of(built, "INITIAL TIME") == 2);
  CHECK(number_of(built, "FINAL TIME") == 10);
  CHECK(number_of(built, "TIME STEP") == 0.5);
  CHECK(number_of(built, "SAVEPER") == 2);
  CHECK(built.model.time.steps == 16);
  CHECK(built.stop == 10);
}

TEST_CASE("a time that no option says stays the model's, and follows those that are said") {
  BuildOptions options;
  options.step = 0.25;
  const auto built = built_with(options);
  CHECK(number_of(built, "FINAL TIME") == 37);
  CHECK(built.save_every == 0.25);
  CHECK(built.stop == 37);
}

TEST_CASE("a model without a variable is refused") {
  const auto source = std::make_shared<const base::SourceText>("model.mdl", "{UTF-8}\n");
  const auto built = build(read_vensim(source).value(), {});
  REQUIRE(!built);
  REQUIRE(built.error().size() == 1);
  CHECK(built.error().front().code == base::Code::vensim_syntax);
}

}  // namespace holon::model::formats
