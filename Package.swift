// swift-tools-version: 6.1
import PackageDescription

/// Only `millrace_plugin_*` leaves a plugin, so that two versions of one plugin (and of the SDK linked into
/// it) live side by side in a process.
let exportsOnlyTheABI: [LinkerSetting] = [
    .unsafeFlags(["-Xlinker", "--version-script=\(Context.packageDirectory)/Core/PluginABI/plugin.exports"])
]

/// CI sets this; a plain `swift build` on someone's newer compiler must not fail on a new warning.
let strict: [SwiftSetting] =
    Context.environment["MILLRACE_WARNINGS_AS_ERRORS"] == nil
    ? [] : [.unsafeFlags(["-warnings-as-errors"])]

func core(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Core/\(name)", exclude: [], resources: resources,
        swiftSettings: strict)
}

func test(_ name: String, of folder: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: "Tests/\(folder)", swiftSettings: strict)
}

/// A plugin library: its product is what the server loads.
func plugin(
    _ name: String, path: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
    .target(
        name: "MillracePlugin\(name)", dependencies: ["PluginKit"] + dependencies, path: "Plugins/\(path)",
        resources: resources, swiftSettings: strict, linkerSettings: exportsOnlyTheABI)
}

/// The folders of `Plugins/Nodes`: a node each, or a version of one.
let nodes = [
    "ActiveCampaign", "Airtable", "Anthropic", "Asana", "ConvertKit", "Datadog", "DirectMail/1.0.0",
    "DirectMail/1.0.1", "Discord", "ElevenLabs", "FirebaseFirestore", "GitHub", "GoogleCalendar",
    "GoogleGemini/1.0.0", "GoogleGemini/1.0.1", "GoogleSheets", "HubSpot", "Intercom", "Jira", "LemonSqueezy",
    "Linear", "Mailchimp", "MicrosoftTeams", "Monday", "Notion", "OpenAI", "Paddle", "PagerDuty", "PayPal",
    "Perplexity", "Replicate", "Resend", "S3", "Salesforce", "Segment", "SendGrid", "Sentry", "Shopify", "Slack",
    "Stripe", "Supabase", "Telegram", "Trello", "Twilio", "Typeform", "UpstashRedis", "Zendesk",
]

/// `Google/1.0.1` as `MillraceNodeGoogle_1_0_1`. The server does not load these by itself: a registry offers them.
func nodeTarget(_ folder: String) -> String {
    "MillraceNode" + String(folder.map { "/.".contains($0) ? "_" : $0 })
}

func node(_ folder: String) -> Target {
    .target(
        name: nodeTarget(folder), dependencies: ["PluginKit"], path: "Plugins/Nodes/\(folder)", exclude: ["tests"],
        resources: [.embedInCode("template.ts")], swiftSettings: strict, linkerSettings: exportsOnlyTheABI)
}

let package = Package(
    name: "Millrace",
    products: [
        .executable(name: "millrace", targets: ["CLI"]),
        .executable(name: "compiler-benchmark", targets: ["CompilerBenchmark"]),
        .executable(name: "plugin-benchmark", targets: ["PluginBenchmark"]),
        .executable(name: "hello-benchmark", targets: ["HelloBenchmark"]),
        .executable(name: "local-benchmark", targets: ["LocalBenchmark"]),
        .executable(name: "cloudflare-emulator", targets: ["cloudflare-emulator"]),
        .library(name: "PluginKit", targets: ["PluginKit"]),
        .library(name: "MillracePluginCloudflare", type: .dynamic, targets: ["MillracePluginCloudflare"]),
        .library(name: "MillracePluginLocal", type: .dynamic, targets: ["MillracePluginLocal"]),
        .library(name: "SQLStorageFixture", type: .dynamic, targets: ["SQLStorageFixture"]),
        .library(name: "PatientProviderFixture", type: .dynamic, targets: ["PatientProviderFixture"]),
    ] + nodes.map { .library(name: nodeTarget($0), type: .dynamic, targets: [nodeTarget($0)]) },
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.0.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // What plugins and host share.
        core("JSON"),
        core("Values", ["JSON"]),
        .target(name: "PluginABI", path: "Core/PluginABI", exclude: ["plugin.exports"]),
        core("PluginMessages", ["JSON", "Values"]),
        core("PluginKit", ["JSON", "PluginABI", "PluginMessages", "Values"]),

        // What the code of nodes imports, for those who compile it and those who test it.
        core("NodeLibrary", resources: [.embedInCode("Library")]),

        // From a document to a program.
        core("JavaScript"),
        core("IR", ["JSON", "JavaScript", "PluginMessages", "Values"]),
        core("Compiler", ["IR", "JavaScript", "JSON", "PluginMessages", "Values"]),

        // The server.
        core(
            "PluginHost",
            [
                "PluginABI", "PluginMessages", "JSON", "Values",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        core(
            "Marketplace",
            [
                "PluginABI", "PluginHost", "PluginMessages", "JSON", "Values",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        .target(
            name: "Authoring",
            dependencies: [
                "NodeLibrary", "PluginMessages", "JSON", "Values",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Core/Authoring", resources: [.embedInCode("Files")], swiftSettings: strict),
        core("Prometheus", [.product(name: "CoreMetrics", package: "swift-metrics")]),
        .systemLibrary(
            name: "CZlib", path: "Core/CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        core(
            "Storage",
            [
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
                "JSON", "Values",
            ]),
        core(
            "Platform",
            [
                "Compiler", "IR", "JSON", "Marketplace", "PluginHost", "PluginMessages", "Storage", "Values",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        core(
            "API",
            [
                "Compiler", "CZlib", "IR", "Marketplace", "Platform", "PluginHost", "Prometheus", "Storage",
                "PluginMessages",
                "JSON", "Values",
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ], resources: [.embedInCode("Reference")]),
        .executableTarget(
            name: "CLI",
            dependencies: [
                "API", "Authoring", "Marketplace", "Platform", "PluginHost", "PluginMessages", "Compiler", "Prometheus",
                "Storage", "JSON", "Values",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Core/CLI", swiftSettings: strict),

        // Plugins.
        .target(
            name: "WorkerBackend", dependencies: ["PluginMessages", "JSON", "JavaScript", "NodeLibrary", "Values"],
            path: "Plugins/WorkerBackend", swiftSettings: strict),
        .target(
            name: "WorkerCompiler",
            dependencies: [
                "JavaScript", "WorkerBackend", "PluginMessages", "Values",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Plugins/WorkerCompiler", swiftSettings: strict),
        .target(
            name: "WorkerBundler",
            dependencies: [
                "JSON", "PluginMessages", "Values", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Plugins/WorkerBundler", swiftSettings: strict),
        .target(
            name: "CloudflareRuntime",
            dependencies: [
                "JSON", "PluginKit", "PluginMessages", "Values", "WorkerBackend", "WorkerBundler",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Plugins/Cloudflare/Runtime", swiftSettings: strict),
        plugin("Cloudflare", path: "Cloudflare/Plugin", ["CloudflareRuntime", "WorkerBundler", "WorkerCompiler"]),
        .target(name: "ProcessLimits", path: "Plugins/Local/Limits"),
        .target(
            name: "LocalRuntime",
            dependencies: [
                "PluginMessages", "JSON", "ProcessLimits", "Values", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Plugins/Local/Runtime", resources: [.embedInCode("Shim")], swiftSettings: strict),
        plugin("Local", path: "Local/Plugin", ["LocalRuntime", "WorkerBundler", "WorkerCompiler"]),

        // Tests.
        .executableTarget(
            name: "CompilerBenchmark",
            dependencies: ["Compiler", "IR", "JSON", "PluginMessages", "WorkerBackend"],
            path: "Tests/Benchmarks/Compiler", swiftSettings: strict),
        .executableTarget(
            name: "PluginBenchmark",
            dependencies: ["PluginHost", "JSON", .product(name: "Logging", package: "swift-log")],
            path: "Tests/Benchmarks/Plugins", swiftSettings: strict),
        .executableTarget(
            name: "HelloBenchmark",
            dependencies: [
                .product(name: "Hummingbird", package: "hummingbird"), .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/Benchmarks/Hello", swiftSettings: strict),
        .executableTarget(
            name: "LocalBenchmark",
            dependencies: ["LocalRuntime", "PluginMessages", "JSON", .product(name: "GRDB", package: "GRDB.swift")],
            path: "Tests/Benchmarks/Local", swiftSettings: strict),
        .target(
            name: "PatientProviderFixture", dependencies: ["PluginKit"], path: "Tests/Fixtures/PatientProvider",
            swiftSettings: strict, linkerSettings: exportsOnlyTheABI),
        .target(
            name: "SQLStorageFixture", dependencies: ["PluginKit", .product(name: "GRDB", package: "GRDB.swift")],
            path: "Tests/Fixtures/SQLStorage", swiftSettings: strict, linkerSettings: exportsOnlyTheABI),
        .target(
            name: "TestSupport",
            dependencies: [
                "JSON", "PluginMessages", .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Tests/Support", swiftSettings: strict),
        test(
            "PluginHostTests", of: "PluginHostTests",
            [
                "PluginHost", "PluginMessages", "JSON", "TestSupport", "CLI", "Values",
                .product(name: "Logging", package: "swift-log"),
            ]),
        test(
            "MarketplaceTests", of: "MarketplaceTests",
            [
                "Marketplace", "PluginHost", "PluginMessages", "JSON", "TestSupport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        test(
            "EndToEndTests", of: "EndToEndTests",
            [
                "CLI", "CloudflareEmulator", "EmulatorClient", "JSON", "LocalRuntime", "PlatformFixtures",
                "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .target(
            name: "CloudflareEmulator",
            dependencies: [
                "JSON", "LocalRuntime", "PluginMessages",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Tests/CloudflareEmulator/Server", resources: [.embedInCode("Workers/Inspection/inspect.ts")],
            swiftSettings: strict),
        .target(
            name: "EmulatorClient",
            dependencies: [
                "JSON", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Tests/CloudflareEmulator/Client", swiftSettings: strict),
        .executableTarget(
            name: "cloudflare-emulator",
            dependencies: [
                "CloudflareEmulator",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Tests/CloudflareEmulator/Command", swiftSettings: strict),
        test(
            "CloudflareEmulatorTests", of: "CloudflareEmulatorTests",
            ["CloudflareEmulator", "EmulatorClient", "JSON", "TestSupport"]),
        test(
            "CLITests", of: "CLITests",
            [
                "CLI", "PluginHost", "TestSupport", "Values",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        test("JSONTests", of: "JSONTests", ["JSON"]),
        test("ValuesTests", of: "ValuesTests", ["Values", "JSON", "TestSupport"]),
        test(
            "PrometheusTests", of: "PrometheusTests",
            ["Prometheus", .product(name: "CoreMetrics", package: "swift-metrics")]),
        test("StorageTests", of: "StorageTests", ["Platform", "Storage"]),
        .target(
            name: "PlatformFixtures",
            dependencies: [
                "Marketplace", "Platform", "PluginHost", "PluginMessages", "Storage", "JSON", "TestSupport", "CLI",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            path: "Tests/PlatformFixtures", swiftSettings: strict),
        test(
            "PlatformTests", of: "PlatformTests",
            [
                "PlatformFixtures", "Compiler", "Marketplace", "Platform", "PluginHost", "PluginMessages", "Storage",
                "JSON", "TestSupport",
            ]),
        test(
            "APITests", of: "APITests",
            [
                "API", "Marketplace", "PlatformFixtures", "Platform", "PluginHost", "PluginMessages", "Prometheus",
                "Storage", "JSON", "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        test(
            "CloudflareTests", of: "CloudflareTests",
            ["CloudflareRuntime", "PluginKit", "PluginMessages", "JSON", "TestSupport"]),
        test(
            "LocalTests", of: "LocalTests",
            [
                "LocalRuntime", "PluginMessages", "JSON", "TestSupport", "Values", "WorkerBackend",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        test("JavaScriptTests", of: "JavaScriptTests", ["JavaScript", "TestSupport"]),
        test(
            "WorkerBackendTests", of: "WorkerBackendTests",
            ["WorkerBackend", "NodeLibrary", "PluginMessages", "JSON", "TestSupport"]),
        test(
            "WorkerCompilerTests", of: "WorkerCompilerTests",
            ["WorkerCompiler", "WorkerBackend", "PluginMessages", "JSON", "TestSupport"]),
        test("IRTests", of: "IRTests", ["IR", "JSON", "PluginMessages", "TestSupport"]),
        test(
            "CorpusTests", of: "CorpusTests",
            ["Compiler", "IR", "WorkerBackend", "PluginMessages", "JSON", "TestSupport"]),
        test(
            "CompilerTests", of: "CompilerTests",
            ["Compiler", "IR", "JSON", "PluginMessages", "TestSupport", "Values", "WorkerBackend"]),
        test(
            "NodesTests", of: "NodesTests",
            [
                "Authoring", "JSON", "NodeLibrary", "PluginHost", "PluginMessages", "TestSupport",
            ]),
    ] + nodes.map(node),
    swiftLanguageModes: [.v6]
)
