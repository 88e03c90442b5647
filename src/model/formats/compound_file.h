// SPDX-License-Identifier: Apache-2.0
//
// Microsoft's compound file, a small file system inside a file ([MS-CFB]).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace holon::model::formats {

/// The first stream that has one of two names; nothing if there is none or the file is damaged.
[[nodiscard]] std::optional<std::string> read_stream(std::string_view file, std::string_view name,
                                                     std::string_view other_name);

}  // namespace holon::model::formats
