// A plugin that does what no plugin should. HOSTILE_LOAD says what it does when it is loaded: 1 crashes, 2 hangs,
// 3 tells another manifest once it serves, 4 crashes and leaves a child that holds its output, 5 closes its output and
// hangs, 6 hangs once it serves, 7 loops for ever in every call, and its process is always needed.
#include "millrace_plugin.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef HOSTILE_LOAD
#define HOSTILE_LOAD 0
#endif

const uint32_t millrace_plugin_abi_version = MILLRACE_PLUGIN_ABI_VERSION;

static const millrace_host *host;

// The call that waits for its end.
static struct {
    uint64_t call;
    millrace_reply reply;
    void *context;
} patient;

// A child that no group holds, with all that is open here. It goes when somebody has closed another end of that: a
// server that waits for the child to go waits for ever, and no test leaves one.
static void leave_a_child(void) {
    if (fork() != 0) return;
    setsid();
    struct pollfd files[64];
    for (int file = 0; file < 64; file++) {
        files[file] = (struct pollfd){fcntl(file, F_GETFD) < 0 ? -1 : file, 0, 0};
    }
    poll(files, 64, -1);
    _exit(0);
}

static millrace_bytes text(const char *text) {
    return (millrace_bytes){(const uint8_t *)text, strlen(text)};
}

static int serves(void) {
    char line[4096] = {0};
    FILE *file = fopen("/proc/self/cmdline", "r");
    size_t length = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    return memmem(line, length, "plugin-host", 11) != NULL;
}

static millrace_bytes manifest(void *plugin) {
    (void)plugin;
    const char *told = "{\"id\":\"hostile\",\"name\":\"Hostile\",\"version\":\"1.0.0\",\"nodes\":[],\"templates\":[],\"providers\":[]}";
    const char *other = "{\"id\":\"hostile\",\"name\":\"Other\",\"version\":\"1.0.0\",\"nodes\":[],\"templates\":[],\"providers\":[]}";
    const char *needed = "{\"id\":\"hostile\",\"name\":\"Hostile\",\"version\":\"1.0.0\",\"nodes\":[],\"templates\":[],\"providers\":"
        "[{\"id\":\"hostile\",\"name\":\"Hostile\",\"description\":\"\",\"accepts\":[],\"credentialSchema\":{},\"configSchema\":{},"
        "\"capabilities\":[]}]}";
    if (HOSTILE_LOAD >= 6) return text(needed);
    return text(HOSTILE_LOAD == 3 && serves() ? other : told);
}

static int asks_for(millrace_bytes request, const char *method) {
    return memmem(request.data, request.length, method, strlen(method)) != NULL;
}

static void invoke(void *plugin, uint64_t call, millrace_bytes request, millrace_reply reply, void *context) {
    (void)plugin;
    if (asks_for(request, "hostile.crash")) {
        *(volatile int *)8 = 1;
    } else if (asks_for(request, "hostile.exit")) {
        exit(7);
    } else if (HOSTILE_LOAD == 7 || asks_for(request, "hostile.loop")) {
        host->log(host->host, MILLRACE_LOG_INFO, text("loops for ever"));
        for (volatile int forever = 1; forever;) {}
    } else if (asks_for(request, "hostile.allocate")) {
        for (;;) {
            char *block = malloc(1 << 20);
            if (!block) abort();
            memset(block, 1, 1 << 20);
            usleep(200);
        }
    } else if (asks_for(request, "hostile.silence")) {
        host->log(host->host, MILLRACE_LOG_INFO, text("keeps silent"));
    } else if (asks_for(request, "hostile.deaf")) {
        close(1);
        close(2);
        for (volatile int forever = 1; forever;) {}
    } else if (asks_for(request, "hostile.leave")) {
        leave_a_child();
        exit(7);
    } else if (asks_for(request, "hostile.frames")) {
        char garbage[64];
        memset(garbage, 0xff, sizeof garbage);
        for (int file = 3; file < 64; file++) {
            if (write(file, garbage, sizeof garbage) < 0) continue;
        }
    } else if (asks_for(request, "hostile.flood")) {
        for (int count = 0; count < 300000; count++) fputs("no line", stdout);
        fflush(stdout);
        reply(context, MILLRACE_REPLY_RESULT, text("null"));
    } else if (asks_for(request, "hostile.slow")) {
        usleep(300000);
        reply(context, MILLRACE_REPLY_RESULT, text("\"done\""));
    } else if (asks_for(request, "hostile.patient")) {
        patient.call = call;
        patient.reply = reply;
        patient.context = context;
        host->log(host->host, MILLRACE_LOG_INFO, text("waits"));
    } else if (asks_for(request, "hostile.twice")) {
        reply(context, MILLRACE_REPLY_RESULT, text("1"));
        reply(context, MILLRACE_REPLY_RESULT, text("2"));
        reply(context, MILLRACE_REPLY_ERROR, text("{}"));
    } else if (asks_for(request, "hostile.garbage")) {
        reply(context, MILLRACE_REPLY_RESULT, text("{\"half\":"));
    } else if (asks_for(request, "hostile.print")) {
        puts("printed by the plugin");
        fflush(stdout);
        host->log(host->host, MILLRACE_LOG_WARNING, text("logged by the plugin"));
        reply(context, MILLRACE_REPLY_RESULT, text("null"));
    } else if (asks_for(request, "hostile.read")) {
        char byte;
        reply(context, MILLRACE_REPLY_RESULT, read(0, &byte, 1) == 0 ? text("\"nothing\"") : text("\"something\""));
    } else if (asks_for(request, "hostile.secret")) {
        reply(context, MILLRACE_REPLY_RESULT, getenv("HOME") ? text("\"found\"") : text("\"nothing\""));
    } else if (asks_for(request, "hostile.events")) {
        for (int count = 0; count < 3; count++) {
            reply(context, MILLRACE_REPLY_EVENT, text("{\"name\":\"tick\",\"payload\":1}"));
        }
        reply(context, MILLRACE_REPLY_RESULT, text("3"));
    } else if (asks_for(request, "hostile.remember")) {
        host->state_set(host->host, text("seen"), text("[1,2]"), reply, context);
    } else if (asks_for(request, "hostile.recall")) {
        host->state_get(host->host, text("seen"), reply, context);
    } else {
        reply(context, MILLRACE_REPLY_RESULT, text("null"));
    }
}

static void cancel(void *plugin, uint64_t call) {
    (void)plugin;
    if (call != patient.call || !patient.reply) return;
    host->log(host->host, MILLRACE_LOG_INFO, text("told to give up"));
    patient.reply(patient.context, MILLRACE_REPLY_RESULT, text("null"));
    patient.reply = NULL;
}

static void stop(void *plugin) { (void)plugin; }

static const millrace_plugin table = {
    MILLRACE_PLUGIN_ABI_VERSION, sizeof(millrace_plugin), NULL, manifest, invoke, cancel, stop,
};

const millrace_plugin *millrace_plugin_start(const millrace_host *given) {
    if (HOSTILE_LOAD == 1) abort();
    if (HOSTILE_LOAD == 2) for (;;) pause();
    if (HOSTILE_LOAD == 4) {
        leave_a_child();
        abort();
    }
    if (HOSTILE_LOAD == 5) {
        for (int file = 1; file < 64; file++) close(file);
        for (;;) pause();
    }
    host = given;
    if (HOSTILE_LOAD == 6 && serves()) {
        host->log(host->host, MILLRACE_LOG_INFO, text("hangs"));
        for (;;) pause();
    }
    return &table;
}
