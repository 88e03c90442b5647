// SPDX-License-Identifier: Apache-2.0
//
// The Transparency Platform of ENTSO-E: actual generation by type (document A75, process A16).
//
// GET /api?documentType=A75&processType=A16&in_Domain=…; the answer is XML. A series with
// `outBiddingZone_Domain.mRID` is consumption of storage and no generation. Where `curveType` is
// A03, a position that is left out repeats the one before it; in A01 it is missing. What the
// platform has nothing for comes as an Acknowledgement_MarketDocument with code 999.
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "base/text.h"
#include "electricity/services.h"

namespace holon::electricity {
namespace {

constexpr std::int64_t kMinute_s = 60;
constexpr std::int64_t kMostPositions = 40'000;
constexpr std::size_t kMostFaults = 8;

// types of the code list StandardAssetTypeList (EDI library, codes B01 to B25)
constexpr std::array kSources{
    SourceName{"B01", "biomass", "biomass"},
    SourceName{"B02", "coal", "lignite"},
    SourceName{"B03", "unspecified", "gas from coal"},
    SourceName{"B04", "gas", "natural gas"},
    SourceName{"B05", "coal", "hard coal"},
    SourceName{"B06", "oil", "oil"},
    SourceName{"B07", "unspecified", "oil shale"},
    SourceName{"B08", "unspecified", "peat"},
    SourceName{"B09", "geothermal", "geothermal"},
    SourceName{"B10", "storage", "pumped storage"},
    SourceName{"B11", "hydro", "run of river"},
    SourceName{"B12", "hydro", "reservoir"},
    SourceName{"B13", "ocean", "marine"},
    SourceName{"B14", "nuclear", "nuclear"},
    SourceName{"B15", "other", "other renewables"},
    SourceName{"B16", "solar", "solar"},
    SourceName{"B17", "unspecified", "waste"},
    SourceName{"B18", "wind offshore", "wind offshore"},
    SourceName{"B19", "wind onshore", "wind onshore"},
    SourceName{"B20", "unspecified", "other"},
    SourceName{"B25", "storage", "batteries and the like"},
};

/// A bidding zone by the name people give it.
struct Zone {
  std::string_view name;
  std::string_view code;
};

// from the platform's list of areas with their Energy Identification Codes
constexpr std::array kZones{
    Zone{"AT", "10YAT-APG------L"},  Zone{"BE", "10YBE----------2"},
    Zone{"BG", "10YCA-BULGARIA-R"},  Zone{"CH", "10YCH-SWISSGRIDZ"},
    Zone{"CZ", "10YCZ-CEPS-----N"},  Zone{"DE-LU", "10Y1001A1001A82H"},
    Zone{"DK1", "10YDK-1--------W"}, Zone{"DK2", "10YDK-2--------M"},
    Zone{"EE", "10Y1001A1001A39I"},  Zone{"ES", "10YES-REE------0"},
    Zone{"FI", "10YFI-1--------U"},  Zone{"FR", "10YFR-RTE------C"},
    Zone{"GR", "10YGR-HTSO-----Y"},  Zone{"HU", "10YHU-MAVIR----U"},
    Zone{"LT", "10YLT-1001A0008Q"},  Zone{"NL", "10YNL----------L"},
    Zone{"NO1", "10YNO-1--------2"}, Zone{"NO2", "10YNO-2--------T"},
    Zone{"NO3", "10YNO-3--------J"}, Zone{"NO4", "10YNO-4--------9"},
    Zone{"PL", "10YPL-AREA-----S"},  Zone{"PT", "10YPT-REN------W"},
    Zone{"RO", "10YRO-TEL------P"},  Zone{"SE1", "10Y1001A1001A44P"},
    Zone{"SE2", "10Y1001A1001A45N"}, Zone{"SE3", "10Y1001A1001A46L"},
    Zone{"SE4", "10Y1001A1001A47J"}, Zone{"SK", "10YSK-SEPS-----K"},
};

std::string code_of(std::string_view zone) {
  const auto found =
      std::find_if(kZones.begin(), kZones.end(), [&](const Zone& one) { return one.name == zone; });
  return std::string(found == kZones.end() ? zone : found->code);
}

// a name of the table, or a code of sixteen signs
bool is_zone(std::string_view zone) {
  constexpr std::size_t kCodeLength = 16;
  return code_of(zone).size() == kCodeLength;
}

// "202208152200"
std::string minute_text(std::int64_t hour) {
  auto out = hour_text(hour);
  std::erase_if(out, [](char c) { return c < '0' || c > '9'; });
  return out;
}

HttpRequest request(const Query& query) {
  HttpRequest out;
  out.url = fmt::format(
      "{}/api?documentType=A75&processType=A16&in_Domain={}&periodStart={}&periodEnd={}",
      query.base_url, percent_encoded(code_of(query.zone)), minute_text(query.from_hour),
      minute_text(query.until_hour));
  out.headers = {"Accept: application/xml"};
  out.secret_query = "securityToken=" + percent_encoded(query.key);
  return out;
}

/// Reads one document.
class Reader {
 public:
  Reader(base::SourcePtr source, std::string code)
      : source_(std::move(source)), code_(std::move(code)) {}

  base::Result<Reading> read() {
    pugi::xml_document document;
    const auto& text = source_->text();
    const auto parsed = document.load_buffer(text.data(), text.size());
    if (!parsed) {
      wrong(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, parsed.offset)),
            fmt::format("the answer is no whole XML: {}", parsed.description()));
      return tl::unexpected(std::move(faults_));
    }
    const auto root = document.document_element();
    const std::string_view name = root.name();
    if (name.ends_with("Acknowledgement_MarketDocument")) {
      out_.no_data = root.child("Reason").child_value("text");
      if (out_.no_data.empty()) out_.no_data = "no reason is told";
    } else if (name.ends_with("GL_MarketDocument")) {
      for (const auto series : root.children("TimeSeries")) {
        if (faults_.size() < kMostFaults) read_series(series);
      }
    } else {
      wrong(root, fmt::format("`{}` is no document of generation", name));
    }
    if (!faults_.empty()) return tl::unexpected(std::move(faults_));
    return std::move(out_);
  }

 private:
  void wrong(std::size_t offset, std::string message) {
    faults_.push_back({base::Code::unreadable_answer,
                       std::move(message),
                       {source_, std::min(offset, source_->text().size()), 1},
                       "",
                       {},
                       {}});
  }

  void wrong(const pugi::xml_node& node, std::string message) {
    wrong(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, node.offset_debug())),
          std::move(message));
  }

  void read_series(const pugi::xml_node& series) {
    // what storage takes up
    if (series.child("outBiddingZone_Domain.mRID")) return;
    const std::string zone = series.child_value("inBiddingZone_Domain.mRID");
    const std::string type = series.child("MktPSRType").child_value("psrType");
    const std::string_view unit = series.child_value("quantity_Measure_Unit.name");
    const std::string_view curve = series.child_value("curveType");
    if (zone != code_)
      return wrong(series, fmt::format("the answer is for `{}`, not for `{}`", zone, code_));
    if (type.empty()) return wrong(series, "a series names no type of generation");
    if (unit != "MAW")
      return wrong(series, fmt::format("the answer is in `{}`, not in MAW (MW)", unit));
    if (!curve.empty() && curve != "A01" && curve != "A03")
      return wrong(series, fmt::format("no curve of the type `{}` is known", curve));
    for (const auto period : series.children("Period")) {
      if (faults_.size() < kMostFaults) read_period(period, type, curve == "A03");
    }
  }

  void read_period(const pugi::xml_node& period, const std::string& type, bool repeats) {
    const auto interval = period.child("timeInterval");
    const auto from_s = second_of(interval.child_value("start"));
    const auto until_s = second_of(interval.child_value("end"));
    const auto step_s = step_of(period.child_value("resolution"));
    if (!from_s || !until_s || *until_s <= *from_s)
      return wrong(period, "a period has no beginning and end");
    if (!step_s) return wrong(period, "a period has no resolution of 15, 30 or 60 minutes");
    const auto positions = (*until_s - *from_s) / *step_s;
    if (positions > kMostPositions || (*until_s - *from_s) % *step_s != 0)
      return wrong(period, "a period is no whole number of its steps, or too many");
    const auto values = read_points(period, positions);
    for (auto value = values.begin(); value != values.end(); ++value) {
      // up to the next position that is told, or one step
      const auto next = std::next(value);
      const auto last = !repeats               ? value->first + 1
                        : next == values.end() ? positions + 1
                                               : next->first;
      out_.generation.push_back({*from_s + (value->first - 1) * *step_s,
                                 *from_s + (last - 1) * *step_s, type, value->second});
    }
  }

  std::map<std::int64_t, double> read_points(const pugi::xml_node& period, std::int64_t positions) {
    std::map<std::int64_t, double> out;
    for (const auto point : period.children("Point")) {
      ++out_.rows;
      const auto position = base::parse_number(point.child_value("position"));
      const auto quantity = base::parse_number(point.child_value("quantity"));
      const bool fits =
          position && quantity && *position >= 1 && *position <= static_cast<double>(positions);
      if (!fits || !out.emplace(static_cast<std::int64_t>(*position), *quantity).second) {
        wrong(point, "a point has no position within its period, or no quantity");
        return out;
      }
    }
    return out;
  }

  static std::optional<std::int64_t> step_of(std::string_view resolution) {
    if (resolution == "PT15M") return 15 * kMinute_s;
    if (resolution == "PT30M") return 30 * kMinute_s;
    if (resolution == "PT60M" || resolution == "PT1H") return 60 * kMinute_s;
    return std::nullopt;
  }

  base::SourcePtr source_;
  std::string code_;
  Reading out_;
  base::Diagnostics faults_;
};

base::Result<Reading> read(const base::SourcePtr& source, const Query& query) {
  return Reader(source, code_of(query.zone)).read();
}

}  // namespace

const Service kEntsoE{
    .name = "entso-e",
    .title = "ENTSO-E",
    .what = "Europe: generation by type of bidding zones; hours or quarters",
    .source = "ENTSO-E Transparency Platform, actual generation per production type (A75)",
    .licence = "terms of the Transparency Platform (CC-BY-4.0 for most of its data)",
    .documentation = "https://transparencyplatform.zendesk.com/hc/en-us/sections/12783116987028",
    .base_url = "https://web-api.tp.entsoe.eu",
    .zone_example = "DE-LU",
    .zone_help =
        "zones are AT, BE, DE-LU, DK1, ES, FR, NL, NO2, SE3 … or an Energy Identification Code",
    .key_variable = "HOLON_ENTSOE_KEY",
    .key_help = "transparency.entsoe.eu gives a security token on request",
    .kind = "average",
    .can_direct = true,
    .can_life_cycle = true,
    .most_hours = 24 * 30,
    .request = request,
    .read = read,
    .sources = kSources,
    .is_zone = is_zone,
};

}  // namespace holon::electricity
