// SPDX-License-Identifier: Apache-2.0
#include "model/formats/vensim_source.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/text.h"

namespace holon::model::formats::vensim {
namespace {

// bytes 0x80 to 0x9F of Windows-1252; 0xFFFD where it has none. From there on it is Latin-1.
// Source: unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT
constexpr std::array<char32_t, 32> kWindows1252{
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

std::uint8_t byte(char c) { return static_cast<std::uint8_t>(c); }

void append(std::string& out, char32_t code) {
  const auto low_bits = [&](unsigned shift) {
    out += static_cast<char>(0x80U | ((code >> shift) & 0x3FU));
  };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0U | (code >> 6U));
    low_bits(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0U | (code >> 12U));
    low_bits(6);
    low_bits(0);
  } else {
    out += static_cast<char>(0xF0U | (code >> 18U));
    low_bits(12);
    low_bits(6);
    low_bits(0);
  }
}

// length of the UTF-8 character at `at`; 0 where the bytes are none
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto first = byte(text[at]);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(text[at + i]) & 0xC0U) != 0x80U) return 0;
  }
  return length;
}

std::size_t first_not_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto length = character_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return at;
}

std::string from_windows_1252(std::string_view text, bool keeps_utf8) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (std::size_t at = 0; at < text.size();) {
    const auto length = keeps_utf8 ? character_length(text, at) : 0;
    if (length != 0) {
      out += text.substr(at, length);
      at += length;
      continue;
    }
    const auto code = byte(text[at++]);
    append(out, code >= 0x80 && code < 0xA0 ? kWindows1252[code - 0x80U] : char32_t{code});
  }
  return out;
}

std::string from_utf16(std::string_view text, bool big_endian) {
  std::string out;
  const auto unit = [&](std::size_t at) {
    const auto first = char32_t{byte(text[at])};
    const auto second = char32_t{byte(text[at + 1])};
    return big_endian ? first * 256 + second : second * 256 + first;
  };
  for (std::size_t at = 2; at + 1 < text.size(); at += 2) {
    auto code = unit(at);
    const bool is_pair = code >= 0xD800 && code < 0xDC00 && at + 3 < text.size() &&
                         unit(at + 2) >= 0xDC00 && unit(at + 2) < 0xE000;
    if (is_pair) {
      code = 0x10000 + ((code - 0xD800) << 10U) + (unit(at + 2) - 0xDC00);
      at += 2;
    } else if (code >= 0xD800 && code < 0xE000) {
      code = 0xFFFD;
    }
    append(out, code);
  }
  return out;
}

}  // namespace

base::SourcePtr in_utf8(const base::SourcePtr& source) {
  const std::string_view text = source->text();
  const bool little = text.starts_with("\xFF\xFE");
  if (little || text.starts_with("\xFE\xFF"))
    return std::make_shared<const base::SourceText>(source->name(), from_utf16(text, !little));
  if (first_not_utf8(text) == text.size()) return source;
  const bool claims_utf8 = base::lower(text.substr(0, 16)).find("{utf-8}") != std::string::npos;
  return std::make_shared<const base::SourceText>(source->name(),
                                                  from_windows_1252(text, claims_utf8));
}

std::size_t end_of_equations(std::string_view text) {
  auto end = text.size();

  // \\\---/// Sketch information
  for (auto at = text.find("---///"); at != std::string_view::npos;
       at = text.find("---///", at + 1)) {
    auto start = at;
    while (start > 0 && text[start - 1] == '\\') --start;
    if (at - start >= 2 && (start == 0 || text[start - 1] == '\n')) {
      end = start;
      break;
    }
  }

  // :L<%^E!@, with a control character behind L
  for (auto at = text.find("<%^E!@"); at < end; at = text.find("<%^E!@", at + 1)) {
    const auto line = text.rfind('\n', at);
    const auto start = line == std::string_view::npos ? 0 : line + 1;
    if (at - start <= 3 && text.substr(start).starts_with(":L")) return start;
  }
  return end;
}

std::vector<std::vector<std::string>> equal_units(std::string_view sketch) {
  std::vector<std::vector<std::string>> out;
  const auto settings = sketch.find("<%^E!@");
  if (settings == std::string_view::npos) return out;
  for (auto at = sketch.find("\n22:", settings); at != std::string_view::npos;
       at = sketch.find("\n22:", at + 1)) {
    const auto end = std::min(sketch.find('\n', at + 1), sketch.size());
    std::vector<std::string> units;
    for (const auto& unit : base::split(sketch.substr(at + 4, end - at - 4), ',')) {
      if (!base::trim(unit).empty()) units.emplace_back(base::trim(unit));
    }
    if (units.size() > 1) out.push_back(std::move(units));
  }
  return out;
}

// the fourth number of line 15: 0 Euler, 1 RK4 auto, 2 difference, 3 RK2 auto, 4 RK2 fixed, 5 RK4
// fixed. Where Vensim adjusts the step, so does rk45.
std::string method(std::string_view sketch) {
  const auto settings = sketch.find("<%^E!@");
  if (settings == std::string_view::npos) return {};
  const auto line = sketch.find("\n15:", settings);
  if (line == std::string_view::npos) return {};
  const auto end = std::min(sketch.find('\n', line + 1), sketch.size());
  const auto numbers = base::split(sketch.substr(line + 4, end - line - 4), ',');
  if (numbers.size() < 4) return {};
  const auto kind = base::trim(numbers[3]);
  if (kind == "1") return "rk45, rk4";
  if (kind == "3") return "rk45, rk2";
  if (kind == "4") return "rk2";
  if (kind == "5") return "rk4";
  return {};
}

}  // namespace holon::model::formats::vensim
