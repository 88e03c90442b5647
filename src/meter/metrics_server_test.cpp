// SPDX-License-Identifier: Apache-2.0
#include "meter/metrics_server.h"

#include <array>
#include <chrono>
#include <sys/socket.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>

#include "base/error.h"

namespace holon::meter {
namespace {

// a client on this machine
class Client {
 public:
  explicit Client(const MetricsServer& server) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const auto& url = server.url();
    const auto colon = url.rfind(':');
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1))));
    ::inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void say(std::string_view text) const {
    REQUIRE(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(text.size()));
  }
  [[nodiscard]] std::string hear() const {
    std::string out;
    std::array<char, 4096> buffer{};
    for (ssize_t count = 0; (count = ::recv(socket_, buffer.data(), buffer.size(), 0)) > 0;)
      out.append(buffer.data(), static_cast<std::size_t>(count));
    return out;
  }

 private:
  int socket_;
};

}  // namespace

TEST_CASE("an address to listen on is this machine's alone unless a host is named") {
  CHECK(parse_listen_address("9464")->host == "127.0.0.1");
  CHECK(parse_listen_address("9464")->port == 9464);
  CHECK(parse_listen_address("localhost:0")->host == "127.0.0.1");
  CHECK(parse_listen_address("0.0.0.0:80")->host == "0.0.0.0");
  CHECK(parse_listen_address("[::1]:80")->host == "::1");
  for (const auto* text : {"", "x", "host:80", "1.2.3.4:", "1.2.3.4:70000", "1.2.3:80", "9464 "})
    CHECK(!parse_listen_address(text));
}

TEST_CASE("what is shown is served, the latest of it, as often as it is asked for") {
  MetricsServer server({});
  server.show("a 1\n# EOF\n");
  for (const auto* body : {"a 1\n# EOF\n", "a 2\n# EOF\n"}) {
    server.show(body);
    const Client client(server);
    client.say("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto heard = client.hear();
    CHECK(heard.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(heard.find("application/openmetrics-text; version=1.0.0") != std::string::npos);
    CHECK(heard.ends_with(std::string("\r\n\r\n") + body));
  }
  const Client other(server);
  other.say("POST /secret HTTP/1.1\r\n\r\n");
  CHECK(other.hear().starts_with("HTTP/1.1 404"));
}

TEST_CASE(
    "clients that say nothing, half a request or nonsense hold up neither others nor the end") {
  const auto start = std::chrono::steady_clock::now();
  {
    MetricsServer server({});
    const Client silent(server);
    const Client half(server);
    half.say("GET /met");
    const Client nonsense(server);
    nonsense.say(std::string(20'000, 'x'));
    const Client good(server);
    good.say("GET / HTTP/1.0\r\n\r\n");
    CHECK(good.hear().ends_with("# EOF\n"));
    const Client late(server);
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(8));
}

TEST_CASE("a port that another has is told") {
  MetricsServer server({});
  const auto port = std::stoi(server.url().substr(server.url().rfind(':') + 1));
  CHECK_THROWS_AS(MetricsServer({"127.0.0.1", static_cast<std::uint16_t>(port)}), base::WorldError);
}

}  // namespace holon::meter
