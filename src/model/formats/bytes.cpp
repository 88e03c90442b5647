// SPDX-License-Identifier: Apache-2.0
#include "model/formats/bytes.h"

#include <bit>

namespace holon::model::formats {

std::uint8_t ByteReader::u8(std::size_t offset) const {
  return holds(offset, 1) ? static_cast<std::uint8_t>(bytes_[offset]) : std::uint8_t{0};
}

std::uint16_t ByteReader::u16(std::size_t offset) const {
  if (!holds(offset, 2)) return 0;
  return static_cast<std::uint16_t>(u8(offset) | (u8(offset + 1) << 8));
}

std::uint32_t ByteReader::u32(std::size_t offset) const {
  if (!holds(offset, 4)) return 0;
  return static_cast<std::uint32_t>(u16(offset)) |
         (static_cast<std::uint32_t>(u16(offset + 2)) << 16U);
}

float ByteReader::f32(std::size_t offset) const { return std::bit_cast<float>(u32(offset)); }

double ByteReader::f64(std::size_t offset) const {
  const std::uint64_t high = u32(offset + 4);
  return std::bit_cast<double>((high << 32U) | u32(offset));
}

std::string_view ByteReader::part(std::size_t offset, std::size_t count) const {
  return offset < bytes_.size() ? bytes_.substr(offset, count) : std::string_view();
}

std::size_t ByteReader::find(std::string_view what, std::size_t from) const {
  return bytes_.find(what, from);
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto tail = [&out](std::uint32_t bits) {
    out += static_cast<char>(0x80U | (bits & 0x3FU));
  };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0U | (code >> 6U));
    tail(code);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0U | (code >> 12U));
    tail(code >> 6U);
    tail(code);
  } else {
    out += static_cast<char>(0xF0U | (code >> 18U));
    tail(code >> 12U);
    tail(code >> 6U);
    tail(code);
  }
}

std::string from_utf16(std::string_view bytes, bool little_endian) {
  const auto unit = [&](std::size_t i) {
    const auto first = static_cast<unsigned char>(bytes[i]);
    const auto second = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<std::uint32_t>(little_endian ? first | (second << 8)
                                                    : second | (first << 8));
  };
  std::string out;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    std::uint32_t code = unit(i);
    const bool high = code >= 0xD800 && code < 0xDC00 && i + 3 < bytes.size();
    if (high && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10U) + (unit(i + 2) - 0xDC00);
      i += 2;
    }
    append_utf8(out, code);
  }
  return out;
}

}  // namespace holon::model::formats
