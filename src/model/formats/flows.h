// SPDX-License-Identifier: Apache-2.0
//
// Stocks and flows of XMILE: what a stock gains, and how a stock that cannot fall below zero holds
// back what leaves it.
#pragma once

#include <vector>

#include "model/formats/builder.h"

namespace holon::model::formats {

class Flows {
 public:
  explicit Flows(Builder& builder) : builder_(builder) {}

  /// Stella holds outflows back so that a stock stays above zero; other tools let them run and keep
  /// the stock itself at zero. The standard leaves it to each.
  [[nodiscard]] bool holds_back() const;

  /// Rate of a stock: inflows times their multipliers, less outflows.
  [[nodiscard]] Expr rate(const Declared& stock, const Context& at);

  /// The equation of a flow after what limits it: its own floor at zero, and the stock it drains.
  [[nodiscard]] Expr limited(const Declared& flow, const Expr& value, const Context& at);

 private:
  [[nodiscard]] Expr read(const std::string& name, const Declared& near, const Context& at);
  [[nodiscard]] std::vector<Expr> inflows(const Declared& stock, const Context& at);

  Builder& builder_;
};

}  // namespace holon::model::formats
