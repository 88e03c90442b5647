// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/xmile_read.h"
#include "model/formats/xmile_token.h"

namespace holon::model::formats {
namespace {

std::optional<double> number_of(std::string_view text) {
  text = base::trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  return base::parse_number(text);
}

// where the numbers of a list are parted otherwise than by its `sep`
char separator_of(const XmlElement& list) {
  const auto* stated = list.attribute("sep");
  if (stated && !stated->value.text().empty()) return stated->value.text().front();
  const auto& text = list.text.text();
  if (text.find(',') != std::string::npos) return ',';
  if (text.find(';') != std::string::npos) return ';';
  if (text.find('|') != std::string::npos) return '|';
  return text.find('\t') != std::string::npos ? '\t' : ',';
}

// numbers of <xpts> or <ypts>; nothing after a mistake, which is reported
std::optional<std::vector<double>> numbers_of(const XmlElement& list, XmileReading& reading) {
  std::vector<double> out;
  auto parts = split_names(list.text, separator_of(list));
  if (!parts.empty() && parts.back().text().empty()) parts.pop_back();
  for (const auto& part : parts) {
    const auto value = number_of(part.text());
    if (!value) {
      reading.mistake(base::Code::xmile_points, fmt::format("`{}` is not a number", part.text()),
                      part.span(),
                      "points are numbers parted by commas; another sign is named in sep=\"…\"");
      return std::nullopt;
    }
    out.push_back(*value);
  }
  return out;
}

struct Scale {
  double least = 0;
  double most = 0;
};

std::optional<Scale> scale_of(const XmlElement& gf, std::string_view name) {
  const auto* scale = gf.child(name);
  if (!scale) return std::nullopt;
  const auto least = number_of(scale->attribute_text("min"));
  const auto most = number_of(scale->attribute_text("max"));
  if (!least || !most || *least == *most) return std::nullopt;
  return Scale{*least, *most};
}

// as many points as there are values, at equal distances from the least to the most
std::vector<double> spread(const Scale& scale, std::size_t count) {
  std::vector<double> out;
  for (std::size_t i = 0; i < count; ++i) {
    const bool last = i + 1 == count;
    const double share = static_cast<double>(i) / static_cast<double>(count - 1);
    out.push_back(last ? scale.most : scale.least + (scale.most - scale.least) * share);
  }
  return out;
}

Points::Beyond beyond_of(const XmlElement& gf) {
  const auto type = base::lower(gf.attribute_text("type"));
  if (type == "extrapolate") return Points::Beyond::extrapolate;
  const bool discrete = base::lower(gf.attribute_text("discrete")) == "true";
  return type == "discrete" || discrete ? Points::Beyond::discrete : Points::Beyond::level;
}

}  // namespace

std::shared_ptr<const Points> read_points(const XmlElement& gf, XmileReading& reading) {
  const auto* y_list = gf.child("ypts");
  if (!y_list) {
    reading.mistake(base::Code::xmile_points, "the graphical function has no <ypts>", gf.span,
                    "write its values as <ypts>0,1,2</ypts>");
    return nullptr;
  }
  auto points = std::make_shared<Points>();
  points->beyond = beyond_of(gf);
  auto y = numbers_of(*y_list, reading);
  const auto* x_list = gf.child("xpts");
  const auto x = x_list ? numbers_of(*x_list, reading) : std::vector<double>();
  if (!y || !x) return nullptr;
  points->y = std::move(*y);
  if (points->y.empty()) {
    reading.mistake(base::Code::xmile_points, "the graphical function has no points", y_list->span);
    return nullptr;
  }

  // the x of each point is listed, or spread over a scale
  const auto scale = scale_of(gf, "xscale");
  if (!x->empty()) {
    points->x = *x;
  } else if (scale && points->y.size() > 1) {
    points->x = spread(*scale, points->y.size());
  } else {
    reading.mistake(base::Code::xmile_points, "the graphical function has no x for its points",
                    gf.span, "add <xpts>…</xpts>, or <xscale min=\"0\" max=\"10\"/>");
    return nullptr;
  }
  if (points->x.size() != points->y.size()) {
    reading.mistake(
        base::Code::xmile_points,
        fmt::format("the graphical function has {} x and {} y", points->x.size(), points->y.size()),
        y_list->span, "every point has an x and a y");
    return nullptr;
  }
  return points;
}

}  // namespace holon::model::formats
