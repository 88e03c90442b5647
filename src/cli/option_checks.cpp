// SPDX-License-Identifier: Apache-2.0
#include "cli/option_checks.h"

#include <cmath>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"

namespace holon::cli {
namespace {

std::optional<double> finite(const std::string& text) {
  double out = 0;
  if (!CLI::detail::lexical_cast(text, out) || !std::isfinite(out)) return std::nullopt;
  return out;
}

}  // namespace

CLI::Validator finite_number() {
  return {[](std::string& text) {
            return finite(text) ? std::string() : fmt::format("`{}` is no finite number", text);
          },
          ""};
}

CLI::Validator number_between(double low, double high) {
  return {[low, high](std::string& text) {
            const auto value = finite(text);
            if (value && *value >= low && *value <= high) return std::string();
            return fmt::format("`{}` is no number from {} to {}", text, base::exact(low),
                               base::exact(high));
          },
          ""};
}

}  // namespace holon::cli
