// SPDX-License-Identifier: Apache-2.0
//
// A small file can ask for a model of any size: each way ends with a diagnostic, soon.
#include "model/formats/build.h"

#include <memory>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "model/formats/vensim.h"
#include "model/formats/xmile.h"

namespace holon::model::formats {
namespace {

base::SourcePtr source(std::string text) {
  return std::make_shared<const base::SourceText>("model", std::move(text));
}

bool is_too_large(const base::Result<Script>& script) {
  REQUIRE(script);
  const auto built = build(*script, {});
  return !built && built.error().front().code == base::Code::too_many_elements;
}

bool vensim_is_too_large(const std::string& equations) {
  return is_too_large(read_vensim(source("{UTF-8}\n" + equations)));
}

const std::string kThreeRanges = "a: (a1-a1000) ~~|\nb: (b1-b1000) ~~|\nc: (c1-c1000) ~~|\n";

}  // namespace

TEST_CASE("arrays of a million elements and more") {
  CHECK(vensim_is_too_large(kThreeRanges + "x[a,b,c] = 1 ~~|\n"));
  CHECK(vensim_is_too_large(kThreeRanges + "x[a,b] = 1 ~~|\ny[b,c] = 2 ~~|\n"));
  CHECK(vensim_is_too_large("a: (a1-a100000) ~~|\nx[a,a,a,a,a] = 1 ~~|\n"));
}

TEST_CASE("sums over a million elements and more") {
  const auto arrays = kThreeRanges + "x[a] = 1 ~~|\ny[b] = 1 ~~|\nz[c] = 1 ~~|\n";
  CHECK(vensim_is_too_large(arrays + "s = SUM(x[a!] * y[b!] * z[c!]) ~~|\n"));
  CHECK(vensim_is_too_large(arrays + "s[a] = SUM(y[b!] * z[c!]) ~~|\n"));
}

TEST_CASE("delays of many stages in many elements") {
  CHECK(vensim_is_too_large("a: (a1-a10000) ~~|\nx[a] = DELAY N(Time, 5000, 0, 1000) ~~|\n"));
}

TEST_CASE("macros that use others twice, and themselves") {
  std::string macros = ":MACRO: M0(x)\nM0 = x ~~|\n:END OF MACRO:\n";
  for (int i = 1; i < 30; ++i)
    macros +=
        fmt::format(":MACRO: M{0}(x)\nM{0} = M{1}(x) + M{1}(x) ~~|\n:END OF MACRO:\n", i, i - 1);
  CHECK(vensim_is_too_large(macros + "y = M29(1) ~~|\n"));
}

TEST_CASE("modules that hold others twice") {
  const auto script = read_xmile(
      source("<xmile version=\"1.0\"><header/><sim_specs><start>0</start><stop>1</stop></sim_specs>"
             "<model><variables><aux name=\"x\"><eqn>1</eqn></aux></variables></model></xmile>"));
  REQUIRE(script);
  auto nested = *script;
  for (int i = 0; i < 30; ++i) {
    Block block;
    block.name = fmt::format("k{}", i);
    if (i < 29) {
      block.modules.push_back({"left", fmt::format("k{}", i + 1), {}, {}});
      block.modules.push_back({"right", fmt::format("k{}", i + 1), {}, {}});
    }
    nested.models.push_back(std::move(block));
  }
  nested.models.front().modules.push_back({"top", "k0", {}, {}});
  const auto built = build(nested, {});
  REQUIRE_FALSE(built);
  CHECK(built.error().front().code == base::Code::too_many_elements);
}

TEST_CASE("ranges that are made of ranges, far down") {
  std::string ranges;
  for (int i = 5000; i > 0; --i) ranges += fmt::format("r{}: r{} ~~|\n", i, i - 1);
  const auto script = read_vensim(source("{UTF-8}\n" + ranges + "r0: a, b ~~|\nx[r9] = 1 ~~|\n"));
  REQUIRE(script);
  const auto built = build(*script, {});
  REQUIRE_FALSE(built);
  CHECK(built.error().front().code == base::Code::bad_range);
}

}  // namespace holon::model::formats
