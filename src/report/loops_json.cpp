// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <string>

#include <nlohmann/json.hpp>

#include "report/loops_text.h"

namespace holon::report {
namespace {

using engine::loops::FeedbackReport;
using engine::loops::Polarity;
using engine::loops::ScoreMethod;
using Json = nlohmann::ordered_json;

// six digits: scores are read by eye, and files stay small
double rounded(double value) {
  if (value == 0 || !std::isfinite(value)) return value;
  const double unit = std::pow(10, 5 - std::floor(std::log10(std::fabs(value))));
  return std::isfinite(unit) && unit > 0 ? std::round(value * unit) / unit : value;
}

Json series(const std::vector<double>& values) {
  auto out = Json::array();
  for (const double value : values) out.push_back(rounded(value));
  return out;
}

std::string_view link_sign(Polarity polarity) {
  if (polarity == Polarity::positive) return "+";
  return polarity == Polarity::negative ? "-" : "unknown";
}

std::string_view loop_sign(Polarity polarity) {
  if (polarity == Polarity::positive) return "reinforcing";
  return polarity == Polarity::negative ? "balancing" : "unknown";
}

Json loop_names(const FeedbackReport& report, const std::vector<std::size_t>& loops) {
  auto out = Json::array();
  for (const auto i : loops) out.push_back(report.loops[i].name);
  return out;
}

Json variable_names(const FeedbackReport& report, const std::vector<model::VariableId>& ids) {
  auto out = Json::array();
  for (const auto id : ids) out.push_back(report.names[id]);
  return out;
}

Json loops(const FeedbackReport& report) {
  auto out = Json::array();
  for (const auto& loop : report.loops) {
    out.push_back({{"name", loop.name},
                   {"polarity", loop_sign(loop.structure)},
                   {"acted", loop_sign(loop.acted)},
                   {"confidence", rounded(loop.confidence)},
                   {"partition", loop.partition},
                   {"path", variable_names(report, loop.path)},
                   {"links", loop.links},
                   {"mean_share", rounded(loop.mean_share)},
                   {"share", series(loop.share)}});
  }
  return out;
}

Json links(const FeedbackReport& report) {
  auto out = Json::array();
  for (const auto& link : report.links) {
    Json one{{"from", report.names[link.from]},
             {"to", report.names[link.to]},
             {"polarity", link_sign(link.polarity)},
             {"acted", link_sign(link.acted)},
             {"confidence", rounded(link.confidence)},
             {"delayed", link.delayed},
             {"in_loop", link.in_loop}};
    if (link.in_loop) one["score"] = series(link.score);
    out.push_back(std::move(one));
  }
  return out;
}

Json partitions(const FeedbackReport& report) {
  auto out = Json::array();
  for (const auto& partition : report.partitions) {
    auto phases = Json::array();
    for (const auto& phase : partition.phases) {
      phases.push_back({{"from", report.times[phase.first]},
                        {"to", report.times[phase.last]},
                        {"loops", loop_names(report, phase.loops)}});
    }
    out.push_back({{"stocks", variable_names(report, partition.stocks)},
                   {"variables", partition.variables},
                   {"loops", loop_names(report, partition.loops)},
                   {"dominant", loop_names(report, partition.dominant)},
                   {"explained", rounded(partition.explained)},
                   {"phases", std::move(phases)}});
  }
  return out;
}

}  // namespace

std::string loops_json(const FeedbackReport& report, const LoopContext& context) {
  const Json out{{"model", context.title},
                 {"scenario", context.scenario.empty() ? Json() : Json(context.scenario)},
                 {"method", report.method == ScoreMethod::discrete ? "discrete" : "derivative"},
                 {"complete", report.complete},
                 {"loops_found", report.loops_found},
                 {"loops_that_matter", report.loops_that_matter},
                 {"every", report.every},
                 {"time", report.times},
                 {"partitions", partitions(report)},
                 {"loops", loops(report)},
                 {"links", links(report)}};
  return out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace holon::report
