// SPDX-License-Identifier: Apache-2.0
//
// Plain values as bytes, for processes of one machine type that work together.
#pragma once

#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/error.h"

namespace holon::base {

/// Appends values.
template <class T>
void write_bytes(std::string& out, std::span<const T> values) {
  static_assert(std::is_trivially_copyable_v<T>);
  if (!values.empty())
    out.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
}

template <class T>
void write_bytes(std::string& out, const T& value) {
  write_bytes(out, std::span<const T>(&value, 1));
}

/// Takes values off the front.
template <class T>
void read_bytes(std::string_view& bytes, std::span<T> values) {
  static_assert(std::is_trivially_copyable_v<T>);
  check(bytes.size() >= values.size_bytes(), "bytes are as many as were written");
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), values.size_bytes());
  bytes.remove_prefix(values.size_bytes());
}

template <class T>
void read_bytes(std::string_view& bytes, T& value) {
  read_bytes(bytes, std::span<T>(&value, 1));
}

}  // namespace holon::base
