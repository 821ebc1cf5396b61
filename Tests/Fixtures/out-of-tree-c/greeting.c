// The plugin of out-of-tree in C: a node with a check and options of its own, and an endpoint. What it contributes
// stands in manifest.json; the Makefile makes manifest.h of it. A larger plugin would use a JSON library: this one looks
// only for members whose names and places it knows.
#include "manifest.h"
#include "millrace_plugin.h"

#include <stdio.h>
#include <string.h>

const uint32_t millrace_plugin_abi_version = MILLRACE_PLUGIN_ABI_VERSION;

static const millrace_host *host;

// Where the answer to a call goes.
typedef struct answer {
    millrace_reply reply;
    void *context;
} answer;

static millrace_bytes text(const char *value) {
    return (millrace_bytes){(const uint8_t *)value, strlen(value)};
}

static void result(answer to, const char *json) { to.reply(to.context, MILLRACE_REPLY_RESULT, text(json)); }

static void failure(answer to, const char *code, const char *message) {
    char json[256];
    snprintf(json, sizeof json, "{\"code\":\"%s\",\"message\":\"%s\",\"retryable\":false}", code, message);
    to.reply(to.context, MILLRACE_REPLY_ERROR, text(json));
}

// Copies the text of the first member of this name that has one, escaped as it is, and says whether there is one that
// fits.
static int member(millrace_bytes message, const char *name, char *value, size_t size) {
    char start[64];
    int length = snprintf(start, sizeof start, "\"%s\":\"", name);
    const char *end = (const char *)message.data + message.length;
    const char *at = memmem(message.data, message.length, start, (size_t)length);
    if (!at) return 0;
    at += length;
    size_t count = 0;
    while (at < end && *at != '"') {
        size_t step = *at == '\\' && at + 1 < end ? 2 : 1;
        if (count + step >= size) return 0;
        memcpy(value + count, at, step);
        count += step;
        at += step;
    }
    value[count] = 0;
    return at < end;
}

static void validate(millrace_bytes request, answer to) {
    char name[64];
    int is_nobody = member(request, "name", name, sizeof name) && strcmp(name, "Nobody") == 0;
    result(to, is_nobody ? "[{\"field\":\"name\",\"message\":\"Nobody cannot be greeted.\",\"severity\":\"error\"}]" : "[]");
}

static void options(millrace_bytes request, answer to) {
    char field[64];
    int is_language = member(request, "field", field, sizeof field) && strcmp(field, "language") == 0;
    result(to, is_language ? "[{\"value\":\"en\",\"label\":\"English\"},{\"value\":\"cy\",\"label\":\"Cymraeg\"}]" : "[]");
}

static void greet(millrace_bytes request, answer to) {
    char name[256], json[512];
    if (!member(request, "name", name, sizeof name)) {
        failure(to, "greeting.name", "A name has at most 255 bytes.");
    } else if (strcmp(name, "Nobody") == 0) {
        failure(to, "greeting.nobody", "Nobody cannot be greeted.");
    } else {
        snprintf(json, sizeof json, "{\"status\":200,\"json\":{\"text\":\"Hello, %s\"}}", name);
        result(to, json);
    }
}

// Everything is answered before this returns; work that takes longer goes to a thread, and answers from there.
static void invoke(void *plugin, uint64_t call, millrace_bytes request, millrace_reply reply, void *context) {
    (void)plugin;
    (void)call;
    answer to = {reply, context};
    char method[64];
    if (!member(request, "method", method, sizeof method)) method[0] = 0;
    if (strcmp(method, "plugin.configure") == 0) {
        host->log(host->host, MILLRACE_LOG_DEBUG, text("configured"));
        result(to, "null");
    } else if (strcmp(method, "plugin.start") == 0) {
        result(to, "null");
    } else if (strcmp(method, "node.validate") == 0) {
        validate(request, to);
    } else if (strcmp(method, "node.options") == 0) {
        options(request, to);
    } else if (strcmp(method, "resource.call") == 0) {
        greet(request, to);
    } else {
        failure(to, "plugin.method", "The plugin knows no such method.");
    }
}

static void cancel(void *plugin, uint64_t call) {
    (void)plugin;
    (void)call;
}

static void stop(void *plugin) { (void)plugin; }

static millrace_bytes manifest(void *plugin) {
    (void)plugin;
    return (millrace_bytes){(const uint8_t *)MANIFEST, sizeof MANIFEST - 1};
}

static const millrace_plugin table = {
    MILLRACE_PLUGIN_ABI_VERSION, sizeof(millrace_plugin), NULL, manifest, invoke, cancel, stop,
};

const millrace_plugin *millrace_plugin_start(const millrace_host *given) {
    if (given->abi_version != MILLRACE_PLUGIN_ABI_VERSION) return NULL;
    host = given;
    return &table;
}
