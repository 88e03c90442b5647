// SPDX-License-Identifier: Apache-2.0
//
// Serves a text over HTTP to whoever asks, from a thread of its own: nothing of it stands on the
// measuring path, and no client can hold it up for long.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace holon::meter {

/// Where to listen.
struct ListenAddress {
  std::string host = "127.0.0.1";  ///< a number of IPv4 or IPv6
  std::uint16_t port = 0;          ///< 0: any that is free
};

/// Reads "9464", "localhost:9464", "0.0.0.0:9464" or "[::1]:9464"; without a host it is this
/// machine alone. Nothing if it is none of these.
[[nodiscard]] std::optional<ListenAddress> parse_listen_address(std::string_view text);

class MetricsServer {
 public:
  /// Listens at once. Throws `base::WorldError` where it cannot.
  explicit MetricsServer(const ListenAddress& address);
  /// Ends the thread, whatever a client does.
  ~MetricsServer();
  MetricsServer(const MetricsServer&) = delete;
  MetricsServer& operator=(const MetricsServer&) = delete;

  /// What is served from now on, at /metrics: a text of OpenMetrics.
  void show(std::string text);

  /// "http://127.0.0.1:9464/metrics".
  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  void serve();
  void answer(int client);

  int socket_ = -1;
  int stop_ = -1;  ///< written to end the thread
  std::string url_;
  std::mutex mutex_;
  std::string text_;
  std::thread thread_;
};

}  // namespace holon::meter
