// SPDX-License-Identifier: Apache-2.0
//
// Any bytes are a document or one that is refused; every place of every node lies in the text.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "document/node.h"

namespace {

void walk(const holon::document::Node& node, std::size_t size) {
  if (node.span.offset > size || node.span.offset + node.span.length > size + 1) std::abort();
  for (const auto& item : node.items) walk(item, size);
  for (const auto& entry : node.entries) walk(entry.value, size);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto source = std::make_shared<const holon::base::SourceText>(
      "fuzz", std::string(reinterpret_cast<const char*>(data), size));
  const auto document = holon::document::parse(source);
  if (document) {
    walk(document->root, size);
  } else {
    for (const auto& diagnostic : document.error())
      static_cast<void>(holon::base::render(diagnostic, false));
  }
  return 0;
}
