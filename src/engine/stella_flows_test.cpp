// SPDX-License-Identifier: Apache-2.0
//
// Stocks of Stella that stay above zero and feed each other. Worked out by hand.
#include <string>

#include "engine/vensim_test.h"

namespace holon::engine {
namespace {

using Values = std::vector<double>;

VensimRun run_flows(const std::string& variables) {
  return run_xmile(
      "<xmile><header><vendor>isee systems, inc.</vendor></header><sim_specs><start>0</start>"
      "<stop>3</stop><dt>1</dt></sim_specs><model><variables>" +
      variables + "</variables></model></xmile>");
}

}  // namespace

TEST_CASE("what comes into a stock can leave it in the same step") {
  const auto run = run_flows(
      "<stock name=\"s\"><eqn>1</eqn><inflow>in</inflow><outflow>out</outflow><non_negative/>"
      "</stock><flow name=\"in\"><eqn>2</eqn></flow><flow name=\"out\"><eqn>5</eqn></flow>");
  CHECK(run.at("out") == Values{3, 2, 2, 2});
  CHECK(run.at("s") == Values{1, 0, 0, 0});
}

TEST_CASE("around a circle of stocks, what comes in counts from the next step on") {
  const auto run = run_flows(
      "<stock name=\"a\"><eqn>10</eqn><inflow>back</inflow><outflow>out</outflow><non_negative/>"
      "</stock><stock name=\"b\"><eqn>0</eqn><inflow>out</inflow><outflow>back</outflow>"
      "<non_negative/></stock><flow name=\"out\"><eqn>8</eqn></flow>"
      "<flow name=\"back\"><eqn>5</eqn></flow>");
  CHECK(run.at("out") == Values{8, 2, 5, 5});
  CHECK(run.at("back") == Values{0, 5, 5, 5});
  CHECK(run.at("a") == Values{10, 2, 5, 5});
  CHECK(run.at("b") == Values{0, 8, 5, 5});
}

TEST_CASE("an inflow that reads the outflow does not wait for itself") {
  const auto run = run_flows(
      "<stock name=\"s\"><eqn>1</eqn><inflow>again</inflow><inflow>new</inflow>"
      "<outflow>out</outflow><non_negative/></stock>"
      "<flow name=\"again\"><eqn>0.5 * out</eqn></flow><flow name=\"new\"><eqn>0.25</eqn></flow>"
      "<flow name=\"out\"><eqn>4</eqn></flow>");
  CHECK(run.at("out") == Values{1.25, 0.875, 0.6875, 0.59375});
  CHECK(run.at("s") == Values{1, 0.625, 0.4375, 0.34375});
}

}  // namespace holon::engine
