// SPDX-License-Identifier: Apache-2.0
//
// The catalogue's tables, embedded in the binary by cmake/embed.cmake.
#pragma once

#include <span>
#include <string_view>

namespace holon::catalog {

/// One text file of data/, as it stood when the binary was built.
struct EmbeddedFile {
  std::string_view name;  ///< such as "grids.csv"
  std::string_view text;
};

/// Every embedded table.
[[nodiscard]] std::span<const EmbeddedFile> embedded_files();

}  // namespace holon::catalog
