// SPDX-License-Identifier: Apache-2.0
//
// The same model written by hand, as plain loops and arrays, with the equations' own order of
// operations. `Value` holds `kWidth` members: one as a double, or several as a vector of doubles.
// The file that includes this says which, and gives exp_of, pow_of, smaller, larger and pick for
// it.
//
// What a good programmer would hoist is hoisted: what is settled for a run stands before the loop,
// the season is a table over time.
#pragma once

#include <array>
#include <cstring>

#include "feedback_hand_runs.h"

namespace holon::bench {
namespace {

struct Group {
  Value elasticity, start_demand, energy_start, energy_floor, learning, margin;
};

/// Inputs of a member, in the order of the model's.
struct Inputs {
  Group group[kGroups];
  Value electricity_price, grid_start, grid_end, grid_decline, pue, idle_share, embodied_per_server;
  Value lifetime, adoption, server_capacity, server_price, growth, repair, target_utilisation;
};

struct Totals {
  Value total[kTotals];
};

inline Totals simulate(const Inputs& in, const Seasons& seasons) {
  const Value zero = in.pue * 0.0;

  // settled for a run
  Value energy_spread[kGroups];
  Value start_price[kGroups];
  Value potential[kGroups];
  Value exponent[kGroups];
  for (std::size_t g = 0; g < kGroups; ++g) {
    const auto& group = in.group[g];
    energy_spread[g] = group.energy_start - group.energy_floor;
    start_price[g] = (group.energy_start * in.electricity_price * in.pue + 0.1) * group.margin;
    potential[g] = group.start_demand * 20.0;
    exponent[g] = -group.elasticity;
  }
  const Value adoption_time = in.adoption * kMonth;
  const Value cohort_time = in.lifetime * kMonth / 4.0;
  const Value useful_capacity = in.server_capacity * in.target_utilisation;
  const Value start_servers =
      (in.group[0].start_demand + in.group[1].start_demand + in.group[2].start_demand) /
      useful_capacity;
  const Value grid_fall = in.grid_start - in.grid_end;

  Value demand[kGroups];
  Value cumulative[kGroups];
  Value felt_price[kGroups];
  for (std::size_t g = 0; g < kGroups; ++g) {
    demand[g] = in.group[g].start_demand;
    cumulative[g] = zero;
    felt_price[g] = start_price[g];
  }
  Value cohort[kCohorts];
  for (auto& value : cohort) value = start_servers / 4.0;
  Value market = zero + 1.0;
  Value cleanest = zero + 1000.0;
  Value total_carbon = zero;
  Value total_embodied = zero;
  Value water = zero;
  Value waste = zero;
  Value total_money = zero;
  Value delivered = zero;

  for (std::uint32_t step = 0; step < kSteps; ++step) {
    const double months = kMonth * step / kMonth;
    const Value all_demand = demand[0] + demand[1] + demand[2];
    const Value servers = cohort[0] + cohort[1] + cohort[2] + cohort[3];
    const Value capacity = servers * in.server_capacity;
    const Value fulfilment =
        smaller(zero + 1.0, pick(all_demand == 0.0, zero + 1.0, capacity / all_demand));
    const Value gap = all_demand / useful_capacity - servers;
    const Value pressure = smaller(zero + 1.0, larger(zero, gap / larger(servers, zero + 1.0)));
    const Value retired = cohort[3] / cohort_time * (1.0 - in.repair * pressure);
    const Value bought = larger(zero, gap) / (2.0 * kMonth) + retired;

    Value served_by[kGroups];
    for (std::size_t g = 0; g < kGroups; ++g) served_by[g] = demand[g] * fulfilment;
    const Value all_served = served_by[0] + served_by[1] + served_by[2];
    const Value hardware_cost =
        in.server_price * servers / larger(all_served, zero + 1.0) / in.lifetime / 10.0;

    Value demand_change[kGroups];
    Value felt_change[kGroups];
    Value unmet[kGroups];
    Value load[kGroups];
    Value revenue[kGroups];
    for (std::size_t g = 0; g < kGroups; ++g) {
      const auto& group = in.group[g];
      const Value experience = cumulative[g] / 1000.0;
      const Value energy =
          group.energy_floor + energy_spread[g] * exp_of(-(group.learning * experience));
      const Value price = (energy * in.electricity_price * in.pue + hardware_cost) * group.margin;
      const Value relative_price = felt_price[g] / start_price[g];
      const Value wish =
          group.start_demand * pow_of(relative_price, exponent[g]) * market * seasons[step];
      const Value room = larger(zero, 1.0 - demand[g] / potential[g]);
      const Value pull = (wish - demand[g]) / adoption_time;
      const Value drawn_in = pick(pull > 0.0, pull * room, pull);
      const Value leaving = pick(fulfilment < 0.9, demand[g] * 0.05 * (1.0 - fulfilment), zero);
      demand_change[g] = drawn_in - leaving / kMonth;
      felt_change[g] = (price - felt_price[g]) / adoption_time;
      unmet[g] = demand[g] - served_by[g];
      load[g] = served_by[g] * energy;
      revenue[g] = served_by[g] * price;
    }

    const Value grid = in.grid_end + grid_fall * exp_of(-(in.grid_decline * months));
    const Value utilisation = all_served / larger(capacity, zero + 1.0);
    const Value idle_energy = servers * 20.0 * in.idle_share * (1.0 - utilisation);
    const Value device_energy = load[0] + load[1] + load[2] + idle_energy;
    const Value facility_energy = device_energy * in.pue;
    const Value carbon_flow = facility_energy * grid / 1000.0;
    const Value profit = revenue[0] + revenue[1] + revenue[2] -
                         facility_energy * in.electricity_price - bought * in.server_price * kMonth;
    const Value tax = pick(profit > 0.0, profit * 0.2, zero);
    const Value all_unmet = unmet[0] + unmet[1] + unmet[2];
    const Value shortage = pick(all_unmet > 1.0, all_unmet, zero);
    const Value per_request = pick(all_served == 0.0, zero, carbon_flow / all_served);

    // one Euler step
    for (std::size_t g = 0; g < kGroups; ++g) {
      demand[g] = demand[g] + kMonth * demand_change[g];
      felt_price[g] = felt_price[g] + kMonth * felt_change[g];
      cumulative[g] = cumulative[g] + kMonth * (served_by[g] / kMonth);
    }
    Value ageing[kCohorts];
    for (std::size_t c = 0; c < kCohorts; ++c) ageing[c] = cohort[c] / cohort_time;
    cohort[0] = cohort[0] + kMonth * (bought - ageing[0]);
    cohort[1] = cohort[1] + kMonth * (ageing[0] - ageing[1]);
    cohort[2] = cohort[2] + kMonth * (ageing[1] - ageing[2]);
    cohort[3] = cohort[3] + kMonth * (ageing[2] - retired);
    market = market + kMonth * (market * in.growth / kMonth);
    total_carbon = total_carbon + kMonth * (carbon_flow / kMonth);
    total_embodied = total_embodied + kMonth * (bought * in.embodied_per_server);
    water = water + kMonth * (device_energy * 1.8 / kMonth);
    waste = waste + kMonth * retired;
    total_money = total_money + kMonth * ((profit - tax - shortage * 0.01) / kMonth);
    cleanest = cleanest + kMonth * ((smaller(cleanest, per_request) - cleanest) / kMonth);
    delivered = delivered + kMonth * (all_served / kMonth);
  }
  return {{total_carbon, total_embodied, delivered, total_money, water, waste, cleanest}};
}

// all members, `kWidth` at a time, their draws included
inline void run_by_hand(std::span<const quantity::Sampler> samplers, std::uint64_t seed,
                        Results& results) {
  const auto table = seasons();
  const quantity::RandomUniforms uniforms(seed);
  std::array<double, kWidth> drawn{};
  for (std::size_t first = 0; first < results[0].size(); first += kWidth) {
    Inputs inputs{};
    auto* values = reinterpret_cast<Value*>(&inputs);
    for (std::size_t i = 0; i < samplers.size(); ++i) {
      samplers[i].fill(uniforms, first, drawn);
      std::memcpy(values + i, drawn.data(), sizeof(Value));
    }
    const auto totals = simulate(inputs, table);
    for (std::size_t t = 0; t < kTotals; ++t) {
      std::memcpy(results[t].data() + first, &totals.total[t], sizeof(Value));
    }
  }
}

}  // namespace
}  // namespace holon::bench
