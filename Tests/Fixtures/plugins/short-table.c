// A plugin of this header whose table ends before its last function, or that has no table. Nothing in it may be called.
#include <millrace_plugin.h>
#include <stdlib.h>

const uint32_t millrace_plugin_abi_version = MILLRACE_PLUGIN_ABI_VERSION;

static millrace_bytes manifest(void *plugin) {
    (void)plugin;
    abort();
}

static const millrace_plugin table = {
    .abi_version = MILLRACE_PLUGIN_ABI_VERSION,
    .size = sizeof(millrace_plugin) - sizeof(void *),
    .manifest = manifest,
};

const millrace_plugin *millrace_plugin_start(const millrace_host *host) {
    (void)host;
    return TABLE ? &table : NULL;
}
