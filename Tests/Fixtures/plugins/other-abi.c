// A plugin for another version of the header. Nothing in it may be called.
#include <stdint.h>
#include <stdlib.h>

const uint32_t millrace_plugin_abi_version = 99;

const void *millrace_plugin_start(const void *host) {
    (void)host;
    abort();
}
