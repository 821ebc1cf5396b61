// A plugin with a provider and endpoints whose manifest is written beside it, and that answers with VERSION. What it has
// started is in a file of its data folder, so that another version of it knows the runs of this one.
#include "manifest.h"
#include <millrace_plugin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const uint32_t millrace_plugin_abi_version = MILLRACE_PLUGIN_ABI_VERSION;

static const millrace_host *host;
static char folder[4096];

static millrace_bytes text(const char *value) { return (millrace_bytes){(const uint8_t *)value, strlen(value)}; }

static millrace_bytes manifest(void *plugin) {
    (void)plugin;
    return (millrace_bytes){(const uint8_t *)MANIFEST, sizeof MANIFEST - 1};
}

// The string after `key`, which ends with its opening quotation mark.
static char *member(const char *request, const char *key, char *value, size_t size) {
    const char *start = strstr(request, key);
    value[0] = 0;
    if (!start) return value;
    start += strlen(key);
    size_t length = strcspn(start, "\"");
    if (length >= size) length = size - 1;
    memcpy(value, start, length);
    value[length] = 0;
    return value;
}

static void path_of_runs(char *path, size_t size) { snprintf(path, size, "%s/runs", folder); }

static void keep(const char *run) {
    char path[4200];
    path_of_runs(path, sizeof path);
    FILE *file = fopen(path, "a");
    if (!file) return;
    fprintf(file, "%s\n", run);
    fclose(file);
}

static int is_kept(const char *run) {
    char path[4200], line[256];
    path_of_runs(path, sizeof path);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    int found = 0;
    while (!found && fgets(line, sizeof line, file)) found = strncmp(line, run, strlen(run)) == 0;
    fclose(file);
    return found;
}

static void invoke(void *plugin, uint64_t call, millrace_bytes given, millrace_reply reply, void *context) {
    (void)plugin;
    (void)call;
    char *request = malloc(given.length + 1);
    memcpy(request, given.data, given.length);
    request[given.length] = 0;
    char answer[2048] = "null", id[256], deployment[256];
    if (strstr(request, "\"method\":\"plugin.configure\"")) {
        member(request, "\"dataDirectory\":\"", folder, sizeof folder);
    } else if (strstr(request, "\"method\":\"provider.verify\"")) {
        snprintf(answer, sizeof answer, "{\"valid\":true,\"message\":\"by %s\"}", VERSION);
    } else if (strstr(request, "\"method\":\"provider.deploy\"")) {
        member(request, "\"deploymentId\":\"", id, sizeof id);
        snprintf(answer, sizeof answer, "{\"serviceName\":\"packed\",\"reference\":{\"id\":\"%s\"}}", id);
    } else if (strstr(request, "\"method\":\"provider.trigger\"")) {
        if (strstr(request, "\"crash\":true")) _exit(9);
        member(request, "\"runId\":\"", id, sizeof id);
        member(request, "\"reference\":{\"id\":\"", deployment, sizeof deployment);
        keep(id);
        if (!strstr(request, "\"wait\":true")) {
            snprintf(
                answer, sizeof answer,
                "{\"deploymentId\":\"%s\",\"instanceId\":\"%s\",\"status\":\"complete\",\"output\":{\"by\":\"%s\"}}",
                deployment, id, VERSION);
            host->emit(host->host, text("run.changed"), text(answer));
        }
        snprintf(answer, sizeof answer, "{\"instanceId\":\"%s\",\"status\":\"running\"}", id);
    } else if (strstr(request, "\"method\":\"provider.run\"")) {
        member(request, "\"instanceId\":\"", id, sizeof id);
        snprintf(
            answer, sizeof answer, "{\"instanceId\":\"%s\",\"status\":\"%s\",\"output\":{\"by\":\"%s\",\"kept\":%s}}", id,
            is_kept(id) ? "complete" : "running", VERSION, is_kept(id) ? "true" : "false");
    } else if (strstr(request, "\"method\":\"resource.call\"")) {
        snprintf(answer, sizeof answer, "{\"status\":200,\"json\":{\"by\":\"%s\"}}", VERSION);
    }
    reply(context, MILLRACE_REPLY_RESULT, text(answer));
    free(request);
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
