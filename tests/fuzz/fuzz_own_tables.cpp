// SPDX-License-Identifier: Apache-2.0
//
// Any bytes are a table of one's own that the catalogue takes, or refused at their place. The first
// byte chooses the table.
#include <cstdint>
#include <memory>
#include <string>

#include "catalog/own_checks.h"
#include "catalog/own_tables.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace holon;
  if (size == 0) return 0;
  const auto names = catalog::own_table_names();
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto made = catalog::with_own_tables(
      {{names[data[0] % names.size()], std::make_shared<const base::SourceText>("fuzz", bytes)}});
  if (!made) {
    for (const auto& one : made.error()) static_cast<void>(base::render(one, false));
  }
  return 0;
}
