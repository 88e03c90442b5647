// SPDX-License-Identifier: Apache-2.0
//
// A study with arrays is the study that somebody wrote out by hand, element by element.
#include <algorithm>
#include <map>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/property_test.h"
#include "findings/example_study.h"

namespace holon::findings {
namespace {

using base::Dice;
using Elements = std::vector<std::string>;

/// The element of each dimension, by its name; what is not in it is loose.
using Chosen = std::map<std::string, std::string>;

/// An equation that can be written with subscripts, or out for one element.
struct Tree {
  enum class Kind { number, growth, size, gather, infix, greater } kind = Kind::number;
  std::string text;  // number, operator, function
  std::string over;  // dimension that is gathered
  std::vector<Tree> parts;
};

const std::map<std::string, Elements> kDimensions{{"region", {"eu", "us", "asia"}},
                                                  {"model", {"small", "large"}}};

Tree random_tree(Dice& dice, int depth, std::vector<std::string> bound) {
  const auto is_bound = [&](const std::string& dimension) {
    return std::find(bound.begin(), bound.end(), dimension) != bound.end();
  };
  const auto leaf = [&]() -> Tree {
    if (is_bound("region") && is_bound("model") && dice.roll(2) == 0)
      return {Tree::Kind::size, "", "", {}};
    if (is_bound("region") && dice.roll(2) == 0) return {Tree::Kind::growth, "", "", {}};
    return {Tree::Kind::number, fmt::format("{}", 1 + dice.roll(9)), "", {}};
  };
  if (depth == 0) return leaf();
  const auto part = [&] { return random_tree(dice, depth - 1, bound); };
  switch (dice.roll(5)) {
    case 0:
      return {Tree::Kind::infix, dice.one_of({"+", "*", "-"}), "", {part(), part()}};
    case 1:
      return {Tree::Kind::greater, "", "", {part(), part()}};
    case 2:
    case 3: {
      const std::string over = dice.one_of({"region", "model"});
      if (is_bound(over)) return leaf();
      bound.push_back(over);
      // what is gathered names its dimension, whatever else it reads
      Tree named{Tree::Kind::size, "", "", {}};
      if (over == "region")
        named.kind = Tree::Kind::growth;
      else if (!is_bound("region"))
        return leaf();
      return {Tree::Kind::gather,
              dice.one_of({"sum", "mean", "min", "max", "product"}),
              over,
              {{Tree::Kind::infix, "*", "", {named, random_tree(dice, depth - 1, bound)}}}};
    }
    default:
      return leaf();
  }
}

std::string with_subscripts(const Tree& tree) {
  const auto part = [&](std::size_t i) { return with_subscripts(tree.parts[i]); };
  switch (tree.kind) {
    case Tree::Kind::number:
      return tree.text;
    case Tree::Kind::growth:
      return "growth[region]";
    case Tree::Kind::size:
      return "size[region, model]";
    case Tree::Kind::gather:
      return fmt::format("{}({})", tree.text, part(0));
    case Tree::Kind::infix:
      return fmt::format("({} {} {})", part(0), tree.text, part(1));
    case Tree::Kind::greater:
      return fmt::format("max({}, {})", part(0), part(1));
  }
  return "";
}

std::string by_hand(const Tree& tree, const Chosen& chosen) {
  const auto part = [&](std::size_t i) { return by_hand(tree.parts[i], chosen); };
  switch (tree.kind) {
    case Tree::Kind::number:
      return tree.text;
    case Tree::Kind::growth:
      return "growth " + chosen.at("region");
    case Tree::Kind::size:
      return fmt::format("size {} {}", chosen.at("region"), chosen.at("model"));
    case Tree::Kind::gather: {
      Elements all;
      for (const auto& element : kDimensions.at(tree.over)) {
        auto inside = chosen;
        inside[tree.over] = element;
        all.push_back(by_hand(tree.parts[0], inside));
      }
      const auto listed = fmt::format("{}", fmt::join(all, ", "));
      return tree.text == "mean" ? fmt::format("(sum({}) / {})", listed, all.size())
                                 : fmt::format("{}({})", tree.text, listed);
    }
    case Tree::Kind::infix:
      return fmt::format("({} {} {})", part(0), tree.text, part(1));
    case Tree::Kind::greater:
      return fmt::format("max({}, {})", part(0), part(1));
  }
  return "";
}

/// One study in both ways.
struct Pair {
  std::string with_arrays;
  std::string by_hand;
};

Pair random_study(Dice& dice) {
  const std::string head =
      "holon: 1\ntime: {from: 2024-01-01, to: 2025-01-01, step: 1 month}\nplaces:\n"
      "  eu: {carbon intensity: 60 .. 80 g/kWh, pue: 1.2, wue: 0.2 L/kWh, water intensity: 1 "
      "L/kWh}\n"
      "  us: {carbon intensity: 380 g/kWh, pue: 1.1, wue: 1 L/kWh, water intensity: 2 L/kWh}\n"
      "  asia: {carbon intensity: 560 g/kWh, pue: 1.4, wue: 1 L/kWh, water intensity: 1 L/kWh}\n";
  const auto tree = random_tree(dice, 4, {"region"});
  const auto goal = random_tree(dice, 3, {"region"});
  const auto total = random_tree(dice, 3, {});
  const auto range = [&] {
    const double low = dice.between(0.1, 1);
    return fmt::format("{} .. {}", low, low + dice.between(0.1, 1));
  };
  const auto growth = range();

  Pair out{head +
               "dimensions:\n  region: [eu, us, asia]\n  model: [small, large]\n"
               "life cycle:\n  deployment:\n    api[region]:\n      at: region\n"
               "      power: \"= (1 + abs(level[region])) * 1 [kW]\"\n"
               "    base: {at: eu, power: \"= abs(total) * 1 [W]\"}\nfeedback:\n",
           head + "life cycle:\n  deployment:\n"};
  out.with_arrays += "  growth[region]:\n";
  std::string sizes = "  size[region, model]:\n";
  std::string hand_variables;
  for (const auto& region : kDimensions.at("region")) {
    const Chosen chosen{{"region", region}};
    out.by_hand += fmt::format(
        "    api {0}: {{at: {0}, power: \"= (1 + abs(level {0})) * 1 [kW]\"}}\n", region);
    const auto caused = fmt::format("{{value: {}, cause: growth of {}}}", growth, region);
    out.with_arrays += fmt::format("    {}: {}\n", region, caused);
    hand_variables += fmt::format("  growth {}: {}\n", region, caused);
    sizes += fmt::format("    {}:\n", region);
    for (const auto& model : kDimensions.at("model")) {
      const auto size = fmt::format("{{value: {}, cause: size of {} {}}}", range(), region, model);
      sizes += fmt::format("      {}: {}\n", model, size);
      hand_variables += fmt::format("  size {} {}: {}\n", region, model, size);
    }
    hand_variables += fmt::format(
        "  level {0}:\n    stock: \"= {1}\"\n    change: \"= tanh({2}) * 1 [1/year]\"\n", region,
        by_hand(tree, chosen), by_hand(goal, chosen));
  }
  out.with_arrays += sizes;
  out.with_arrays += fmt::format(
      "  level[region]:\n    stock: \"= {}\"\n    change: \"= tanh({}) * 1 [1/year]\"\n"
      "  total: \"= {} + sum(level[region])\"\n",
      with_subscripts(tree), with_subscripts(goal), with_subscripts(total));
  out.by_hand +=
      "    base: {at: eu, power: \"= abs(total) * 1 [W]\"}\nfeedback:\n" + hand_variables +
      fmt::format("  total: \"= {} + sum(level eu, level us, level asia)\"\n", by_hand(total, {}));
  return out;
}

bool same_bits(const std::optional<Summary>& a, const std::optional<Summary>& b) {
  if (!a || !b) return !a && !b;
  return a->mean == b->mean && a->sd == b->sd && a->p05 == b->p05 && a->p50 == b->p50 &&
         a->p95 == b->p95;
}

TEST_CASE("a study with arrays has the totals of the one written out by hand, bit for bit") {
  base::check_always(60, 120, [](Dice& dice) {
    const auto studies = random_study(dice);
    const auto arrays = assess_text(studies.with_arrays, 64);
    const auto hand = assess_text(studies.by_hand, 64);
    RC_ASSERT(arrays.totals.size() == hand.totals.size());
    for (std::size_t c = 0; c < arrays.totals.size(); ++c) {
      if (!same_bits(arrays.totals[c], hand.totals[c]))
        RC_FAIL(studies.with_arrays + "\n" + studies.by_hand);
    }
  });
}

TEST_CASE("one value for all elements is that value in each, with a draw of its own") {
  const auto total = [](const std::string& growth) {
    return assess_text(
               "holon: 1\ndimensions: {region: [a, b]}\nplaces:\n"
               "  p: {carbon intensity: 100 g/kWh, pue: 1}\nlife cycle:\n  training:\n"
               "    run[region]: {energy: \"= part[region]\"}\nfeedback:\n  part[region]: " +
                   growth + "\n",
               200)
        .totals.at(0);
  };
  CHECK(same_bits(total("1 .. 2 kWh"), total("{a: 1 .. 2 kWh, b: 1 .. 2 kWh}")));
  CHECK_FALSE(same_bits(total("1 .. 2 kWh"), total("{value: 1 .. 2 kWh, cause: one}")));
}

TEST_CASE("each element draws its own number, and a common cause is one draw for all") {
  const auto sd = [](const std::string& growth) {
    const auto found = assess_text(
        "holon: 1\ndimensions: {region: [a, b, c, d]}\nplaces:\n"
        "  p: {carbon intensity: 100 g/kWh, pue: 1}\nlife cycle:\n  training:\n"
        "    run: {energy: \"= sum(part[region])\"}\nfeedback:\n  part[region]: " +
            growth + "\n",
        20000);
    return found.totals.at(0)->sd;
  };
  // four independent normal numbers spread half as far as one number four times
  CHECK(sd("10 kWh ± 1 kWh") * 2 ==
        doctest::Approx(sd("{value: 10 kWh ± 1 kWh, cause: one}")).epsilon(0.03));
}

TEST_CASE("a scenario changes one element, some, or all") {
  const std::string study =
      "holon: 1\ndimensions: {region: [a, b, c]}\nplaces:\n"
      "  p: {carbon intensity: 1000 g/kWh, pue: 1}\nlife cycle:\n  training:\n"
      "    run[region]: {energy: \"= part[region]\"}\nfeedback:\n  part[region]: 10 "
      "kWh\nscenarios:\n"
      "  one: {\"part[b]\": 20 kWh}\n  some: {part: {a: 20 kWh, c: 0 kWh}}\n  all: {part: 1 kWh}\n"
      "  doubled: {\"part[region]\": \"= 2 * baseline(part[region])\"}\n";
  const auto found = assess_text(study, 4);
  const auto total = [&](const std::string& name) {
    return scenario(found, name).totals[0].value().mean;
  };
  CHECK(mean_total(found, 0) == doctest::Approx(30));
  CHECK(total("one") == doctest::Approx(40));
  CHECK(total("some") == doctest::Approx(30));
  CHECK(total("all") == doctest::Approx(3));
  CHECK(total("doubled") == doctest::Approx(60));
  CHECK(mean_total(assess_text(study, 4, {{"part[c]", "1 kWh"}}), 0) == doctest::Approx(21));
  CHECK(mean_total(assess_text(study, 4, {{"part", "= 2 * 3 [kWh]"}}), 0) == doctest::Approx(18));
}

TEST_CASE("an equation for a part of a dimension reads by the part and by the whole") {
  const std::string study =
      "holon: 1\ndimensions:\n  region: [a, b, c]\n  west: {of: region, are: [a, b]}\nplaces:\n"
      "  p: {carbon intensity: 1000 g/kWh, pue: 1}\nlife cycle:\n  training:\n"
      "    run[region]: {energy: \"= part[region]\"}\nfeedback:\n"
      "  part[region]: {a: 1 kWh, b: 2 kWh, c: 4 kWh}\n  more[west]: {a: 10, b: 100}\nscenarios:\n"
      "  by part: {\"part[west]\": \"= more[west] * baseline(part[west])\"}\n"
      "  by whole: {\"part[west]\": \"= 10 * baseline(part[region])\"}\n";
  const auto found = assess_text(study, 4);
  CHECK(scenario(found, "by part").totals[0].value().mean == doctest::Approx(214));
  CHECK(scenario(found, "by whole").totals[0].value().mean == doctest::Approx(34));
  const auto set = assess_text(study, 4, {{"part[west]", "= more[west] * 1 [kWh]"}});
  CHECK(mean_total(set, 0) == doctest::Approx(114));
}

TEST_CASE("a cap on an array of activities holds all of them together") {
  const std::string study =
      "holon: 1\ntime: {from: 2024-01-01, to: 2025-01-01, step: 1 month}\n"
      "dimensions: {region: [a, b]}\nplaces:\n  p: {carbon intensity: 1000 g/kWh, pue: 1}\n"
      "life cycle:\n  deployment:\n    api[region]: {power: 1 kW}\n"
      "scenarios:\n  all: {cap: {limits: api, category: energy, to: 8760 kWh/year}}\n"
      "  one: {cap: {limits: \"api[a]\", category: energy, to: 4380 kWh/year}}\n";
  const auto found = assess_text(study, 4);
  const auto share = [&](const std::string& name) {
    return scenario(found, name).totals[0].value().mean / mean_total(found, 0);
  };
  CHECK(share("all") == doctest::Approx(0.5));
  CHECK(share("one") == doctest::Approx(0.75));
}

}  // namespace
}  // namespace holon::findings
