// SPDX-License-Identifier: Apache-2.0
//
// The catalogue's tables and the library of feedback parts, embedded in the binary by
// cmake/embed.cmake.
#pragma once

#include <span>
#include <string_view>

namespace holon::catalog {

/// One text file of data/, as it stood when the binary was built.
struct EmbeddedFile {
  std::string_view name;  ///< "grids.csv", "feedback/policy/cap.yaml"
  std::string_view text;
};

/// Every embedded file.
[[nodiscard]] std::span<const EmbeddedFile> embedded_files();

}  // namespace holon::catalog
