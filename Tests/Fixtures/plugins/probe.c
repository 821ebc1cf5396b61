// A plugin in plain C whose behaviour is chosen when it is compiled: MANIFEST is its manifest, and its calls answer by method.
#include <millrace_plugin.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifndef MANIFEST
#define MANIFEST "{\"id\":\"probe\",\"name\":\"Probe\",\"version\":\"1.0.0\",\"nodes\":[],\"templates\":[],\"providers\":[]}"
#endif

const uint32_t millrace_plugin_abi_version = MILLRACE_PLUGIN_ABI_VERSION;

static const millrace_host *host;

static millrace_bytes text(const char *value) {
    return (millrace_bytes){(const uint8_t *)value, strlen(value)};
}

static millrace_bytes manifest(void *plugin) {
    (void)plugin;
    return text(MANIFEST);
}

static int asks_for(millrace_bytes request, const char *method) {
    return memmem(request.data, request.length, method, strlen(method)) != NULL;
}

static void invoke(void *plugin, uint64_t call, millrace_bytes request, millrace_reply reply, void *context) {
    (void)plugin;
    (void)call;
    if (asks_for(request, "probe.twice")) {
        reply(context, MILLRACE_REPLY_RESULT, text("1"));
        reply(context, MILLRACE_REPLY_RESULT, text("2"));
        reply(context, MILLRACE_REPLY_ERROR, text("{}"));
    } else if (asks_for(request, "probe.garbage")) {
        reply(context, MILLRACE_REPLY_RESULT, text("{\"half\":"));
    } else if (asks_for(request, "probe.kind")) {
        reply(context, (millrace_reply_kind)77, text("null"));
    } else if (asks_for(request, "probe.silence")) {
        return;
    } else if (asks_for(request, "probe.events")) {
        reply(context, MILLRACE_REPLY_EVENT, text("{\"name\":\"first\",\"payload\":1}"));
        reply(context, MILLRACE_REPLY_EVENT, text("not json"));
        reply(context, MILLRACE_REPLY_EVENT, text("{\"name\":\"second\",\"payload\":2}"));
        reply(context, MILLRACE_REPLY_RESULT, text("3"));
    } else if (asks_for(request, "probe.error")) {
        reply(context, MILLRACE_REPLY_ERROR,
              text("{\"code\":\"probe.refused\",\"message\":\"No.\",\"retryable\":true}"));
    } else if (asks_for(request, "probe.emit")) {
        host->emit(host->host, text("probe.happened"), text("{\"count\":1}"));
        reply(context, MILLRACE_REPLY_RESULT, text("null"));
    } else if (asks_for(request, "probe.fetch")) {
        // The host answers the plugin's request with the reply that the plugin got: what comes back is the response.
        const uint8_t *url = memmem(request.data, request.length, "http://", 7);
        const uint8_t *end = memchr(url, '"', request.length - (size_t)(url - request.data));
        char message[512];
        snprintf(message, sizeof message, "{\"method\":\"GET\",\"url\":\"%.*s\",\"headers\":[],\"timeout\":1}", (int)(end - url), url);
        host->fetch(host->host, text(message), reply, context);
    } else if (asks_for(request, "probe.remember")) {
        host->state_set(host->host, text("seen"), text("[1,2]"), reply, context);
    } else if (asks_for(request, "probe.recall")) {
        host->state_get(host->host, text("seen"), reply, context);
    } else {
        reply(context, MILLRACE_REPLY_RESULT, text("null"));
    }
}

static void cancel(void *plugin, uint64_t call) {
    (void)plugin;
    (void)call;
    host->log(host->host, MILLRACE_LOG_WARNING, text("told to give up"));
}

static void stop(void *plugin) { (void)plugin; }

static const millrace_plugin table = {
    MILLRACE_PLUGIN_ABI_VERSION, sizeof(millrace_plugin), NULL, manifest, invoke, cancel, stop,
};

const millrace_plugin *millrace_plugin_start(const millrace_host *given) {
    host = given;
#ifdef REFUSAL
    host->log(host->host, MILLRACE_LOG_ERROR, text(REFUSAL));
    return NULL;
#endif
    return &table;
}
