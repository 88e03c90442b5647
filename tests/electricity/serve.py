#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A stand-in for a service of electricity: replays answers to the command it runs.

    tests/electricity/serve.py [OPTIONS] ANSWER... -- COMMAND...

`@SERVER` in the command is the stand-in's address. Requests get the answers in turn, the last one
again and again; a name without a slash is looked for in tests/electricity/answers. The command's own
exit code is passed on; in what it prints the address is `http://SERVER`.

    --status N        answer with this status, and the body with it
    --fail-first N    the first N requests get --status, the rest 200
    --retry-after S   say so where the status is not 200
    --delay S         wait before every answer
    --torn            end the body in the middle, with a length that fits
    --cut             close the connection in the middle of the body
    --gzip            pack the body
    --redirect WHERE  send everyone there: /path, http://host or `loop`
    --show            tell on stderr what was asked, secrets included
"""

import argparse
import gzip
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ANSWERS = Path(__file__).resolve().parent / "answers"
SECRETS = ("auth-token", "authorization")


def options_of(words):
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--status", type=int, default=200)
    parser.add_argument("--fail-first", type=int, default=None)
    parser.add_argument("--retry-after", type=int)
    parser.add_argument("--delay", type=float, default=0)
    parser.add_argument("--torn", action="store_true")
    parser.add_argument("--cut", action="store_true")
    parser.add_argument("--gzip", action="store_true")
    parser.add_argument("--redirect")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("answers", nargs="*")
    at = words.index("--")
    return parser.parse_args(words[:at]), words[at + 1 :]


def body_of(name):
    path = Path(name) if "/" in name else ANSWERS / name
    return path.read_bytes()


class StandIn(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, options):
        super().__init__(("127.0.0.1", 0), Handler)
        self.options = options
        self.bodies = [body_of(name) for name in options.answers] or [b""]
        self.asked = []
        self.lock = threading.Lock()

    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request, client_address):
        pass  # a client that gives up is what some tests are about


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *words):
        pass

    def do_GET(self):
        options = self.server.options
        with self.server.lock:
            turn = len(self.server.asked)
            secrets = [f"{k.lower()}: {v}" for k, v in self.headers.items() if k.lower() in SECRETS]
            self.server.asked.append("\n".join([f"GET {self.path}", *secrets]))
        time.sleep(options.delay)
        if options.redirect and not self.path.startswith("/moved"):
            return self.lead_on()
        fails = options.status != 200 and (options.fail_first is None or turn < options.fail_first)
        served = turn - (options.fail_first or 0)
        body = self.server.bodies[max(0, min(served, len(self.server.bodies) - 1))]
        self.reply(options.status if fails else 200, body, options)

    def lead_on(self):
        where = self.server.options.redirect
        if where == "loop":
            where = self.path
        elif where.startswith("/"):
            where += self.path
        self.send_response(302)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def reply(self, status, body, options):
        if options.torn:
            body = body[: len(body) // 2]
        if options.gzip:
            body = gzip.compress(body)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if options.gzip:
            self.send_header("Content-Encoding", "gzip")
        if status != 200 and options.retry_after is not None:
            self.send_header("Retry-After", str(options.retry_after))
        self.end_headers()
        if options.cut:
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            self.connection.close()
        else:
            self.wfile.write(body)


def main():
    options, command = options_of(sys.argv[1:])
    server = StandIn(options)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = server.address()
    done = subprocess.run([word.replace("@SERVER", address) for word in command],
                          capture_output=True, check=False)  # fmt: skip
    server.shutdown()
    for stream, text in ((sys.stdout, done.stdout), (sys.stderr, done.stderr)):
        stream.buffer.write(text.replace(address.encode(), b"http://SERVER"))
        stream.flush()
    if options.show:
        for one in server.asked:
            print(one, file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
