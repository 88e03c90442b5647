// SPDX-License-Identifier: Apache-2.0
//
// The average of a grid beside its margin, for a terminal.
#pragma once

#include <string>

#include "catalog/catalog.h"
#include "electricity/margin.h"
#include "report/style.h"

namespace holon::report {

struct MarginReport {
  std::string grid;
  const catalog::Fact& average;
  const electricity::GridMargin& margin;
};

[[nodiscard]] std::string terminal(const MarginReport& report, const Style& style);

}  // namespace holon::report
