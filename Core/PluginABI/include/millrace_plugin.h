/*
 * The binary contract between the Millrace server (the host) and a plugin library.
 *
 * A plugin is a shared library that exports two symbols:
 *
 *   millrace_plugin_abi_version   the version of this header it was built with, as data: the host reads it
 *                                 before it calls anything, and refuses a library of another version;
 *   millrace_plugin_start         the entry point.
 *
 * Text and messages are UTF-8, never NUL-terminated, always with a length. Messages are JSON.
 * Any function may be called from any thread, several at once, unless its comment says otherwise.
 * Ownership: bytes that are passed to a function belong to its caller and are valid until the function
 * returns; who needs them longer copies them. Nothing is ever freed across the boundary.
 * Core/PluginMessages describes the messages; Plugins/README.md has a guide.
 */
#ifndef MILLRACE_PLUGIN_H
#define MILLRACE_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Changes when a structure or a rule below changes; not when messages gain members. */
#define MILLRACE_PLUGIN_ABI_VERSION 1u

/* Bytes that belong to someone else. `data` may be NULL when `length` is 0. */
typedef struct millrace_bytes {
    const uint8_t *data;
    size_t length;
} millrace_bytes;

/* What a reply is. A call gets any number of events and then one result or one error; what comes after that
   is ignored. */
typedef enum millrace_reply_kind {
    /* {"name": string, "payload": any}: progress of a call. */
    MILLRACE_REPLY_EVENT = 1,
    /* The call's value. */
    MILLRACE_REPLY_RESULT = 2,
    /* {"code": string, "message": string, "details"?: any, "retryable": bool, "fault"?: string}. A resource endpoint
       says with `fault` that the request is what is wrong: "invalid" (answered with 400), "notFound" (404) or
       "conflict" (409). */
    MILLRACE_REPLY_ERROR = 3
} millrace_reply_kind;

/* How an answer comes back: `context` is what the caller passed with the function. May be called before the
   function that took it returns, or later from another thread; `message` is valid during the call. */
typedef void (*millrace_reply)(void *context, millrace_reply_kind kind, millrace_bytes message);

typedef enum millrace_log_level {
    MILLRACE_LOG_DEBUG = 1,
    MILLRACE_LOG_INFO = 2,
    MILLRACE_LOG_WARNING = 3,
    MILLRACE_LOG_ERROR = 4
} millrace_log_level;

/* What the host does for a plugin. The table and `host` live as long as the process. */
typedef struct millrace_host {
    uint32_t abi_version;
    /* sizeof(millrace_host) of the host: members beyond it are absent. */
    uint32_t size;
    /* To pass back as the first argument of every function below. */
    void *host;

    /* Writes a line to the server's log under the plugin's name. */
    void (*log)(void *host, millrace_log_level level, millrace_bytes message);

    /* Tells the core that something happened that no call asked for, such as "run.changed". */
    void (*emit)(void *host, millrace_bytes name, millrace_bytes payload);

    /* Sends an HTTP request: {"method", "url", "headers": [[name, value]], "body"?: base64, "timeout"?: seconds}.
       One reply: a result {"status", "headers": [[name, value]], "body": base64}, or an error. The URL
       "millrace:tokens" is the server itself: a provider posts it a TokenRequest for one of its programs, and the
       body of the result is a TokenAnswer. */
    void (*fetch)(void *host, millrace_bytes request, millrace_reply reply, void *context);

    /* The plugin's own small state, kept over restarts: a JSON value a key. `state_get` replies with a result
       (null when there is none); setting null removes the key and replies with null. */
    void (*state_get)(void *host, millrace_bytes key, millrace_reply reply, void *context);
    void (*state_set)(void *host, millrace_bytes key, millrace_bytes value, millrace_reply reply, void *context);
} millrace_host;

/* What a plugin does for the host. The table, `plugin` and the manifest live as long as the process: a
   library is never unloaded. */
typedef struct millrace_plugin {
    uint32_t abi_version;
    /* sizeof(millrace_plugin) of the plugin. */
    uint32_t size;
    /* Passed back as the first argument of every function below. */
    void *plugin;

    /* What the plugin contributes (Manifest), the same every time; valid as long as the process. */
    millrace_bytes (*manifest)(void *plugin);

    /* Starts a call: {"method": string, "params": any, "deadline": seconds from now}, and with
       "traceparent" and "tracestate" (W3C Trace Context) when it is part of a trace. Returns soon; the work
       goes on elsewhere and answers through `reply`. `call` is not 0 and names the call for `cancel`.
       The first call is "plugin.configure" {"settings": {NAME: text}, "dataDirectory": path or null,
       "hostVersion": text}; "plugin.start" {} follows when the server is about to serve; before
       `shutdown` there may be "plugin.stop" {"seconds": number}, how long the server waits for that. A method that the
       plugin does not know is answered with the error "plugin.method". */
    void (*invoke)(void *plugin, uint64_t call, millrace_bytes request, millrace_reply reply, void *context);

    /* Asks a call to end early: it still replies once, usually with the error "cancelled". A call that is
       unknown or over is ignored. */
    void (*cancel)(void *plugin, uint64_t call);

    /* The server ends: no call comes after it, and it returns when the plugin's own work has stopped. */
    void (*shutdown)(void *plugin);
} millrace_plugin;

/* The plugin's exports. */
extern const uint32_t millrace_plugin_abi_version;

/* Called once, on load; does no work beyond making the table. Returns NULL when the plugin cannot be used,
   after it has logged why. */
const millrace_plugin *millrace_plugin_start(const millrace_host *host);

#ifdef __cplusplus
}
#endif

#endif
