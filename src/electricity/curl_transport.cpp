// SPDX-License-Identifier: Apache-2.0
#include "electricity/curl_transport.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "base/error.h"
#include "electricity/curl_library.h"

namespace holon::electricity {
namespace {

constexpr int kMostRedirections = 5;
constexpr double kConnectWithin_s = 10;

/// What the callbacks see.
struct Exchange {
  const std::function<bool()>* is_stopped = nullptr;
  std::string body;
  bool is_too_large = false;
};

std::size_t take(const char* data, std::size_t size, std::size_t count, void* into) {
  auto& exchange = *static_cast<Exchange*>(into);
  const std::size_t bytes = size * count;
  if (bytes > kLargestAnswer - exchange.body.size()) {
    exchange.is_too_large = true;
    return 0;
  }
  exchange.body.append(data, bytes);
  return bytes;
}

int go_on(void* from, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& exchange = *static_cast<Exchange*>(from);
  return *exchange.is_stopped && (*exchange.is_stopped)() ? 1 : 0;
}

/// A list of headers that frees itself.
class Headers {
 public:
  explicit Headers(const CurlLibrary& curl) : curl_(curl) {}
  ~Headers() { curl_.slist_free_all(list_); }
  Headers(const Headers&) = delete;
  Headers& operator=(const Headers&) = delete;
  Headers(Headers&&) = delete;
  Headers& operator=(Headers&&) = delete;

  void add(const std::string& header) {
    if (!header.empty()) list_ = curl_.slist_append(list_, header.c_str());
  }
  [[nodiscard]] curl_slist* list() const { return list_; }

 private:
  const CurlLibrary& curl_;
  curl_slist* list_ = nullptr;
};

std::string with_secret(const HttpRequest& request, const std::string& url) {
  if (request.secret_query.empty()) return url;
  return url + (url.find('?') == std::string::npos ? "?" : "&") + request.secret_query;
}

Trouble trouble_of(CURLcode code, const Exchange& exchange) {
  if (exchange.is_too_large) return Trouble::too_large;
  if (code == CURLE_ABORTED_BY_CALLBACK) return Trouble::stopped;
  if (code == CURLE_OPERATION_TIMEDOUT) return Trouble::timed_out;
  return Trouble::unreachable;
}

// a secret stays on the machine it is meant for, and nothing leaves TLS
bool may_follow(const HttpRequest& request, const std::string& from, const std::string& to) {
  const bool is_secure = to.starts_with("https://");
  if (!is_secure && !to.starts_with("http://")) return false;
  if (from.starts_with("https://") && !is_secure) return false;
  return !request.has_secret() || origin_of(from) == origin_of(to);
}

}  // namespace

struct CurlTransport::State {
  const CurlLibrary& curl;
  CURL* handle;
  std::function<bool()> is_stopped;
};

CurlTransport::CurlTransport(std::function<bool()> is_stopped) {
  const auto& curl = curl_library();
  auto* handle = curl.easy_init();
  if (handle == nullptr) throw base::WorldError("libcurl does not start");
  state_ = std::make_unique<State>(State{curl, handle, std::move(is_stopped)});
}

CurlTransport::~CurlTransport() { state_->curl.easy_cleanup(state_->handle); }

HttpAnswer CurlTransport::get(const HttpRequest& request, double limit_s) {
  using Clock = std::chrono::steady_clock;
  const auto& curl = state_->curl;
  auto* handle = state_->handle;
  const auto started = Clock::now();
  auto url = with_secret(request, request.url);
  for (int hop = 0; hop <= kMostRedirections; ++hop) {
    const double left_s = limit_s - std::chrono::duration<double>(Clock::now() - started).count();
    if (left_s <= 0) return {Trouble::timed_out, "it takes too long", 0, "", {}};

    // headers and limits of this request
    Exchange exchange{&state_->is_stopped, {}, false};
    Headers headers(curl);
    for (const auto& header : request.headers) headers.add(header);
    headers.add(request.secret_header);
    constexpr double kMilli = 1000;
    curl.easy_reset(handle);
    curl.easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl.easy_setopt(handle, CURLOPT_HTTPHEADER, headers.list());
    curl.easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl.easy_setopt(handle, CURLOPT_USERAGENT, "holon/0.1");
    curl.easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
    curl.easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl.easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(left_s * kMilli) + 1);
    curl.easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(std::min(left_s, kConnectWithin_s) * kMilli) + 1);
    curl.easy_setopt(handle, CURLOPT_WRITEFUNCTION, &take);
    curl.easy_setopt(handle, CURLOPT_WRITEDATA, &exchange);
    curl.easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &go_on);
    curl.easy_setopt(handle, CURLOPT_XFERINFODATA, &exchange);
    curl.easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    if (!request.user_and_password.empty()) {
      curl.easy_setopt(handle, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
      curl.easy_setopt(handle, CURLOPT_USERPWD, request.user_and_password.c_str());
    }

    // what came of it
    const auto code = curl.easy_perform(handle);
    if (code != CURLE_OK) return {trouble_of(code, exchange), curl.easy_strerror(code), 0, "", {}};
    HttpAnswer answer;
    long status = 0;
    curl_off_t wait_s = 0;
    char* next = nullptr;
    curl.easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    curl.easy_getinfo(handle, CURLINFO_RETRY_AFTER, &wait_s);
    curl.easy_getinfo(handle, CURLINFO_REDIRECT_URL, &next);
    answer.status = static_cast<int>(status);
    answer.body = std::move(exchange.body);
    if (wait_s > 0) answer.retry_after_s = static_cast<double>(wait_s);
    if (next == nullptr) return answer;
    const std::string target = next;
    if (!may_follow(request, url, target))
      return {Trouble::leads_away, fmt::format("it leads to {}", origin_of(target)), 0, "", {}};
    url = target;
  }
  return {Trouble::leads_away, "it leads in circles", 0, "", {}};
}

}  // namespace holon::electricity
