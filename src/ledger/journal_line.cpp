// SPDX-License-Identifier: Apache-2.0
#include "ledger/journal_line.h"

#include <charconv>

#include <boost/crc.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace holon::ledger {
namespace {

using Json = nlohmann::json;

Json json_of(const std::vector<std::optional<double>>& values) {
  auto out = Json::array();
  for (const auto& value : values) out.push_back(value ? Json(*value) : Json());
  return out;
}

std::vector<std::optional<double>> numbers(const Json& json) {
  std::vector<std::optional<double>> out;
  for (const auto& one : json)
    out.push_back(one.is_null() ? std::nullopt : std::optional(one.get<double>()));
  return out;
}

}  // namespace

std::uint32_t checksum(std::string_view text) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
  crc.process_bytes(text.data(), text.size());
  return crc.checksum();
}

std::string journal_line(char kind, std::string_view content) {
  const auto checked = fmt::format("{} {}", kind, content);
  return fmt::format("{} {:08x} {}\n", kind, checksum(checked), content);
}

std::optional<JournalLine> parse_journal_line(std::string_view line) {
  constexpr std::size_t kDigits = 8;
  constexpr std::size_t kHead = 2 + kDigits + 1;
  if (line.size() < kHead || line[1] != ' ' || line[kHead - 1] != ' ') return std::nullopt;
  std::uint32_t stated = 0;
  const auto* digits = line.data() + 2;
  const auto [end, error] = std::from_chars(digits, digits + kDigits, stated, 16);
  if (error != std::errc() || end != digits + kDigits) return std::nullopt;
  const JournalLine out{line[0], line.substr(kHead)};
  if (checksum(fmt::format("{} {}", out.kind, out.content)) != stated) return std::nullopt;
  return out;
}

std::string to_json(const Sample& sample) {
  Json out = Json::array({sample.at_ns, sample.elapsed_ns, json_of(sample.energy_J),
                          json_of(sample.uncertainty_J),
                          sample.cpu_time_s ? Json(*sample.cpu_time_s) : Json()});
  if (!sample.gaps.empty()) {
    auto gaps = Json::array();
    for (const auto& gap : sample.gaps)
      gaps.push_back(Json::array({gap.from_ns, gap.until_ns, gap.device, gap.reason}));
    out.push_back(std::move(gaps));
  }
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Sample> sample_from_json(std::string_view text) {
  // its checksum was right: only a program that is not ours could have written anything else
  try {
    const auto json = Json::parse(text);
    Sample out;
    out.at_ns = json.at(0).get<std::int64_t>();
    out.elapsed_ns = json.at(1).get<std::int64_t>();
    out.energy_J = numbers(json.at(2));
    out.uncertainty_J = numbers(json.at(3));
    if (!json.at(4).is_null()) out.cpu_time_s = json.at(4).get<double>();
    if (json.size() > 5) {
      for (const auto& gap : json.at(5))
        out.gaps.push_back({gap.at(0).get<std::int64_t>(), gap.at(1).get<std::int64_t>(),
                            gap.at(2).get<std::string>(), gap.at(3).get<std::string>()});
    }
    return out;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace holon::ledger
