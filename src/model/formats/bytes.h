// SPDX-License-Identifier: Apache-2.0
//
// Numbers and characters in binary files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace holon::model::formats {

/// Bytes of a file, little-endian. What lies outside reads as 0.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] bool holds(std::size_t offset, std::size_t count) const {
    return offset <= bytes_.size() && count <= bytes_.size() - offset;
  }
  [[nodiscard]] std::uint8_t u8(std::size_t offset) const;
  [[nodiscard]] std::uint16_t u16(std::size_t offset) const;
  [[nodiscard]] std::uint32_t u32(std::size_t offset) const;
  [[nodiscard]] float f32(std::size_t offset) const;
  [[nodiscard]] double f64(std::size_t offset) const;
  [[nodiscard]] std::string_view part(std::size_t offset, std::size_t count) const;
  [[nodiscard]] std::size_t find(std::string_view what, std::size_t from) const;

 private:
  std::string_view bytes_;
};

/// Appends one character, given as its code point, as UTF-8.
void append_utf8(std::string& out, std::uint32_t code);

/// Text of 16-bit units, as UTF-8; half of a pair that stands alone is kept as it is.
[[nodiscard]] std::string from_utf16(std::string_view bytes, bool little_endian);

}  // namespace holon::model::formats
