// A plugin with one node; its manifest is written beside it.
#include "manifest.h"
#include <millrace_plugin.h>
#include <string.h>

const uint32_t millrace_plugin_abi_version = MILLRACE_PLUGIN_ABI_VERSION;

static millrace_bytes manifest(void *plugin) {
    (void)plugin;
    return (millrace_bytes){(const uint8_t *)MANIFEST, sizeof MANIFEST - 1};
}

static void invoke(void *plugin, uint64_t call, millrace_bytes request, millrace_reply reply, void *context) {
    (void)plugin;
    (void)call;
    (void)request;
    reply(context, MILLRACE_REPLY_RESULT, (millrace_bytes){(const uint8_t *)"null", 4});
}

static void cancel(void *plugin, uint64_t call) {
    (void)plugin;
    (void)call;
}

static void stop(void *plugin) { (void)plugin; }

static const millrace_plugin table = {
    MILLRACE_PLUGIN_ABI_VERSION, sizeof(millrace_plugin), NULL, manifest, invoke, cancel, stop,
};

const millrace_plugin *millrace_plugin_start(const millrace_host *host) {
    (void)host;
    return &table;
}
