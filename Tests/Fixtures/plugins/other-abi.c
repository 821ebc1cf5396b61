// A plugin for another version of the header. Nothing in it may be called.
#include <stdint.h>
#include <stdlib.h>

#ifndef ABI
#define ABI 99
#endif

const uint32_t millrace_plugin_abi_version = ABI;

const void *millrace_plugin_start(const void *host) {
    (void)host;
    abort();
}
