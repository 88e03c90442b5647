// SPDX-License-Identifier: Apache-2.0
//
// Scores and loops against worked examples, against Stella's own output, and as properties.
#include "engine/loops/analysis_test.h"

#include <cmath>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace holon::engine::loops {
namespace {

using model::DraftText;

constexpr double kClose = 1e-12;

// P grows by g (1 - P / K), as in Stella's example
DraftText logistic(double dt, std::uint32_t steps) {
  DraftText draft;
  draft.time(dt, steps)
      .input("maximum", "0.12 1/s")
      .input("capacity", "1000")
      .auxiliary("used", "population / capacity")
      .auxiliary("fractional", "maximum * (1 - used)")
      .auxiliary("births", "fractional * population")
      .stock("population", "5", "births");
  return draft;
}

DraftText arms_race() {
  DraftText draft;
  draft.time(1, 100)
      .auxiliary("a target", "b + 0.9 * c")
      .auxiliary("b target", "a + 1.1 * c")
      .auxiliary("c target", "1.1 * a + 0.9 * b")
      .stock("a", "50", "(a target - a) / 10 [s]")
      .stock("b", "100", "(b target - b) / 10 [s]")
      .stock("c", "150", "(c target - c) / 10 [s]");
  return draft;
}

// predators and prey: two stocks, four loops
DraftText predators(double dt, std::uint32_t steps) {
  DraftText draft;
  draft.time(dt, steps)
      .auxiliary("births", "hares * 0.8 [1/s]")
      .auxiliary("caught", "hares * lynxes * 0.02 [1/s]")
      .auxiliary("young", "caught * 0.5")
      .auxiliary("dying", "lynxes * 0.6 [1/s]")
      .stock("hares", "50", "births - caught")
      .stock("lynxes", "20", "young - dying");
  return draft;
}

std::vector<std::vector<double>> table_of(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::vector<double>> out;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string word;
    words >> word;
    out.emplace_back();
    for (double value = 0; words >> value;) out.back().push_back(value);
  }
  return out;
}

// Stella prints three digits, and of these no more than two decimals: it rounds twice
double as_printed(double value) {
  const auto rounded = [&](double v, int decimals) {
    const double unit = std::pow(10, decimals);
    return std::copysign(std::floor(std::fabs(v) * unit * (1 + 1e-15) + 0.5) / unit, v);
  };
  const int before_point = static_cast<int>(std::floor(std::log10(std::fabs(value)))) + 1;
  return rounded(rounded(value, 3 - before_point), 2);
}

void check_shares_sum_to_one(const FeedbackReport& report) {
  for (const auto& partition : report.partitions) {
    CHECK(partition.explained == doctest::Approx(1).epsilon(1e-9));
    for (std::size_t t = 0; t < report.times.size(); ++t) {
      double sum = 0;
      for (const auto i : partition.loops) sum += std::fabs(report.loops[i].share[t]);
      CHECK(sum == doctest::Approx(1).epsilon(1e-9));
    }
  }
}

}  // namespace

TEST_CASE("the worked examples of Schoenberg, Davidsen and Eberlein 2020") {
  DraftText draft;
  draft.time(1, 1)
      .stock("x", "5", "2 [1/s]")
      .stock("y", "4", "1 [1/s]")
      .auxiliary("z", "2 * x + y")
      .stock("w", "7", "3 [1/s]")
      .stock("v", "2", "2 [1/s]")
      .stock("u", "3", "2 [1/s]")
      .auxiliary("q", "(w + v) / u");
  const auto report = report_on(draft);
  CHECK(link_of(report, "x", "z").score[0] == doctest::Approx(4.0 / 5).epsilon(kClose));
  CHECK(link_of(report, "y", "z").score[0] == doctest::Approx(1.0 / 5).epsilon(kClose));
  CHECK(link_of(report, "w", "q").score[0] == doctest::Approx(5).epsilon(kClose));
  CHECK(link_of(report, "v", "q").score[0] == doctest::Approx(10.0 / 3).epsilon(kClose));
  CHECK(link_of(report, "u", "q").score[0] == doctest::Approx(-6).epsilon(kClose));
}

TEST_CASE("flows as in Schoenberg, Hayward and Eberlein 2023, table 3, at any step") {
  for (const double dt : {1.0, 0.25, 3.0}) {
    DraftText draft;
    // over the step the inflow goes from 5 to 10, the outflow from 4 to 5
    draft.time(dt, 1)
        .stock("in", "5 [1/s]", fmt::format("5 [1/s] / {} [s]", dt))
        .stock("out", "4 [1/s]", fmt::format("1 [1/s] / {} [s]", dt))
        .stock("level", "100", "in - out");
    const auto report = report_on(draft);
    CHECK(link_of(report, "in", "level").score[0] == doctest::Approx(1.25).epsilon(kClose));
    CHECK(link_of(report, "out", "level").score[0] == doctest::Approx(-0.25).epsilon(kClose));
  }
}

TEST_CASE("an isolated loop scores 1 or -1 at any step, by both methods") {
  for (const auto method : {ScoreMethod::discrete, ScoreMethod::derivative}) {
    for (const double dt : {1.0, 0.25, 0.03125}) {
      for (const char* rate : {"0.3 [1/s]", "-0.3 [1/s]"}) {
        DraftText draft;
        draft.time(dt, 20)
            .stock("stock", "7", "flow")
            .auxiliary("flow", fmt::format("between * {}", rate))
            .auxiliary("between", "stock + 3");
        const auto report = report_on(draft, method);
        REQUIRE(report.loops.size() == 1);
        double raw = 1;
        for (const auto link : report.loops[0].links) raw *= report.links[link].score[10];
        CHECK(raw == doctest::Approx(rate[0] == '-' ? -1 : 1).epsilon(1e-9));
        CHECK(report.loops[0].name == (rate[0] == '-' ? "B1" : "R1"));
        CHECK(report.loops[0].structure == report.loops[0].acted);
      }
    }
  }
}

TEST_CASE("logistic growth, against Stella to its last printed digit") {
  // the model of ../shared/data/loops-that-matter/logistic_growth.stmx, written out
  const auto report = [] {
    auto draft = logistic(1, 100);
    return report_on(draft);
  }();
  REQUIRE(report.loops.size() == 2);
  const auto& balancing = loop_of(report, "population used fractional births");
  const auto& reinforcing = loop_of(report, "population births");
  CHECK(balancing.name == "B1");
  CHECK(reinforcing.name == "R1");
  check_shares_sum_to_one(report);
  const auto stella = table_of("../shared/data/loops-that-matter/ltm_results.tsv");
  if (stella.empty()) {
    MESSAGE("skipped: ../shared/data/loops-that-matter is absent");
    return;
  }
  REQUIRE(stella.size() == 2);
  // Stella's column k is the change over [k, k + 1]; its column 0 is empty
  for (std::size_t k = 1; k < report.times.size(); ++k) {
    CHECK(as_printed(100 * balancing.share[k]) == stella[0][k]);
    CHECK(as_printed(100 * reinforcing.share[k]) == stella[1][k]);
  }
}

TEST_CASE("the arms race: eight loops, of which only those of three parties drive it in the end") {
  // the model of ../shared/data/loops-that-matter/arms_race.stmx, written out
  auto draft = arms_race();
  const auto report = report_on(draft);
  CHECK(report.loops.size() == 8);
  CHECK(report.loops_found == 8);
  CHECK(report.complete);
  REQUIRE(report.partitions.size() == 1);
  CHECK(report.partitions[0].stocks.size() == 3);
  check_shares_sum_to_one(report);
  // every target pulls its stock up, every stock slows itself down
  CHECK(loop_of(report, "a").name.starts_with("B"));
  CHECK(loop_of(report, "a b target b a target").name.starts_with("R"));
  CHECK(loop_of(report, "a c target c b target b a target").structure == Polarity::positive);
}

TEST_CASE("logistic growth is of unknown polarity in one equation, and told by the run") {
  DraftText draft;
  draft.time(1, 40).input("K", "1000").stock("P", "5", "0.12 [1/s] * P * (1 - P / K)");
  const auto report = report_on(draft);
  REQUIRE(report.loops.size() == 1);
  CHECK(report.loops[0].structure == Polarity::unknown);
  CHECK(link_of(report, "P", "P").polarity == Polarity::unknown);
  CHECK(report.loops[0].name.size() == 2);
}

TEST_CASE("splitting an equation into auxiliaries changes no loop's share") {
  auto draft = predators(0.125, 200);
  const auto whole = report_on(draft);
  DraftText parts;
  parts.time(0.125, 200)
      .auxiliary("fertility", "0.8 [1/s]")
      .auxiliary("births", "hares * fertility")
      .auxiliary("density", "lynxes * 0.02")
      .auxiliary("caught per hare", "density * 1 [1/s]")
      .auxiliary("caught", "hares * caught per hare")
      .auxiliary("young", "caught * 0.5")
      .auxiliary("mortality", "0.6 [1/s]")
      .auxiliary("lynxes seen", "lynxes")
      .auxiliary("dying", "lynxes seen * mortality")
      .stock("hares", "50", "births - caught")
      .stock("lynxes", "20", "young - dying");
  const auto split = report_on(parts);
  REQUIRE(whole.loops.size() == split.loops.size());
  for (const auto& [one, other] :
       {std::pair("hares births", "hares births"), std::pair("hares caught", "hares caught"),
        std::pair("lynxes dying", "lynxes lynxes seen dying"),
        std::pair("hares caught young lynxes caught", "")}) {
    if (std::string(other).empty()) continue;
    const auto& a = loop_of(whole, one);
    const auto& b = loop_of(split, other);
    for (std::size_t t = 0; t < a.share.size(); ++t)
      CHECK(a.share[t] == doctest::Approx(b.share[t]).epsilon(1e-7));
  }
}

TEST_CASE("merging flows changes no loop's share but joins the loops through them") {
  auto draft = predators(0.125, 200);
  const auto apart = report_on(draft);
  DraftText merged;
  merged.time(0.125, 200)
      .auxiliary("caught", "hares * lynxes * 0.02 [1/s]")
      .auxiliary("change", "hares * 0.8 [1/s] - caught")
      .auxiliary("young", "caught * 0.5")
      .auxiliary("dying", "lynxes * 0.6 [1/s]")
      .stock("hares", "50", "change")
      .stock("lynxes", "20", "young - dying");
  const auto joined = report_on(merged);
  const auto& through = loop_of(apart, "hares caught");
  const auto& same = loop_of(joined, "hares caught change");
  for (std::size_t t = 0; t < through.share.size(); ++t)
    CHECK(through.share[t] == doctest::Approx(same.share[t]).epsilon(1e-7));
  check_shares_sum_to_one(joined);
}

TEST_CASE("discrete scores go to the derivative's as steps get shorter") {
  const auto distance = [](std::uint32_t per_unit) {
    auto draft = predators(1.0 / per_unit, 10 * per_unit);
    const auto model = draft.finish().value();
    const auto discrete = report_on(model);
    const auto derivative = report_on(model, ScoreMethod::derivative);
    double out = 0;
    for (const auto& loop : discrete.loops) {
      const auto& other = loop_of(derivative, path_text(discrete, loop));
      // at the end of the third unit, away from turning points
      const auto t = 3 * per_unit - 1;
      out = std::max(out, std::fabs(loop.share[t] - other.share[t]));
    }
    return out;
  };
  const double coarse = distance(64);
  const double fine = distance(128);
  CHECK(coarse < 0.05);
  CHECK(fine == doctest::Approx(coarse / 2).epsilon(0.1));
}

TEST_CASE("halving the step converges") {
  const auto share = [](std::uint32_t per_unit) {
    auto draft = logistic(1.0 / per_unit, 40 * per_unit);
    const auto report = report_on(draft);
    return loop_of(report, "population births").share[40 * per_unit - 1];
  };
  const double one = share(2) - share(4);
  const double two = share(4) - share(8);
  CHECK(std::fabs(two) < std::fabs(one));
  CHECK(one / two == doctest::Approx(2).epsilon(0.15));
}

TEST_CASE("loops inside of delays are not told; loops through them are told by their owner") {
  DraftText draft;
  draft.time(0.25, 200)
      .auxiliary("seen", "smooth3(level, 4 [s])")
      .auxiliary("order", "(100 - seen) / 5 [s]")
      .auxiliary("arriving", "delay3(order, 3 [s])")
      .stock("level", "20", "arriving");
  const auto report = report_on(draft);
  REQUIRE(report.loops.size() == 1);
  CHECK(path_text(report, report.loops[0]) == "level seen order arriving");
  CHECK(report.loops[0].structure == Polarity::negative);
  CHECK(link_of(report, "level", "seen").delayed);
  CHECK(link_of(report, "level", "seen").polarity == Polarity::positive);
  CHECK_FALSE(link_of(report, "seen", "order").delayed);
}

TEST_CASE("a fixed delay answers at once") {
  DraftText draft;
  draft.time(1, 50)
      .auxiliary("arriving", "delay fixed((100 - level) / 5 [s], 3 [s], 1 [1/s])")
      .stock("level", "20", "arriving");
  const auto report = report_on(draft);
  REQUIRE(report.loops.size() == 1);
  CHECK(report.loops[0].name == "B1");
  CHECK(report.loops[0].mean_share == doctest::Approx(1));
}

TEST_CASE("stocks that no loop joins lie in partitions of their own") {
  DraftText draft;
  draft.time(1, 30)
      .stock("one", "10", "one * 0.1 [1/s]")
      .stock("other", "10", "-other * 0.1 [1/s]")
      .stock("sink", "0", "other * 1 [1/s]");
  const auto report = report_on(draft);
  CHECK(report.loops.size() == 2);
  CHECK(report.partitions.size() == 2);
  check_shares_sum_to_one(report);
  CHECK(report.partitions[0].phases.size() == 1);
}

TEST_CASE("at rest nothing has a score") {
  DraftText draft;
  draft.time(1, 30).stock("x", "10", "(10 - x) / 5 [s]").stock("y", "1", "y * 0 [1/s]");
  const auto report = report_on(draft);
  CHECK(report.loops.empty());
  CHECK(report.partitions.empty());
}

TEST_CASE("a long run is looked at every so many steps, each a whole step") {
  auto draft = logistic(0.125, 800);
  const auto model = draft.finish().value();
  const auto all = report_on(model);
  LoopPlan plan;
  plan.period = whole_run(model);
  plan.period.most_samples = 100;
  const auto some = analyse(model, plan);
  CHECK(some.every == 8);
  REQUIRE(some.times.size() == 100);
  const auto& dense = loop_of(all, "population births");
  const auto& sparse = loop_of(some, "population births");
  for (std::size_t t = 0; t < 100; ++t) {
    CHECK(some.times[t] == all.times[8 * t]);
    CHECK(sparse.share[t] == doctest::Approx(dense.share[8 * t]).epsilon(1e-9));
  }
}

TEST_CASE("a period is a part of the run") {
  auto draft = logistic(1, 100);
  const auto model = draft.finish().value();
  LoopPlan plan;
  plan.period.from = 20;
  plan.period.to = 30;
  const auto part = analyse(model, plan);
  REQUIRE(part.times.size() == 10);
  CHECK(part.times.front() == 21);
  CHECK(part.times.back() == 30);
  const auto whole = report_on(model);
  CHECK(loop_of(part, "population births").share[3] ==
        doctest::Approx(loop_of(whole, "population births").share[23]));
}

TEST_CASE("a case has loops of its own") {
  auto draft = logistic(1, 50);
  draft.change("no limit", "used", "0");
  const auto model = draft.finish().value();
  LoopPlan plan;
  plan.period = whole_run(model);
  plan.in_case = 1;
  const auto report = analyse(model, plan);
  REQUIRE(report.loops.size() == 1);
  CHECK(path_text(report, report.loops[0]) == "population births");
}

TEST_CASE("draws keep the links of their parameters") {
  DraftText draft;
  draft.time(1, 40).auxiliary("flow", "random normal(x, 0.1) / 5 [s]").stock("x", "5", "-flow");
  const auto report = report_on(draft);
  REQUIRE(report.loops.size() == 1);
  CHECK(path_text(report, report.loops[0]) == "x flow");
}

}  // namespace holon::engine::loops
