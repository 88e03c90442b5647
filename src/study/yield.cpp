// SPDX-License-Identifier: Apache-2.0
#include "study/yield.h"

#include <array>

#include "base/error.h"

namespace holon::study {
namespace {

using model::Expr;
using model::number;

constexpr std::array kWords{YieldWord{"poisson", YieldModel::poisson},
                            YieldWord{"murphy", YieldModel::murphy},
                            YieldWord{"seeds", YieldModel::seeds},
                            YieldWord{"negative binomial", YieldModel::negative_binomial}};

Expr exponential(const Expr& of) { return model::call("exp", {of}); }

}  // namespace

std::span<const YieldWord> yield_words() { return kWords; }

Expr yield_of(YieldModel yield, const Expr& defects, const Expr& clustering) {
  switch (yield) {
    case YieldModel::poisson:
      return exponential(number(0) - defects);
    case YieldModel::murphy: {
      // so small that the quotient is 1 to every digit
      constexpr double kFew = 1e-9;
      const auto some = model::call("max", {defects, number(kFew)});
      const auto share = (number(1) - exponential(number(0) - some)) / some;
      return share * share;
    }
    case YieldModel::seeds:
      return exponential(number(0) - model::call("sqrt", {defects}));
    case YieldModel::negative_binomial:
      return exponential(number(0) -
                         clustering * model::call("ln", {number(1) + defects / clustering}));
  }
  base::check(false, "every yield model has its equation");
  return {};
}

}  // namespace holon::study
