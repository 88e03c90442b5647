// SPDX-License-Identifier: Apache-2.0
#include "cli/option_checks.h"

#include <cmath>
#include <optional>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "model/method.h"

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

CLI::Validator assignment(std::string form) {
  return {[form = std::move(form)](std::string& text) {
            const auto sign = text.find('=');
            if (sign != std::string::npos && sign != 0) return std::string();
            return fmt::format("`{}` is not of the form {}", text, form);
          },
          ""};
}

CLI::Validator method_name() {
  return {[](std::string& text) {
            if (model::method_named(text)) return std::string();
            return fmt::format("no method is called `{}`; use {}", text, model::method_names());
          },
          ""};
}

}  // namespace holon::cli
