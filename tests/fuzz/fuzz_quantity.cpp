// SPDX-License-Identifier: Apache-2.0
//
// Any text is a quantity or refused; what is read prints as a text that reads as the same.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "document/quantity_reader.h"
#include "quantity/quantity.h"

namespace {

using holon::document::read_quantity;

std::optional<holon::quantity::Quantity> read_block(const std::string& text) {
  const auto source = std::make_shared<const holon::base::SourceText>("fuzz", text);
  const auto document = holon::document::parse(source);
  if (!document) return std::nullopt;
  holon::base::Diagnostics diagnostics;
  auto out = read_quantity(document->root, {}, diagnostics);
  for (const auto& diagnostic : diagnostics)
    static_cast<void>(holon::base::render(diagnostic, false));
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto quantity = read_block(text);
  if (!quantity) return 0;
  const auto printed = holon::quantity::to_text(*quantity);
  const auto again = read_block(printed);
  if (!again || holon::quantity::to_text(*again) != printed) std::abort();
  return 0;
}
