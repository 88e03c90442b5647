// SPDX-License-Identifier: Apache-2.0
#include "electricity/http.h"

#include <fmt/format.h>

#include "base/text.h"

namespace holon::electricity {

std::string origin_of(const std::string& url) {
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) return url;
  // a name in front of the host, as in https://user@host, is no part of it
  const auto end = url.find_first_of("/?#", scheme + 3);
  auto host = url.substr(scheme + 3, end == std::string::npos ? end : end - scheme - 3);
  if (const auto at = host.rfind('@'); at != std::string::npos) host.erase(0, at + 1);
  return base::lower(url.substr(0, scheme + 3) + host);
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (is_plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

}  // namespace holon::electricity
