// SPDX-License-Identifier: Apache-2.0
#include "study/arrays.h"

#include <algorithm>
#include <memory>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/error.h"
#include "study/compile.h"

namespace holon::study {
namespace {

Arrays sample() {
  Arrays out;
  out.add(ArrayDimension{"region", {"eu", "us", "asia"}, 0, {}});
  out.add(ArrayDimension{"model", {"small", "large"}, 1, {}});
  out.add(ArrayDimension{"west", {"eu", "us"}, 0, {}});
  out.add(Array{"feedback.demand", {0}, false, {}});
  out.add(Array{"feedback.by", {0, 1}, false, {}});
  out.add(Array{"life cycle.deployment.api", {0}, false, {}});
  return out;
}

model::Expr parse(const std::string& text) {
  base::Diagnostics diagnostics;
  const auto source = std::make_shared<const base::SourceText>("equation", text);
  auto out = model::parse_expression(text, {source, 0, text.size()}, true, {}, diagnostics);
  REQUIRE(out);
  return out;
}

std::string bound(const std::string& text, const Binding& binding) {
  const auto arrays = sample();
  std::vector<DimensionId> own;
  for (const auto& one : binding) own.push_back(one.dimension);
  base::Diagnostics diagnostics;
  const auto equation = parse(text);
  REQUIRE(arrays.check(equation, own, diagnostics).has_value());
  return model::to_text(arrays.bound(equation, binding), [](model::VariableId) { return ""; });
}

std::vector<std::string> codes(const std::string& text, const std::vector<DimensionId>& own) {
  base::Diagnostics diagnostics;
  const bool right = sample().check(parse(text), own, diagnostics).has_value();
  CHECK(right == diagnostics.empty());
  std::vector<std::string> out;
  for (const auto& diagnostic : diagnostics) out.push_back(base::code_name(diagnostic.code));
  return out;
}

TEST_CASE("a subscript is an element, or the dimension that has its element") {
  CHECK(bound("demand[EU] * 2", {}) == "(\"demand[eu]\" * 2)");
  CHECK(bound("demand[region]", {{0, "asia"}}) == "\"demand[asia]\"");
  CHECK(bound("by[region, small]", {{0, "us"}}) == "\"by[us, small]\"");
  CHECK(bound("feedback.demand[west]", {{2, "eu"}}) == "\"feedback.demand[eu]\"");
}

TEST_CASE("what is loose is gathered, the rest stays") {
  CHECK(bound("sum(demand[region])", {}) ==
        "sum(\"demand[eu]\", \"demand[us]\", \"demand[asia]\")");
  CHECK(bound("max(by[region, model])", {{0, "us"}}) ==
        "max(\"by[us, small]\", \"by[us, large]\")");
  CHECK(bound("mean(demand[west])", {}) == "mean(\"demand[eu]\", \"demand[us]\")");
  // the inner one gathers models for each region that the outer one adds
  CHECK(bound("sum(demand[west] * max(by[west, model]))", {}) ==
        "sum((\"demand[eu]\" * max(\"by[eu, small]\", \"by[eu, large]\")), (\"demand[us]\" * "
        "max(\"by[us, small]\", \"by[us, large]\")))");
  // the first dimension named runs slowest
  CHECK(bound("sum(by[region, model])", {{1, "large"}}) ==
        "sum(\"by[eu, large]\", \"by[us, large]\", \"by[asia, large]\")");
}

TEST_CASE("an equation without subscripts is itself for every element") {
  const auto equation = parse("max(a, b) / sum(c)");
  CHECK(sample().bound(equation, {{0, "eu"}}) == equation);
}

TEST_CASE("what picks nothing is refused") {
  using List = std::vector<std::string>;
  CHECK(codes("price[eu]", {}) == List{"E0311"});
  CHECK(codes("demand[europe]", {}) == List{"E0311"});
  CHECK(codes("demand[small]", {}) == List{"E0311"});
  CHECK(codes("demand[model]", {1}) == List{"E0311"});
  CHECK(codes("by[eu]", {}) == List{"E0311"});
  CHECK(codes("demand[region]", {}) == List{"E0312"});
  CHECK(codes("max(0, demand[region])", {1}) == List{"E0312"});
  CHECK(codes("sum(demand[region])", {0}) == List{"E0312"});
  CHECK(codes("sum(demand[region] + sum(demand[region]))", {}) == List{"E0312"});
  CHECK(codes("min(x)", {}) == List{"E0305"});
  CHECK(codes("demand[a] + by[b]", {}) == List{"E0311", "E0311"});
}

TEST_CASE("parts are counted as they will be") {
  base::Diagnostics diagnostics;
  const auto arrays = sample();
  // 1 + 3 × (1 + 1 + 1)
  CHECK(arrays.check(parse("sum(demand[region] * 2)"), {}, diagnostics) == 10);
  CHECK(arrays.check(parse("sum(demand[region] * 2)"), {1}, diagnostics) == 10);
  CHECK(arrays.count({0, 1}) == 6);
}

TEST_CASE("a path means one element, some, or all") {
  const auto paths = [](const std::string& path) {
    base::Diagnostics diagnostics;
    std::string out;
    for (const auto& target : sample().targets(path, {}, diagnostics)) out += target.path + "; ";
    return diagnostics.empty() ? out : base::code_name(diagnostics.front().code);
  };
  CHECK(paths("demand[ EU ]") == "demand[eu]; ");
  CHECK(paths("demand") == "demand[eu]; demand[us]; demand[asia]; ");
  CHECK(paths("demand[west]") == "demand[eu]; demand[us]; ");
  CHECK(paths("feedback.by[us, model]") == "feedback.by[us, small]; feedback.by[us, large]; ");
  CHECK(paths("api[us].at") == "api[us].at; ");
  CHECK(paths("deployment.api.at") ==
        "deployment.api[eu].at; deployment.api[us].at; deployment.api[asia].at; ");
  CHECK(paths("places.paris.pue") == "places.paris.pue; ");
  CHECK(paths("demand[model]") == "E0311");
  CHECK(paths("price[eu]") == "E0311");
  CHECK(paths("by[eu]") == "E0311");
}

TEST_CASE("mistakes that differ in an element alone are one") {
  base::Diagnostics diagnostics;
  for (const char* text : {"`a[eu]` is kg", "`a[us]` is kg", "`a[us]` is L"})
    diagnostics.push_back({base::Code::mixed_units, text, {}, "", {}, {}});
  drop_repeated(diagnostics, 0);
  CHECK(diagnostics.size() == 2);
}

std::vector<std::string> names(const std::string& text) {
  const auto source = std::make_shared<const base::SourceText>("study.yaml", text);
  const auto study = read_study(
      source, [](const std::string&) -> std::string { throw base::WorldError("no files"); });
  REQUIRE(study.has_value());
  std::vector<std::string> out;
  for (const auto& variable : study->feedback) out.push_back(variable.name);
  for (const auto& activity : study->activities) out.push_back(activity.path);
  return out;
}

TEST_CASE("an array is its elements, the last dimension running fastest") {
  CHECK(names("holon: 1\ndimensions:\n  region: [eu, us west]\n  model: [7b, 70b]\nlife cycle:\n"
              "  deployment:\n    api[region]: {power: 1 W}\nfeedback:\n"
              "  by[region, model]: {eu: {7b: 1, 70b: 2}, us west: 3}\n") ==
        std::vector<std::string>{"by[eu, 7b]", "by[eu, 70b]", "by[us west, 7b]", "by[us west, 70b]",
                                 "life cycle.deployment.api[eu]",
                                 "life cycle.deployment.api[us west]"});
}

TEST_CASE("arrays of a thousand elements are read and compiled") {
  std::string elements;
  for (int i = 0; i < 1000; ++i) elements += fmt::format("{}r{}", i == 0 ? "" : ", ", i);
  const auto text = fmt::format(
      "holon: 1\ndimensions:\n  a: [{}]\nplaces: {{p: {{grid: FR}}}}\nlife cycle:\n"
      "  training: {{energy: \"= sum(size[a]) * 1 [kWh]\"}}\nfeedback:\n  size[a]: 1 .. 2\n"
      "  other[a]: = 2 * size[a]\n",
      elements);
  const auto source = std::make_shared<const base::SourceText>("study.yaml", text);
  const auto study = read_study(
      source, [](const std::string&) -> std::string { throw base::WorldError("no files"); });
  REQUIRE(study.has_value());
  const auto compiled = compile(*study, catalog::Catalog::embedded(), {});
  REQUIRE(compiled.has_value());
  CHECK(compiled->model.find("feedback.other[r999]") != model::Model::npos);
}

}  // namespace
}  // namespace holon::study
