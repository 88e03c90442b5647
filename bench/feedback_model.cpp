// SPDX-License-Identifier: Apache-2.0
#include "feedback_model.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/math.h"
#include "feedback_hand_runs.h"
#include "model/draft_test.h"

namespace holon::bench {
namespace {

using model::DraftText;

void add_inputs(DraftText& draft) {
  for (std::size_t g = 1; g <= kGroups; ++g) {
    draft.input(fmt::format("elasticity {}", g), "0.2 .. 1.2")
        .input(fmt::format("start demand {}", g), fmt::format("{} ± 10 %", 200 / g))
        .input(fmt::format("energy start {}", g), "3 .. 6")
        .input(fmt::format("energy floor {}", g), "0.5 .. 1")
        .input(fmt::format("learning {}", g), "0.05 .. 0.3")
        .input(fmt::format("margin {}", g), "1.2 .. 2");
  }
  draft.input("electricity price", "0.10 .. 0.20")
      .input("grid start", "300 .. 500")
      .input("grid end", "50 .. 150")
      .input("grid decline", "0.005 .. 0.02")
      .input("pue", "1.1 .. 1.5")
      .input("idle share", "0.1 .. 0.4")
      .input("embodied per server", "800 .. 2500")
      .input("lifetime", "36 .. 72")
      .input("adoption", "3 .. 12")
      .input("server capacity", "8 .. 12")
      .input("server price", "50 .. 150")
      .input("growth", "0 .. 0.02")
      .input("repair", "0 .. 0.5")
      .input("target utilisation", "0.5 .. 0.8");
}

void add_group(DraftText& draft, std::size_t group) {
  const auto named = [&](std::string text) {
    for (auto at = text.find('@'); at != std::string::npos; at = text.find('@')) {
      text.replace(at, 1, std::to_string(group));
    }
    return text;
  };
  const auto equation = [&](const std::string& name, const std::string& text) {
    draft.auxiliary(named(name), named(text));
  };
  const auto stock = [&](const std::string& name, const std::string& initial,
                         const std::string& change) {
    draft.stock(named(name), named(initial), named(change));
  };
  // settled for a run
  equation("energy spread @", "energy start @ - energy floor @");
  equation("start price @", "(energy start @ * electricity price * pue + 0.1) * margin @");
  equation("potential @", "start demand @ * 20");

  // what a request takes and costs
  equation("experience @", "cumulative @ / 1000");
  equation("energy per request @",
           "energy floor @ + energy spread @ * exp(-(learning @ * experience @))");
  equation("unit cost @", "energy per request @ * electricity price * pue + hardware cost");
  equation("price @", "unit cost @ * margin @");
  equation("felt price @", "smooth(price @, adoption time, start price @)");
  equation("relative price @", "felt price @ / start price @");

  // what people want and get
  equation("wish @", "start demand @ * relative price @ ^ -elasticity @ * market * season");
  equation("room @", "max(0, 1 - demand @ / potential @)");
  equation("pull @", "(wish @ - demand @) / adoption time");
  equation("drawn in @", "IF pull @ > 0 [1/s] THEN pull @ * room @ ELSE pull @");
  equation("leaving @", "IF fulfilment < 0.9 THEN demand @ * 0.05 * (1 - fulfilment) ELSE 0");
  equation("served @", "demand @ * fulfilment");
  equation("unmet @", "demand @ - served @");
  equation("load energy @", "served @ * energy per request @");
  equation("revenue @", "served @ * price @");
  stock("demand @", "start demand @", "drawn in @ - leaving @ / 1 [month]");
  stock("cumulative @", "0", "served @ / 1 [month]");
}

void add_hardware(DraftText& draft) {
  draft.auxiliary("cohort time", "lifetime * 1 [month] / 4")
      .auxiliary("start servers",
                 "(start demand 1 + start demand 2 + start demand 3) / (server capacity * target "
                 "utilisation)")
      .auxiliary("demand", "demand 1 + demand 2 + demand 3")
      .auxiliary("servers needed", "demand / (server capacity * target utilisation)")
      .auxiliary("servers", "cohort 1 + cohort 2 + cohort 3 + cohort 4")
      .auxiliary("capacity", "servers * server capacity")
      .auxiliary("fulfilment", "min(1, safe divide(capacity, demand, 1))")
      .auxiliary("gap", "servers needed - servers")
      .auxiliary("pressure", "min(1, max(0, gap / max(servers, 1)))")
      .auxiliary("kept", "1 - repair * pressure")
      .auxiliary("retired", "ageing 4 * kept")
      .auxiliary("bought", "max(0, gap) / 2 [month] + retired");
  for (std::size_t c = 1; c <= kCohorts; ++c) {
    draft.auxiliary(fmt::format("ageing {}", c), fmt::format("cohort {} / cohort time", c));
    draft.stock(fmt::format("cohort {}", c), "start servers / 4",
                c == 1          ? "bought - ageing 1"
                : c == kCohorts ? "ageing 3 - retired"
                                : fmt::format("ageing {} - ageing {}", c - 1, c));
  }
}

void add_impacts(DraftText& draft) {
  draft.auxiliary("months", "time / 1 [month]")
      .auxiliary("season", "1 + 0.1 * sin(6.283185307179586 * months / 12)")
      .auxiliary("grid", "grid end + (grid start - grid end) * exp(-(grid decline * months))")
      .auxiliary("adoption time", "adoption * 1 [month]")
      .stock("market", "1", "market * growth / 1 [month]")
      .auxiliary("served", "served 1 + served 2 + served 3")
      .auxiliary("unmet", "unmet 1 + unmet 2 + unmet 3")
      .auxiliary("utilisation", "served / max(capacity, 1)")
      .auxiliary("hardware cost", "server price * servers / max(served, 1) / lifetime / 10")
      .auxiliary("load energy", "load energy 1 + load energy 2 + load energy 3")
      .auxiliary("idle energy", "servers * 20 * idle share * (1 - utilisation)")
      .auxiliary("device energy", "load energy + idle energy")
      .auxiliary("facility energy", "device energy * pue")
      .auxiliary("carbon flow", "facility energy * grid / 1000")
      .auxiliary("embodied flow", "bought * embodied per server")
      .auxiliary("water flow", "device energy * 1.8")
      .auxiliary("revenue", "revenue 1 + revenue 2 + revenue 3")
      .auxiliary("running cost", "facility energy * electricity price")
      .auxiliary("buying cost", "bought * server price * 1 [month]")
      .auxiliary("profit", "revenue - running cost - buying cost")
      .auxiliary("tax", "IF profit > 0 THEN profit * 0.2 ELSE 0")
      .auxiliary("carbon per request", "safe divide(carbon flow, served, 0)")
      .auxiliary("shortage", "IF unmet > 1 THEN unmet ELSE 0")
      .stock("carbon", "0", "carbon flow / 1 [month]")
      .stock("embodied", "0", "embodied flow")
      .stock("water", "0", "water flow / 1 [month]")
      .stock("waste", "0", "retired")
      .stock("money", "0", "(profit - tax - shortage * 0.01) / 1 [month]")
      .stock("cleanest", "1000", "(min(cleanest, carbon per request) - cleanest) / 1 [month]")
      .stock("delivered", "0", "served / 1 [month]");
}

}  // namespace

Seasons seasons() {
  Seasons out{};
  for (std::uint32_t step = 0; step < kSteps; ++step) {
    const double months = kMonth * step / kMonth;
    out[step] = 1.0 + 0.1 * base::sin(6.283185307179586 * months / 12.0);
  }
  return out;
}

FeedbackModel feedback_model() {
  DraftText draft;
  draft.time(kMonth, kSteps);
  add_inputs(draft);
  for (std::size_t g = 1; g <= kGroups; ++g) add_group(draft, g);
  add_hardware(draft);
  add_impacts(draft);
  auto model = draft.finish();
  base::check(model.has_value(), model ? "" : model.error().front().message.c_str());
  FeedbackModel out{std::move(*model), {}, {}, 0, 0};
  for (const auto& v : out.model.variables) {
    if (v.role == model::Role::input)
      out.samplers.emplace_back(v.quantity, v.name);
    else
      ++out.equations;
    if (v.role == model::Role::stock) ++out.stocks;
  }
  // everything is looked at, so nothing is left out of the program; the totals come first
  for (const auto* name :
       {"carbon", "embodied", "delivered", "money", "water", "waste", "cleanest"}) {
    out.outputs.push_back({name, model::variable(out.model.find(name)), false});
  }
  return out;
}

}  // namespace holon::bench
