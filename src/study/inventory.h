// SPDX-License-Identifier: Apache-2.0
//
// Places and hardware as variables of the model: what is stated, else what the catalogue knows,
// else a default marked as assumed, else nothing.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "study/compile.h"
#include "study/draft.h"
#include "study/part_model.h"

namespace holon::study {

/// A place's factors, by field ("carbon intensity", "pue", …).
using Factors = std::map<std::string, model::VariableId>;

/// One hardware's figures as expressions; missing ones are absent.
struct DeviceModel {
  std::map<std::size_t, model::Expr> embodied;     ///< per category, of one unit
  std::map<std::size_t, model::Expr> transport;    ///< the same, of its way to where it works
  std::map<std::size_t, model::Expr> repair;       ///< of repairs and refurbishing
  std::map<std::size_t, model::Expr> end_of_life;  ///< of its disposal
  Allocation allocation = Allocation::by_use;
  std::map<std::string, model::Expr>
      figures;  ///< power, idle power, peak, lifetime, utilisation, price
  std::vector<std::string> parts_without_embodied;  ///< climate is not known of these parts
  std::size_t parts = 0;                     ///< kinds of parts, the unit itself if it has none
  std::map<std::size_t, std::size_t> known;  ///< of how many of them a category is
};

/// Whether a field of a part says what it is made of, for a model of making it.
[[nodiscard]] bool is_make_up(std::string_view field);

class Inventory {
 public:
  Inventory(const Study& study, const catalog::Catalog& catalog, Draft& draft,
            base::Diagnostics& diagnostics)
      : study_(study), catalog_(catalog), draft_(draft), diagnostics_(diagnostics) {}

  /// Adds the variables of all places and hardware.
  void declare();

  [[nodiscard]] const Factors* place(const std::string& name) const;
  [[nodiscard]] const DeviceModel* hardware(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> place_names() const;
  [[nodiscard]] std::vector<std::string> hardware_names() const;
  [[nodiscard]] const std::vector<Assumption>& assumptions() const { return assumptions_; }

  /// A default of the catalogue as a variable, such as the power of an SSD per TB.
  [[nodiscard]] model::VariableId default_value(const std::string& path, std::string_view name);

 private:
  void declare_place(const Place& place);
  void add_further_impacts(const Place& place);
  [[nodiscard]] const catalog::Entry* grid_of(const Place& place) const;
  void declare_hardware(const Hardware& hardware);
  void add_life(const Hardware& hardware, const std::string& path, DeviceModel& out);
  void add_transport(const Hardware& hardware, const std::string& path, DeviceModel& out);
  void add_end(const Hardware& hardware, const std::string& path, DeviceModel& out);
  void share_lives(const Hardware& hardware, const std::string& path, DeviceModel& out);
  [[nodiscard]] const catalog::Entry* entry(const catalog::Entry* found, const Reference& code,
                                            catalog::Shelf shelf, std::string_view what);
  model::VariableId assume(const std::string& path, const catalog::Fact& fact,
                           std::optional<quantity::Evidence> evidence = {});
  [[nodiscard]] const catalog::Entry* device_of(const std::optional<Reference>& code);
  void add_part(const Part& part, const std::string& path, DeviceModel& out);
  [[nodiscard]] MakeUp make_up_of(const Part& part);
  void add_yield(const Part& part, MakeUp& make_up, const std::string& path);
  [[nodiscard]] model::Expr drawn(const std::vector<model::Expr>& rivals, const std::string& path);
  [[nodiscard]] model::Expr which_of(const std::string& path);
  [[nodiscard]] const inventory::PartModels& part_models();
  [[nodiscard]] const inventory::PartModel* model_of(const Part& part, const Reference& reference);
  [[nodiscard]] std::map<std::size_t, model::Expr> modelled(const inventory::PartModel& model,
                                                            const MakeUp& part,
                                                            const std::string& path);
  void add_modelled(const Part& part, const std::string& path,
                    std::map<std::size_t, model::Expr>& embodied);
  [[nodiscard]] std::map<std::size_t, model::Expr> embodied_of(const Statements& stated,
                                                               const catalog::Entry* device,
                                                               const std::string& path);

  const Study& study_;
  const catalog::Catalog& catalog_;
  Draft& draft_;
  base::Diagnostics& diagnostics_;
  std::optional<inventory::PartModels> part_models_;  // read where a part names one
  std::map<std::string, Factors> places_;             // by name key
  std::map<std::string, DeviceModel> hardware_;       // by name key
  std::vector<Assumption> assumptions_;
};

}  // namespace holon::study
