// SPDX-License-Identifier: Apache-2.0
//
// Whole files in and out.
#pragma once

#include <string>
#include <string_view>

namespace holon::base {

/// Reads a file as it is. Throws `WorldError` if it cannot, or if it is larger than 64 MiB.
[[nodiscard]] std::string read_file(const std::string& path);

/// Writes a file so that it is there whole or not at all: a temporary file beside it, then renamed.
/// Throws `WorldError` if it cannot; nothing is left behind then.
void write_file(const std::string& path, std::string_view content);

}  // namespace holon::base
