// SPDX-License-Identifier: Apache-2.0
#include "model/formats/compound_file.h"

#include <algorithm>
#include <vector>

#include "model/formats/bytes.h"

namespace holon::model::formats {
namespace {

constexpr std::uint32_t kLastSector = 0xFFFFFFFA;  // larger numbers are marks
constexpr std::size_t kEntrySize = 128;            // of the directory

/// Chains of sectors: the file's own, or those of the small streams inside one of its streams.
class Chains {
 public:
  Chains(std::string_view bytes, std::size_t sector_size, std::size_t start)
      : bytes_(bytes), sector_size_(sector_size), start_(start) {}

  void set_next(std::vector<std::uint32_t> next) { next_ = std::move(next); }

  [[nodiscard]] std::string_view sector(std::uint32_t number) const {
    const auto at = start_ + static_cast<std::size_t>(number) * sector_size_;
    return at < bytes_.size() ? bytes_.substr(at, sector_size_) : std::string_view();
  }

  // the sectors of a chain one after the other, at most as many as there are; a circle ends there
  [[nodiscard]] std::string read(std::uint32_t first) const {
    std::string out;
    std::size_t left = bytes_.size() / sector_size_ + 1;
    for (auto number = first; number <= kLastSector && left > 0; --left) {
      const auto part = sector(number);
      if (part.empty()) break;
      out += part;
      number = number < next_.size() ? next_[number] : kLastSector + 1;
    }
    return out;
  }

 private:
  std::string_view bytes_;
  std::size_t sector_size_;
  std::size_t start_;
  std::vector<std::uint32_t> next_;  // sector after each
};

std::vector<std::uint32_t> words_of(std::string_view bytes) {
  const ByteReader reader(bytes);
  std::vector<std::uint32_t> out;
  for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4) out.push_back(reader.u32(at));
  return out;
}

// the sectors that hold the table of sectors: 109 in the header, more in a chain of their own
std::vector<std::uint32_t> table_sectors(const ByteReader& header, const Chains& chains) {
  constexpr std::size_t kInHeader = 109;
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < kInHeader; ++i) out.push_back(header.u32(0x4C + 4 * i));
  auto next = header.u32(0x44);
  for (auto left = std::min<std::size_t>(header.u32(0x48), header.size() / 64);
       left > 0 && next <= kLastSector; --left) {
    auto words = words_of(chains.sector(next));
    if (words.empty()) break;
    next = words.back();
    words.pop_back();
    out.insert(out.end(), words.begin(), words.end());
  }
  std::erase_if(out, [](std::uint32_t number) { return number > kLastSector; });
  return out;
}

}  // namespace

std::optional<std::string> read_stream(std::string_view file, std::string_view name,
                                       std::string_view other_name) {
  const ByteReader header(file);
  const unsigned shift = header.u16(0x1E);
  const unsigned small_shift = header.u16(0x20);
  const bool is_sound = (shift == 9 || shift == 12) && small_shift == 6;
  if (!is_sound || !header.holds(0, 512)) return std::nullopt;

  // the table of sectors, then the directory
  const auto size = std::size_t{1} << shift;
  Chains chains(file, size, size);
  std::string table;
  for (const auto number : table_sectors(header, chains)) {
    if (table.size() > file.size()) return std::nullopt;
    table += chains.sector(number);
  }
  chains.set_next(words_of(table));
  const auto directory = chains.read(header.u32(0x30));
  const ByteReader entries(directory);

  // streams below a limit lie in that of the root, in sectors of their own
  for (std::size_t at = 0; at + kEntrySize <= directory.size(); at += kEntrySize) {
    const std::size_t length = std::min<std::size_t>(entries.u16(at + 64), 64);
    if (length < 2 || entries.u8(at + 66) != 2) continue;
    const auto found = from_utf16(entries.part(at, length - 2), true);
    if (found != name && found != other_name) continue;
    const auto first = entries.u32(at + 116);
    const std::size_t bytes = entries.u32(at + 120);
    if (bytes >= header.u32(0x38)) return chains.read(first).substr(0, bytes);
    const auto small = chains.read(entries.u32(116));
    Chains small_chains(small, std::size_t{1} << small_shift, 0);
    small_chains.set_next(words_of(chains.read(header.u32(0x3C))));
    return small_chains.read(first).substr(0, bytes);
  }
  return std::nullopt;
}

}  // namespace holon::model::formats
