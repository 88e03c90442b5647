// SPDX-License-Identifier: Apache-2.0
#include "meter/metrics_server.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>

#include "base/error.h"

namespace holon::meter {
namespace {

using Steady = std::chrono::steady_clock;

// a client that is slower than this to ask, or to take the answer, is left
constexpr auto kPatience = std::chrono::milliseconds(500);
constexpr std::size_t kLongestRequest = 8192;

/// An address as the system wants it.
struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t length = 0;
};

std::optional<SocketAddress> socket_address(const ListenAddress& address) {
  SocketAddress out;
  auto* four = reinterpret_cast<sockaddr_in*>(&out.storage);
  auto* six = reinterpret_cast<sockaddr_in6*>(&out.storage);
  if (::inet_pton(AF_INET, address.host.c_str(), &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons(address.port);
    out.length = sizeof(sockaddr_in);
    return out;
  }
  if (::inet_pton(AF_INET6, address.host.c_str(), &six->sin6_addr) == 1) {
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(address.port);
    out.length = sizeof(sockaddr_in6);
    return out;
  }
  return std::nullopt;
}

std::uint16_t port_of(int socket) {
  SocketAddress bound;
  bound.length = sizeof bound.storage;
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&bound.storage), &bound.length);
  const bool is_six = bound.storage.ss_family == AF_INET6;
  return ntohs(is_six ? reinterpret_cast<sockaddr_in6*>(&bound.storage)->sin6_port
                      : reinterpret_cast<sockaddr_in*>(&bound.storage)->sin_port);
}

bool is_ready(int file, short what, Steady::time_point until) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(until - Steady::now()).count();
  pollfd waiting{file, what, 0};
  return left > 0 && ::poll(&waiting, 1, static_cast<int>(left)) > 0;
}

// the request up to its empty line, or as far as it came
std::string request_of(int client) {
  const auto until = Steady::now() + kPatience;
  std::string out;
  std::array<char, 1024> buffer{};
  while (out.size() < kLongestRequest && out.find("\r\n\r\n") == std::string::npos &&
         is_ready(client, POLLIN, until)) {
    const auto count = ::recv(client, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count <= 0) break;
    out.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return out;
}

void send_whole(int client, std::string_view text) {
  const auto until = Steady::now() + kPatience;
  while (!text.empty() && is_ready(client, POLLOUT, until)) {
    const auto count = ::send(client, text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

std::string response(std::string_view status, std::string_view type, std::string_view body) {
  return fmt::format(
      "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
      status, type, body.size(), body);
}

}  // namespace

std::optional<ListenAddress> parse_listen_address(std::string_view text) {
  ListenAddress out;
  const auto colon = text.rfind(':');
  auto host = colon == text.npos ? std::string_view() : text.substr(0, colon);
  const auto port = colon == text.npos ? text : text.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), out.port);
  if (error != std::errc() || end != port.data() + port.size()) return std::nullopt;
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (!host.empty() && host != "localhost") out.host = host;
  return socket_address(out) ? std::optional(out) : std::nullopt;
}

MetricsServer::MetricsServer(const ListenAddress& address) {
  const auto where = socket_address(address);
  const int yes = 1;
  socket_ = where
                ? ::socket(where->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)
                : -1;
  stop_ = ::eventfd(0, EFD_CLOEXEC);
  if (socket_ >= 0) ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  constexpr int kWaiting = 16;
  const bool listens =
      socket_ >= 0 && stop_ >= 0 &&
      ::bind(socket_, reinterpret_cast<const sockaddr*>(&where->storage), where->length) == 0 &&
      ::listen(socket_, kWaiting) == 0;
  if (!listens) {
    const std::string why = std::strerror(errno);
    ::close(socket_);
    ::close(stop_);
    throw base::WorldError(
        fmt::format("cannot listen on {} port {}: {}", address.host, address.port, why));
  }
  const bool is_six = address.host.find(':') != std::string::npos;
  const auto host = is_six ? "[" + address.host + "]" : address.host;
  url_ = fmt::format("http://{}:{}/metrics", host, port_of(socket_));
  thread_ = std::thread([this] { serve(); });
}

MetricsServer::~MetricsServer() {
  const std::uint64_t one = 1;
  // a counter of 64 bits takes a 1 at any time
  [[maybe_unused]] const auto written = ::write(stop_, &one, sizeof one);
  thread_.join();
  ::close(socket_);
  ::close(stop_);
}

void MetricsServer::show(std::string text) {
  const std::lock_guard lock(mutex_);
  text_ = std::move(text);
}

void MetricsServer::serve() {
  constexpr int kForEver = -1;
  while (true) {
    std::array<pollfd, 2> waiting{{{socket_, POLLIN, 0}, {stop_, POLLIN, 0}}};
    if (::poll(waiting.data(), waiting.size(), kForEver) < 0 && errno != EINTR) return;
    if (waiting[1].revents != 0) return;
    if ((waiting[0].revents & POLLIN) == 0) continue;
    const int client = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client < 0) continue;
    answer(client);
    ::close(client);
  }
}

void MetricsServer::answer(int client) {
  const auto request = request_of(client);
  if (!request.starts_with("GET /metrics ") && !request.starts_with("GET / ")) {
    send_whole(client, response("404 Not Found", "text/plain", "metrics are at /metrics\n"));
    return;
  }
  std::string text;
  {
    const std::lock_guard lock(mutex_);
    text = text_;
  }
  send_whole(client,
             response("200 OK", "application/openmetrics-text; version=1.0.0; charset=utf-8",
                      text.empty() ? "# EOF\n" : text));
}

}  // namespace holon::meter
