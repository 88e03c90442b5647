// SPDX-License-Identifier: Apache-2.0
//
// Small workbooks for tests, written by hand: a zip archive without compression around XML parts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holon::model::formats {

/// A part of an archive: its name and its bytes.
using ZipPart = std::pair<std::string, std::string>;

/// The check sum of a zip archive: CRC-32 of IEEE 802.3, bit by bit.
inline std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

inline void append_number(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

/// An archive of these parts, none compressed.
inline std::string zip_of(const std::vector<ZipPart>& parts) {
  std::string out;
  std::string directory;
  for (const auto& [name, bytes] : parts) {
    // what a local header and a line of the directory have in common
    std::string common;
    for (const int zero : {20, 0, 0, 0, 0x21})
      append_number(common, static_cast<std::uint32_t>(zero), 2);
    append_number(common, crc32(bytes), 4);
    append_number(common, static_cast<std::uint32_t>(bytes.size()), 4);
    append_number(common, static_cast<std::uint32_t>(bytes.size()), 4);
    append_number(common, static_cast<std::uint32_t>(name.size()), 2);
    append_number(common, 0, 2);
    const auto offset = static_cast<std::uint32_t>(out.size());
    out += std::string("PK\x03\x04", 4) + common + name + bytes;
    directory += std::string("PK\x01\x02\x14\x00", 6) + common;
    append_number(directory, 0, 2);
    append_number(directory, 0, 2);
    append_number(directory, 0, 2);
    append_number(directory, 0, 4);
    append_number(directory, offset, 4);
    directory += name;
  }
  const auto start = static_cast<std::uint32_t>(out.size());
  out += directory + std::string("PK\x05\x06\0\0\0\0", 8);
  append_number(out, static_cast<std::uint32_t>(parts.size()), 2);
  append_number(out, static_cast<std::uint32_t>(parts.size()), 2);
  append_number(out, static_cast<std::uint32_t>(directory.size()), 4);
  append_number(out, start, 4);
  append_number(out, 0, 2);
  return out;
}

/// A workbook with sheets `Numbers` (the given rows of <sheetData>) and `Second sheet` (empty), the
/// shared texts "shared" and "two runs", and defined names.
inline std::string workbook_of(const std::string& rows, const std::string& names = "") {
  return zip_of(
      {{"xl/workbook.xml",
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Numbers\" sheetId=\"1\" r:id=\"a\"/>"
        "<sheet name=\"Second sheet\" sheetId=\"2\" r:id=\"b\"/></sheets><definedNames>" +
            names + "</definedNames></workbook>"},
       {"xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"a\" Target=\"worksheets/sheet1.xml\"/>"
        "<Relationship Id=\"b\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>"},
       {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"},
       {"xl/worksheets/sheet2.xml", "<worksheet><sheetData/></worksheet>"},
       {"xl/sharedStrings.xml",
        "<sst><si><t>shared</t></si><si><r><t>two </t></r><r><t>runs</t></r></si></sst>"}});
}

}  // namespace holon::model::formats
