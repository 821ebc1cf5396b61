// A plugin that tells COUNT events of SIZE bytes at once when it is called.
#include <millrace_plugin.h>
#include <stdlib.h>
#include <string.h>

const uint32_t millrace_plugin_abi_version = MILLRACE_PLUGIN_ABI_VERSION;

static const millrace_host *host;

static millrace_bytes text(const char *value) { return (millrace_bytes){(const uint8_t *)value, strlen(value)}; }

static millrace_bytes manifest(void *plugin) {
    (void)plugin;
    return text("{\"id\":\"flood\",\"name\":\"Flood\",\"version\":\"1.0.0\"}");
}

static void invoke(void *plugin, uint64_t call, millrace_bytes request, millrace_reply reply, void *context) {
    (void)plugin;
    (void)call;
    if (memmem(request.data, request.length, "\"method\":\"tell\"", 15)) {
        char *payload = malloc(SIZE);
        memset(payload, 'a', SIZE);
        payload[0] = payload[SIZE - 1] = '"';
        for (int number = 0; number < COUNT; number++) {
            host->emit(host->host, text("told"), (millrace_bytes){(const uint8_t *)payload, SIZE});
        }
        free(payload);
    }
    reply(context, MILLRACE_REPLY_RESULT, text("null"));
}

static void cancel(void *plugin, uint64_t call) { (void)plugin, (void)call; }

static void stop(void *plugin) { (void)plugin; }

static const millrace_plugin table = {
    MILLRACE_PLUGIN_ABI_VERSION, sizeof(millrace_plugin), NULL, manifest, invoke, cancel, stop,
};

const millrace_plugin *millrace_plugin_start(const millrace_host *given) {
    host = given;
    return &table;
}
