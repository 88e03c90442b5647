// SPDX-License-Identifier: Apache-2.0
//
// What becomes of written models: their elements' equations and the places of mistakes.
#include "model/formats/build.h"

#include <algorithm>
#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "model/formats/vensim.h"
#include "model/formats/xmile.h"

namespace holon::model::formats {
namespace {

constexpr const char* kTimes =
    "INITIAL TIME = 0 ~~|\nFINAL TIME = 3 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = TIME STEP ~~|\n";

base::Result<Built> vensim(const std::string& text, const BuildOptions& options = {}) {
  const auto source =
      std::make_shared<const base::SourceText>("m.mdl", "{UTF-8}\n" + text + kTimes);
  return build(read_vensim(source).value(), options);
}

const Expr& equation_of(const Built& built, const std::string& name) {
  const auto found = std::find_if(built.shown.begin(), built.shown.end(),
                                  [&](const Shown& shown) { return shown.name == name; });
  REQUIRE(found != built.shown.end());
  return built.model[found->variable].equation;
}

}  // namespace

TEST_CASE("a variable may be data for some elements and have equations for others") {
  BuildOptions options;
  options.data = {{"x[b]", {0, 2}, {5, 7}}, {"x[a]", {0, 2}, {1, 1}}};
  const auto built = vensim(
      "R: a, b, c, d ~~|\nx[a] = 4 ~~|\nx[b] ~~|\nS: c, d ~~|\nx[S] = 8, 9 ~~|\n"
      "y[R] = x[R] ~~|\n",
      options);
  REQUIRE(built);
  CHECK(equation_of(*built, "x[a]")->value == 4);
  CHECK(equation_of(*built, "x[b]")->op == Op::lookup);
  CHECK(equation_of(*built, "x[b]")->table->y == std::vector<double>{5, 7});
  CHECK(equation_of(*built, "x[d]")->value == 9);
  CHECK(built->warnings.empty());
}

TEST_CASE("a step or saving interval that follows the run's state is told") {
  const auto of = [](const std::string& step, const std::string& save_every) {
    const auto source = std::make_shared<const base::SourceText>(
        "m.mdl", "{UTF-8}\nx = INTEG(1, INITIAL(k)) ~~|\nk = 2 ~~|\nINITIAL TIME = 0 ~~|\n" +
                     std::string("FINAL TIME = 4 ~~|\nTIME STEP = ") + step +
                     " ~~|\nSAVEPER = " + save_every + " ~~|\n");
    const auto built = build(read_vensim(source).value(), {});
    REQUIRE(built);
    std::string out;
    for (const auto& warning : built->warnings) out += warning.message + "\n";
    return out;
  };
  CHECK(of("k / 4", "INITIAL(k) * TIME STEP") == "");
  CHECK(of("IF THEN ELSE(Time < 2, 1, 0.5)", "IF THEN ELSE(Time < 2, 1, 0.5)") == "");
  CHECK(of("0.5", "IF THEN ELSE(x < 3, 1, 0.5)") ==
        "`SAVEPER` changes during the run; holon keeps its first value, 1\n");
  CHECK(of("0.5 / x", "1") ==
        "`TIME STEP` changes during the run; holon keeps its first value, 0.25\n");
}

TEST_CASE("a step that follows the time since the start is followed from there") {
  const auto of = [](const std::string& step) {
    const auto source = std::make_shared<const base::SourceText>(
        "m.mdl",
        "{UTF-8}\nINITIAL TIME = 10 ~~|\nFINAL TIME = 14 ~~|\nSAVEPER = 1 ~~|\nTIME STEP = " +
            step + " ~~|\n");
    return build(read_vensim(source).value(), {}).value();
  };
  const auto since = of("IF THEN ELSE(Time - INITIAL(Time) < 2, 1, 0.5)");
  CHECK(since.warnings.empty());
  CHECK(since.model.time.step == 0.5);
  CHECK(since.model.time.steps == 8);
  CHECK(since.saved_steps == std::vector<std::uint32_t>{0, 2, 4, 6, 8});
  // another equation at the start than later
  const auto begun = of("ACTIVE INITIAL(IF THEN ELSE(Time < 12, 1, 0.5), 1)");
  REQUIRE(begun.warnings.size() == 1);
  CHECK(begun.model.time.step == 1);
}

TEST_CASE("an equation that its author has not written is told as such, once") {
  const auto built = vensim("x = A FUNCTION OF(y) ~~|\nx = ~ m ~ to do |\ny = 1 ~~|\n");
  REQUIRE(!built);
  REQUIRE(built.error().size() == 1);
  CHECK(built.error().front().message == "`x` has no equation yet");
}

TEST_CASE("in Stella an output of a module may feed an input of the model around it") {
  const auto source = std::make_shared<const base::SourceText>("m.stmx", R"(<xmile version="1.0">
<header><vendor>isee systems, inc.</vendor></header>
<sim_specs><start>0</start><stop>2</stop><dt>1</dt></sim_specs>
<model><variables>
<module name="Inner"><connect to=".seen" from="Inner.made"/></module>
<aux name="seen" access="input"><eqn>Inner</eqn></aux>
<aux name="twice"><eqn>seen * 2</eqn></aux></variables></model>
<model name="Inner"><variables><aux name="made" access="output"><eqn>3</eqn></aux></variables>
</model></xmile>)");
  const auto built = build(read_xmile(source).value(), {});
  REQUIRE(built);
  CHECK(equation_of(*built, "seen")->op == Op::variable);
}

}  // namespace holon::model::formats
