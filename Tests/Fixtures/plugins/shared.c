// A plugin whose manifest is MANIFEST, and whose process ends with a call that has the word "end" in its data.
#include <millrace_plugin.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const uint32_t millrace_plugin_abi_version = MILLRACE_PLUGIN_ABI_VERSION;

static millrace_bytes text(const char *value) { return (millrace_bytes){(const uint8_t *)value, strlen(value)}; }

static millrace_bytes manifest(void *plugin) {
    (void)plugin;
    return text(MANIFEST);
}

static void invoke(void *plugin, uint64_t call, millrace_bytes request, millrace_reply reply, void *context) {
    (void)plugin;
    (void)call;
    if (memmem(request.data, request.length, "\"end\":true", 10)) _exit(9);
    reply(context, MILLRACE_REPLY_RESULT, text("[]"));
}

static void cancel(void *plugin, uint64_t call) { (void)plugin, (void)call; }

static void stop(void *plugin) { (void)plugin; }

static const millrace_plugin table = {
    MILLRACE_PLUGIN_ABI_VERSION, sizeof(millrace_plugin), NULL, manifest, invoke, cancel, stop,
};

const millrace_plugin *millrace_plugin_start(const millrace_host *given) {
    (void)given;
    return &table;
}
