// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "model/draft_test.h"
#include "report/diagram.h"
#include "report/loops_text.h"
#include "report/short_name.h"

namespace holon::report {
namespace {

using engine::loops::FeedbackReport;

FeedbackReport hares_and_lynxes() {
  model::DraftText draft;
  draft.time(0.125, 200)
      .auxiliary("births", "hares * 0.8 [1/s]")
      .auxiliary("caught", "hares * lynxes * 0.02 [1/s]")
      .auxiliary("seen", "smooth(caught, 1 [s]) * 0.5")
      .auxiliary("dying", "lynxes * 0.6 [1/s]")
      .stock("hares", "50", "births - caught")
      .stock("lynxes", "20", "caught * 0.5 - dying");
  const auto model = draft.finish().value();
  engine::loops::LoopPlan plan;
  plan.period = engine::loops::whole_run(model);
  return engine::loops::analyse(model, plan);
}

LoopContext context() {
  LoopContext out;
  out.title = "hares & lynxes";
  out.time_text = [](double t) { return fmt::format("{:g}", t); };
  return out;
}

// a ring of many nodes with chords: a diagram with something to lay out
Diagram ring(std::size_t count) {
  Diagram out;
  out.title = "ring";
  DiagramLoop loop{"R1", 1, 1, {}};
  for (std::size_t i = 0; i < count; ++i) {
    DiagramNode node;
    node.lines = {"a variable with", fmt::format("a long name {}", i)};
    node.width = 130;
    node.height = 42;
    out.nodes.push_back(node);
    out.edges.push_back({i, (i + 1) % count, engine::loops::Polarity::positive, true, i == 2, 0.5});
    loop.edges.push_back(i);
  }
  for (std::size_t i = 0; i < count; i += 3) out.edges.push_back({i, (i * 7 + 2) % count});
  out.loops.push_back(loop);
  return out;
}

}  // namespace

TEST_CASE("the text names every loop, its share and its path, in any width") {
  const auto report = hares_and_lynxes();
  for (const std::size_t width : {60, 80, 140}) {
    const auto text = loops_text(report, context(), {false, width});
    CHECK(text.find("Feedback loops of hares & lynxes") != std::string::npos);
    CHECK(text.find("hares →⁺ births →⁺ hares") != std::string::npos);
    CHECK(text.find("lynxes →⁺ dying →⁻ lynxes") != std::string::npos);
    for (const auto& loop : report.loops)
      CHECK(text.find("  " + loop.name + " ") != std::string::npos);
    for (const auto& line : base::split(text, '\n')) CHECK(base::display_width(line) <= width);
  }
}

TEST_CASE("what is not shown is told") {
  auto few = context();
  few.top = 1;
  const auto text = loops_text(hares_and_lynxes(), few, {false, 80});
  CHECK(text.find("3 loops more; those above make") != std::string::npos);
}

TEST_CASE("the JSON holds every loop and link over time") {
  const auto report = hares_and_lynxes();
  const auto json = nlohmann::json::parse(loops_json(report, context()));
  CHECK(json["complete"] == true);
  CHECK(json["time"].size() == 200);
  REQUIRE(json["loops"].size() == report.loops.size());
  for (std::size_t t = 0; t < 200; ++t) {
    double sum = 0;
    for (const auto& loop : json["loops"]) sum += std::fabs(loop["share"][t].get<double>());
    CHECK(sum == doctest::Approx(1).epsilon(1e-5));
  }
  const auto& first = json["loops"][0];
  for (const auto& link : first["links"]) {
    const auto& at = json["links"][link.get<std::size_t>()];
    CHECK(at["in_loop"] == true);
    CHECK(at["score"].size() == 200);
  }
  CHECK(json["links"][first["links"][0].get<std::size_t>()]["from"] == first["path"][0]);
}

TEST_CASE("the same diagram has the same places, and no two boxes overlap") {
  for (const std::size_t count : {1, 2, 5, 12, 40}) {
    auto diagram = ring(count);
    lay_out(diagram);
    auto again = ring(count);
    lay_out(again);
    for (std::size_t a = 0; a < count; ++a) {
      const auto& one = diagram.nodes[a];
      CHECK(one.x == again.nodes[a].x);
      CHECK(one.y == again.nodes[a].y);
      CHECK(one.x >= one.width / 2 - 1e-9);
      for (std::size_t b = a + 1; b < count; ++b) {
        const auto& other = diagram.nodes[b];
        const bool apart = std::fabs(one.x - other.x) >= (one.width + other.width) / 2 ||
                           std::fabs(one.y - other.y) >= (one.height + other.height) / 2;
        CHECK(apart);
      }
    }
    const auto svg = diagram_svg(diagram);
    CHECK(svg.find("nan") == std::string::npos);
    CHECK(svg.starts_with("<svg "));
    CHECK(svg.ends_with("</svg>\n"));
  }
}

TEST_CASE("diagrams escape what their languages would read") {
  auto diagram = ring(3);
  diagram.title = "a <b> & \"c\"";
  lay_out(diagram);
  CHECK(diagram_svg(diagram).find("a &lt;b&gt; &amp;") != std::string::npos);
  CHECK(diagram_dot(diagram).find("label=\"a <b> & \\\"c\\\"\"") != std::string::npos);
}

TEST_CASE("the diagram draws the strongest loops, each link once") {
  const auto report = hares_and_lynxes();
  const auto all = diagram_of(report, "all", 100, 30);
  CHECK(all.loops.size() == report.loops.size());
  CHECK(all.edges.size() == 8);
  CHECK(diagram_of(report, "one", 1, 30).loops.size() == 1);
  CHECK(diagram_dot(all).find("n0 -> n") != std::string::npos);
}

TEST_CASE("each loop is a ring in a terminal, with its signs, stocks and delays") {
  const auto diagram = diagram_of(hares_and_lynxes(), "all", 100, 30);
  for (const std::size_t width : {60, 80, 140}) {
    const auto text = diagram_text(diagram, {false, width});
    CHECK(text.find("╭→ [hares] →⁺ births →⁺ ╮") != std::string::npos);
    CHECK(text.find("[lynxes] →⁺ dying →⁻") != std::string::npos);
    for (const auto& loop : diagram.loops)
      CHECK(text.find("\n" + loop.name + "  ") != std::string::npos);
    for (const auto& line : base::split(text, '\n')) CHECK(base::display_width(line) <= width);
  }
}

TEST_CASE("a delay and a sign that is both are marked in every language") {
  auto diagram = ring(3);
  diagram.edges[1].sign = engine::loops::Polarity::unknown;
  lay_out(diagram);
  CHECK(diagram_text(diagram, {false, 80}).find("→‖⁺") != std::string::npos);
  CHECK(diagram_text(diagram, {false, 80}).find("→±") != std::string::npos);
  CHECK(diagram_mermaid(diagram).find("n2 -->|\"+ ‖\"| n0") != std::string::npos);
  CHECK(diagram_mermaid(diagram).find("n1 -->|\"±\"| n2") != std::string::npos);
  CHECK(diagram_dot(diagram).find("n1 -> n2 [label=\"±\"") != std::string::npos);
  CHECK(diagram_svg(diagram).find(">±<") != std::string::npos);
}

TEST_CASE("Mermaid reads no markup in names") {
  auto diagram = ring(2);
  diagram.title = "a <b> & \"c\" #1";
  diagram.nodes[0].lines = {"x\"y", "z"};
  const auto text = diagram_mermaid(diagram);
  CHECK(text.find("title: \"a #lt;b#gt; & #quot;c#quot; #35;1\"") != std::string::npos);
  CHECK(text.find("n0(\"x#quot;y z\")") != std::string::npos);
}

TEST_CASE("a diagram with little room shows stocks, and the others as links between them") {
  const auto report = hares_and_lynxes();
  const auto few = diagram_of(report, "few", 100, 0);
  CHECK(few.nodes.size() == 2);
  for (const auto& node : few.nodes) CHECK(node.is_stock);
  // each upon itself: what is caught lies on one loop with either, and on none with both
  CHECK(few.edges.size() == 2);
  std::size_t loops = 0;
  double share = 0;
  for (const auto& loop : few.loops) {
    loops += loop.count;
    share += loop.share;
  }
  CHECK(loops == report.loops.size());
  CHECK(share == doctest::Approx(1));
}

TEST_CASE("names are as short as can be") {
  CHECK(short_names({"feedback.demand", "a.price", "b.price", "\"x.y\"", "no. 1", "z"}) ==
        std::vector<std::string>{"demand", "a.price", "b.price", "\"x.y\"", "no. 1", "z"});
}

}  // namespace holon::report
