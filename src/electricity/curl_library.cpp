// SPDX-License-Identifier: Apache-2.0
#include "electricity/curl_library.h"

#include <dlfcn.h>

#include "base/error.h"

namespace holon::electricity {
namespace {

template <class Function>
void find(void* handle, const char* name, Function& function) {
  void* found = ::dlsym(handle, name);
  if (found == nullptr)
    throw base::WorldError("this libcurl is too old to ask services of electricity",
                           {"install libcurl 7.85 or later: `apt-get install libcurl4`"});
  // POSIX makes the two pointers interchangeable
  function = reinterpret_cast<Function>(found);
}

CurlLibrary opened() {
  // the ABI of libcurl has been 4 since 2006; other builds of it bear other names
  constexpr const char* kNames[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
  void* handle = nullptr;
  for (const auto* name : kNames) {
    if (handle == nullptr) handle = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
  }
  if (handle == nullptr)
    throw base::WorldError("libcurl is missing, and without it no service can be asked",
                           {"`apt-get install libcurl4 ca-certificates`"});
  CurlLibrary out;
  decltype(&::curl_global_init) global_init = nullptr;
  find(handle, "curl_global_init", global_init);
  find(handle, "curl_easy_init", out.easy_init);
  find(handle, "curl_easy_cleanup", out.easy_cleanup);
  find(handle, "curl_easy_reset", out.easy_reset);
  find(handle, "curl_easy_perform", out.easy_perform);
  find(handle, "curl_easy_setopt", out.easy_setopt);
  find(handle, "curl_easy_getinfo", out.easy_getinfo);
  find(handle, "curl_easy_strerror", out.easy_strerror);
  find(handle, "curl_slist_append", out.slist_append);
  find(handle, "curl_slist_free_all", out.slist_free_all);
  global_init(CURL_GLOBAL_DEFAULT);
  return out;
}

}  // namespace

const CurlLibrary& curl_library() {
  static const CurlLibrary kLibrary = opened();
  return kLibrary;
}

}  // namespace holon::electricity
