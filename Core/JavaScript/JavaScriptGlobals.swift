/// What code finds without declaring it, where servers run JavaScript: the language's own globals and those of the web
/// platform.
public enum JavaScriptGlobals {
    public static func contains(_ name: String) -> Bool { language.contains(name) || web.contains(name) }

    /// Whether the language itself has the global.
    public static func isOfLanguage(_ name: String) -> Bool { language.contains(name) }

    /// In no order.
    public static var names: Set<String> { language.union(web) }

    /// ECMAScript 2025, "The Global Object", with what is planned for it and what TypeScript knows of it.
    private static let language: Set<String> = [
        "AggregateError", "Array", "ArrayBuffer", "AsyncDisposableStack", "AsyncIterator", "Atomics", "BigInt",
        "BigInt64Array", "BigUint64Array", "Boolean", "DataView", "Date", "DisposableStack", "Error", "EvalError",
        "FinalizationRegistry", "Float16Array", "Float32Array", "Float64Array", "Function", "Infinity", "Int16Array",
        "Int32Array", "Int8Array", "Intl", "Iterator", "JSON", "Map", "Math", "NaN", "Number", "Object", "Promise",
        "Proxy", "RangeError", "ReferenceError", "Reflect", "RegExp", "Set", "SharedArrayBuffer", "String",
        "SuppressedError", "Symbol", "SyntaxError", "Temporal", "TypeError", "URIError", "Uint16Array", "Uint32Array",
        "Uint8Array", "Uint8ClampedArray", "WeakMap", "WeakRef", "WeakSet", "WebAssembly", "arguments",
        "decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent", "escape", "eval", "globalThis",
        "isFinite", "isNaN", "parseFloat", "parseInt", "this", "undefined", "unescape",
    ]

    /// WinterTC, "Minimum Common Web API" (2025), and what Workers have besides:
    /// https://developers.cloudflare.com/workers/runtime-apis/
    private static let web: Set<String> = [
        "AbortController", "AbortSignal", "Blob", "BroadcastChannel", "Buffer", "ByteLengthQueuingStrategy", "Cache",
        "CacheStorage", "CloseEvent", "CompressionStream", "CountQueuingStrategy", "Crypto", "CryptoKey",
        "CustomEvent", "DOMException", "DecompressionStream", "DigestStream", "ErrorEvent", "Event", "EventSource",
        "EventTarget", "ExtendableEvent", "FetchEvent", "File", "FixedLengthStream", "FormData", "HTMLRewriter",
        "Headers", "IdentityTransformStream", "ImageData", "MessageChannel", "MessageEvent", "MessagePort",
        "Navigator", "Performance", "PerformanceEntry", "PerformanceMark", "PerformanceMeasure", "PerformanceObserver",
        "PerformanceObserverEntryList", "PerformanceResourceTiming", "PromiseRejectionEvent",
        "ReadableByteStreamController", "ReadableStream",
        "ReadableStreamBYOBReader", "ReadableStreamBYOBRequest", "ReadableStreamDefaultController",
        "ReadableStreamDefaultReader", "Request", "Response", "ScheduledController", "ScheduledEvent",
        "ServiceWorkerGlobalScope",
        "StorageManager", "SubtleCrypto", "TailEvent", "TextDecoder",
        "TextDecoderStream", "TextEncoder", "TextEncoderStream", "TransformStream", "TransformStreamDefaultController",
        "URL", "URLPattern", "URLSearchParams", "WorkerGlobalScope", "WebSocket", "WebSocketPair",
        "WebSocketRequestResponsePair",
        "WritableStream", "WritableStreamDefaultController", "WritableStreamDefaultWriter", "addEventListener", "atob",
        "btoa", "caches", "clearImmediate", "clearInterval", "clearTimeout", "console", "crypto", "dispatchEvent",
        "fetch", "global", "navigator", "origin", "performance", "process", "queueMicrotask", "removeEventListener",
        "reportError", "scheduler", "self", "setImmediate", "setInterval", "setTimeout", "structuredClone",
    ]
}
