// SPDX-License-Identifier: Apache-2.0
//
// Any text is an equation or refused; printing and reading come to rest after one round.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "model/expression.h"

namespace {

holon::model::Expr read(const std::string& text) {
  const auto source = std::make_shared<const holon::base::SourceText>("fuzz", text);
  holon::base::Diagnostics diagnostics;
  const auto out =
      holon::model::parse_expression(text, {source, 0, text.size()}, true, {}, diagnostics);
  for (const auto& diagnostic : diagnostics)
    static_cast<void>(holon::base::render(diagnostic, false));
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kLongest = 2000;
  if (size > kLongest) return 0;
  const auto expression = read(std::string(reinterpret_cast<const char*>(data), size));
  if (!expression) return 0;
  const auto name_of = [](holon::model::VariableId) { return std::string("x"); };
  const auto printed = holon::model::to_text(expression, name_of);
  const auto again = read(printed);
  // brackets that printing adds may reach the deepest nesting; nothing else may be refused
  if (!again) return printed.size() > 400 ? 0 : (std::abort(), 0);
  if (holon::model::to_text(again, name_of) != printed) std::abort();
  return 0;
}
