// SPDX-License-Identifier: Apache-2.0
//
// One request over HTTP, and what came back. What is secret stands apart, so that it is never shown
// and never kept.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "record/run.h"

namespace holon::electricity {

struct HttpRequest {
  std::string url;                      ///< without secrets: what messages show
  std::vector<std::string> headers;     /// such as "Accept: application/json"
  std::string secret_query;             ///< "api_key=…", sent behind the address
  std::string secret_header;            ///< "auth-token: …"
  std::string user_and_password;        ///< for basic authentication
  bool is_secret = false;               ///< the answer is a key itself: it is not kept
  record::Instant describes_until = 0;  ///< until when the answer's hours go

  [[nodiscard]] bool has_secret() const {
    return !secret_query.empty() || !secret_header.empty() || !user_and_password.empty();
  }
};

/// Why there is no answer.
enum class Trouble { none, unreachable, timed_out, too_large, leads_away, stopped };

struct HttpAnswer {
  Trouble trouble = Trouble::none;
  std::string detail;  ///< of the trouble, in words
  int status = 0;      ///< 200, 401, …; 0 where there is no answer
  std::string body;
  std::optional<double> retry_after_s;  ///< when the service wants to be asked again
};

/// What carries a request. A test has its own.
class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  Transport(Transport&&) = delete;
  Transport& operator=(Transport&&) = delete;
  virtual ~Transport() = default;

  /// Sends one request and waits for its answer, at most so long.
  virtual HttpAnswer get(const HttpRequest& request, double limit_s) = 0;
};

/// "https://api.example.org:8443" of an address; the whole text where it is none.
[[nodiscard]] std::string origin_of(const std::string& url);

/// A text as it may stand in the query of an address.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace holon::electricity
