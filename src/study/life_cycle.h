// SPDX-License-Identifier: Apache-2.0
//
// Activities as impact flows and services.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "study/compile.h"
#include "study/draft.h"
#include "study/inventory.h"

namespace holon::study {

class LifeCycle {
 public:
  LifeCycle(const Study& study, Inventory& inventory, Draft& draft, base::Diagnostics& diagnostics);

  /// Finds the dimension of a variable, if that can be told.
  using DimensionOf = std::function<std::optional<quantity::Dimension>(model::VariableId)>;

  /// Adds the values that activities state, and the names that equations may use of them.
  void declare();

  /// Adds the flows. `dimension_of` finds the dimension of a variable whose names are resolved.
  void build(const DimensionOf& dimension_of);

  /// Cap `to` on the activities that `limits` names, as the level each then runs at; reports what
  /// is not there. The cap acts from `from` on [s since the start]. Call after `build`.
  [[nodiscard]] std::vector<model::Change> capped(const Cap& cap, const model::Expr& to,
                                                  double from);

  /// A move to another place: the factors of the activities become that place's.
  struct Move {
    std::vector<std::string> activities;
    std::string place;
    std::vector<model::Change> changes;
  };
  [[nodiscard]] Move moved(const Reference& target, const Reference& place);

  [[nodiscard]] const std::vector<ImpactFlow>& flows() const { return flows_; }
  [[nodiscard]] const std::vector<Service>& services() const { return services_; }
  [[nodiscard]] std::vector<ActivityAmount> amounts() const;
  [[nodiscard]] const std::vector<Missing>& missing() const { return missing_; }
  [[nodiscard]] const std::vector<std::string>& excluded() const { return excluded_; }
  [[nodiscard]] std::vector<bool> reported() const;
  [[nodiscard]] std::vector<PartCoverage> part_coverage() const;

 private:
  /// An amount: over the activity as a whole, or per time while it lasts.
  struct Amount {
    model::Expr value;
    bool is_rate = false;
    bool at_facility = false;
    std::string source = "electricity";
    bool at_once = false;  ///< all of it in the first step of the activity
  };

  /// Where in time an activity happens [s since the start].
  struct Window {
    double from = 0;
    double to = 0;
    bool stated = false;
  };

  struct Work {
    const Activity* activity = nullptr;
    std::string name;  // "deployment.api"
    const Factors* place = nullptr;
    std::map<std::string, model::VariableId>
        factors;  // aliases of the place's, which a scenario may move
    std::map<std::string, model::VariableId> fields;
    std::map<std::string, model::VariableId> use, storage, network;
    std::map<std::size_t, model::VariableId> direct;
    std::set<std::size_t> direct_rates;  // categories whose direct impact is per time
    std::optional<model::VariableId> serves, energy_per_unit, level;
    bool serves_rate = false;
    quantity::Dimension thing;                    // what it serves, without time
    std::map<std::size_t, model::Expr> uncapped;  // rate per category at level 1
  };

  void declare(const Activity& activity);
  void declare_place(Work& work);
  void unknown_place(const Reference& name);
  void build(Work& work);
  void build_service(Work& work);
  void settle_direct(Work& work, const DimensionOf& dimension_of);
  void add_electricity(Work& work, const Amount& amount);
  void add_scarcity(Work& work, const Amount& amount, const model::Expr& at_device,
                    const model::Expr& at_facility);
  void add_hardware(Work& work, const Amount& device_time);
  void add_direct(Work& work);
  void add_flow(Work& work, std::string source, std::size_t category, const Amount& amount);
  [[nodiscard]] static model::Expr repeated(const Work& work, const model::Expr& once);
  [[nodiscard]] std::string place_of(const Work& work) const;
  [[nodiscard]] std::string place_named(const std::string& word) const;
  void add_missing(const Work& work, std::size_t category, const std::string& source,
                   const std::string& what);
  [[nodiscard]] std::vector<Amount> electricity(Work& work, std::optional<Amount>& device_time);
  [[nodiscard]] std::optional<model::Expr> spare_time(const Work& work,
                                                      const Amount& device_time) const;
  [[nodiscard]] Amount hardware_share(const Work& work, const DeviceModel& device,
                                      const Amount& device_time) const;
  void add_life(Work& work, const DeviceModel& device, const Amount& share);
  [[nodiscard]] std::optional<Amount> hardware_time(const Work& work,
                                                    const DeviceModel& device) const;
  [[nodiscard]] std::optional<Amount> hardware_energy(const Work& work, const DeviceModel& device);
  [[nodiscard]] std::optional<Amount> storage_energy(Work& work);
  [[nodiscard]] Window window(const Activity& activity, bool lump);
  [[nodiscard]] model::Expr rate_in_time(const Work& work, const Amount& amount);
  [[nodiscard]] model::Expr whole(const Work& work, const Amount& amount);
  [[nodiscard]] const DeviceModel* device(const Work& work);
  [[nodiscard]] bool is_out(const Work& work, const std::string& source);
  [[nodiscard]] bool needs_level(const Activity& activity) const;
  [[nodiscard]] std::vector<Work*> limited(const Reference& limits);
  void report(base::Code code, std::string message, const base::Span& where,
              std::vector<std::string> help = {});

  const Study& study_;
  Inventory& inventory_;
  Draft& draft_;
  base::Diagnostics& diagnostics_;
  std::vector<Work> work_;
  std::vector<ImpactFlow> flows_;
  std::vector<Service> services_;
  std::vector<Missing> missing_;
  std::vector<std::string> excluded_;
  std::set<std::size_t> mentioned_;  // categories that the user states something of
};

}  // namespace holon::study
