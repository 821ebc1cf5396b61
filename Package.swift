// swift-tools-version: 6.1
import Foundation
import PackageDescription

/// CI sets this; a plain `swift build` on someone's newer compiler must not fail on a new warning.
let strict: [SwiftSetting] =
    Context.environment["MILLRACE_WARNINGS_AS_ERRORS"] == nil
    ? [] : [.unsafeFlags(["-warnings-as-errors"])]

/// The Makefile sets this: libraries of nodes, of which a registry has many, are made small in release builds. SwiftPM
/// refuses such flags in packages that others depend on by address, so that a plain build is without.
let isSmall = Context.environment["MILLRACE_SMALL_NODES"] != nil

/// Of modules that nodes link. Functions that nothing calls can be left out; without debug information the tables of
/// unwinding are half as large. SwiftPM's own `-g` comes later, except before flags of the frontend.
let separable: [SwiftSetting] =
    isSmall
    ? [
        .unsafeFlags(
            ["-Xfrontend", "-function-sections", "-Xfrontend", "-gnone"], .when(configuration: .release))
    ] : []

/// Of modules that only nodes and manifests need.
let compact: [SwiftSetting] =
    isSmall ? separable + [.unsafeFlags(["-Osize"], .when(configuration: .release))] : []

/// Relative relocations in their packed form, which glibc reads since 2.36.
let packsRelocations: [LinkerSetting] =
    isSmall
    ? [
        .unsafeFlags(
            ["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"], .when(configuration: .release))
    ] : []

/// Only `millrace_plugin_*` leaves a plugin, so that two versions of one plugin (and of the SDK linked into
/// it) live side by side in a process.
let exportsOnlyTheABI: [LinkerSetting] = [
    .unsafeFlags(["-Xlinker", "--version-script=\(Context.packageDirectory)/Core/PluginABI/plugin.exports"])
]

/// - Parameter path: By default the folder of the name in `Core`.
func target(
    _ name: String, at path: String? = nil, _ dependencies: [Target.Dependency] = [], exclude: [String] = [],
    resources: [Resource] = [], swiftSettings: [SwiftSetting] = [], linkerSettings: [LinkerSetting] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: path ?? "Core/\(name)", exclude: exclude, resources: resources,
        swiftSettings: strict + swiftSettings, linkerSettings: linkerSettings)
}

func executable(_ name: String, at path: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

/// In the folder of the name in `Tests`.
func test(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: strict)
}

/// A plugin library: its product is what the server loads.
func library(_ name: String, at path: String, _ dependencies: [Target.Dependency] = []) -> Target {
    target(name, at: path, ["PluginKit"] + dependencies, linkerSettings: exportsOnlyTheABI)
}

/// The plugin library of a folder of `Plugins/Nodes`. It links the part of the SDK that nodes need.
func nodeLibrary(_ folder: String) -> Target {
    target(
        nodeTarget(folder), at: "Plugins/Nodes/\(folder)", ["NodeKit"], exclude: ["tests"] + versions(of: folder),
        resources: [.embedInCode("template.ts")], swiftSettings: compact,
        linkerSettings: exportsOnlyTheABI + packsRelocations)
}

/// The folders of `Plugins/Nodes` with a template: a node each, or a version of one. The server does not load their
/// libraries by itself: a registry offers them.
let nodes = names(in: "Plugins/Nodes").flatMap { node in
    (isNode(node) ? [node] : []) + versions(of: node).map { "\(node)/\($0)" }
}

/// The folders of a node that are versions of it.
func versions(of node: String) -> [String] {
    names(in: "Plugins/Nodes/\(node)").filter { isNode("\(node)/\($0)") }
}

func names(in path: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: "\(Context.packageDirectory)/\(path)")
    return (names ?? []).sorted()
}

func files(of path: String, ending extensions: [String]) -> [String] {
    names(in: path).filter { name in extensions.contains { name.hasSuffix(".\($0)") } }
}

func isNode(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/Plugins/Nodes/\(folder)/template.ts")
}

/// `Google/1.0.1` as `MillraceNodeGoogle_1_0_1`.
func nodeTarget(_ folder: String) -> String {
    "MillraceNode" + String(folder.map { "/.".contains($0) ? "_" : $0 })
}

/// Dynamic libraries of their own: plugins, and fixtures that are plugins.
let libraries =
    [
        "MillracePluginCloudflare", "MillracePluginLocal", "MillracePluginPostgreSQL", "SQLStorageFixture",
        "PatientProviderFixture",
    ]
    + nodes.map(nodeTarget)

/// `make release` sets this: another commit compiles one file again, and only there.
let commit: [CSetting] =
    Context.environment["MILLRACE_COMMIT"].map { [.define("MILLRACE_COMMIT", to: "\"\($0)\"")] } ?? []

let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP1 = Target.Dependency.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")

let package = Package(
    name: "Millrace",
    products: [
        .executable(name: "millrace", targets: ["CLI"]),
        .executable(name: "compiler-benchmark", targets: ["CompilerBenchmark"]),
        .executable(name: "plugin-benchmark", targets: ["PluginBenchmark"]),
        .executable(name: "hello-benchmark", targets: ["HelloBenchmark"]),
        .executable(name: "local-benchmark", targets: ["LocalBenchmark"]),
        .executable(name: "cloudflare-emulator", targets: ["cloudflare-emulator"]),
        .library(name: "NodeKit", targets: ["NodeKit"]),
        .library(name: "PluginKit", targets: ["PluginKit"]),
    ] + libraries.map { .library(name: $0, type: .dynamic, targets: [$0]) },
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
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
        target("JSON", swiftSettings: separable),
        target("Definitions", ["JSON"], swiftSettings: compact),
        target("Values", ["Definitions", "JSON"]),
        // Which commit a release is from.
        .target(name: "BuildCommit", path: "Core/BuildCommit", exclude: ["archive.txt"], cSettings: commit),
        .target(name: "PluginABI", path: "Core/PluginABI", exclude: ["plugin.exports", "schemas"]),
        // Plugins of nodes link the first two only.
        target("NodeMessages", ["Definitions", "JSON"], swiftSettings: compact),
        target("NodeKit", ["JSON", "NodeMessages", "PluginABI"], swiftSettings: compact),
        target("PluginMessages", ["JSON", "NodeMessages", "Values"]),
        target("PluginKit", ["JSON", "NodeKit", "PluginMessages", "Values"]),

        // Where tests have something fail.
        .target(
            name: "Faults", path: "Core/Faults",
            swiftSettings: strict + [.define("MILLRACE_FAULTS", .when(configuration: .debug))]),

        // Programs that are started behind walls, by the server and by plugins.
        .target(name: "ConfinementKernel", path: "Core/Confinement/Kernel"),
        target("Confinement", at: "Core/Confinement/Processes", ["ConfinementKernel"]),

        // Which addresses programs of users and webhooks may reach.
        target("Egress", [nioCore, nioPosix]),

        // What the code of nodes imports, for those who compile it and those who test it.
        target("NodeLibrary", resources: [.embedInCode("Library")]),

        // What /docs/pages serves: every page of the folder.
        target(
            "Documentation", exclude: ["examples", "man.py", "render.py"],
            resources: files(of: "Core/Documentation", ending: ["md", "svg", "css"]).map { .embedInCode($0) }),

        // Values that people enter, against the fields of a form.
        .systemLibrary(
            name: "CPCRE2", path: "Core/CPCRE2", providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),
        target("Forms", ["CPCRE2", "JSON", "Values"]),

        // From a document to a program.
        target("JavaScript"),
        target("IR", ["Forms", "JSON", "JavaScript", "PluginMessages", "Values"]),
        target("Compiler", ["IR", "JavaScript", "JSON", "PluginMessages", "Values"]),

        // The server.
        target("Errors"),
        target(
            "PluginHost",
            [
                "Confinement", "Egress", "Errors", "Forms", "PluginABI", "PluginMessages", "JSON", "Values",
                asyncHTTPClient,
                coreMetrics, metrics, logging, nioCore,
            ]),
        target(
            "Marketplace",
            [
                "Errors", "PluginABI", "PluginHost", "PluginMessages", "JSON", "Values", asyncHTTPClient, crypto,
                nioCore,
            ]),
        target(
            "Authoring", at: "Core/Authoring",
            ["Errors", "Forms", "IR", "JavaScript", "NodeLibrary", "PluginMessages", "JSON", "Values", subprocess],
            resources: [.embedInCode("Files")]),
        target("Prometheus", [coreMetrics]),
        target("HTTPFraming", [httpTypes, nioCore, nioHTTP1, nioHTTPTypes, nioHTTPTypesHTTP1]),
        .systemLibrary(
            name: "CZlib", path: "Core/CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        target(
            "Storage",
            [metrics, grdb, grdbSQLite, "Faults", "JSON", "Values"]),
        target(
            "Platform",
            [
                "Compiler", "Egress", "Errors", "Faults", "Forms", "IR", "JavaScript", "JSON", "Marketplace",
                "PluginHost", "PluginMessages", "Storage", "Values",
                asyncHTTPClient, coreMetrics, metrics, crypto, cryptoExtras, logging, nioCore,
            ]),
        target(
            "API",
            [
                "Compiler", "CZlib", "Documentation", "Errors", "Forms", "HTTPFraming", "IR", "Marketplace", "Platform",
                "PluginHost", "Prometheus", "Storage",
                "PluginMessages", "JSON", "Values", asyncHTTPClient, metrics, crypto, hummingbird, httpTypes, logging,
                nioCore,
                nioHTTP1, nioHTTPTypes, nioHTTPTypesHTTP1, nioPosix, serviceLifecycle,
            ], resources: [.embedInCode("Reference")]),
        executable(
            "CLI", at: "Core/CLI",
            [
                "API", "Authoring", "BuildCommit", "Confinement", "Errors", "Faults", "Marketplace", "Platform",
                "PluginHost", "PluginMessages", "Compiler",
                "Prometheus", "Storage", "JSON", "Values", asyncHTTPClient, nioCore, nioHTTP1, coreMetrics, logging,
                argumentParser, nioPosix,
                configuration, serviceLifecycle, unixSignals, yams,
            ]),

        // Plugins.
        target(
            "WorkerBackend", at: "Plugins/WorkerBackend",
            ["PluginMessages", "JSON", "JavaScript", "NodeLibrary", "Values"]),
        target(
            "WorkerCompiler", at: "Plugins/WorkerCompiler",
            ["JavaScript", "WorkerBackend", "PluginMessages", "Values", subprocess]),
        target("WorkerBundler", at: "Plugins/WorkerBundler", ["JSON", "PluginMessages", "Values", crypto, subprocess]),
        target(
            "CloudflareRuntime", at: "Plugins/Cloudflare/Runtime",
            [
                "JSON", "PluginKit", "PluginMessages", "Values", "WorkerBackend", "WorkerBundler", crypto,
            ]),
        library(
            "MillracePluginCloudflare", at: "Plugins/Cloudflare/Plugin",
            ["CloudflareRuntime", "WorkerBundler", "WorkerCompiler"]),
        target(
            "LocalRuntime", at: "Plugins/Local/Runtime",
            [
                "Confinement", "Egress", "Errors", "Faults", "HTTPFraming", "PluginMessages", "JSON", "Values",
                "WorkerBackend", grdb, grdbSQLite,
                crypto,
                subprocess,
                hummingbird, httpTypes, nioCore, nioHTTP1, nioPosix, logging,
            ], resources: [.embedInCode("Shim")]),
        library(
            "MillracePluginLocal", at: "Plugins/Local/Plugin", ["LocalRuntime", "WorkerBundler", "WorkerCompiler"]),
        .systemLibrary(
            name: "CPostgreSQL", path: "Plugins/PostgreSQL/CPostgreSQL",
            providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        library("MillracePluginPostgreSQL", at: "Plugins/PostgreSQL/Plugin", ["CPostgreSQL", "Values"]),

        // Tests.
        executable(
            "CompilerBenchmark", at: "Tests/Benchmarks/Compiler",
            ["Compiler", "IR", "JSON", "PluginMessages", "WorkerBackend"]),
        executable("PluginBenchmark", at: "Tests/Benchmarks/Plugins", ["PluginHost", "JSON", logging]),
        executable("HelloBenchmark", at: "Tests/Benchmarks/Hello", [hummingbird, logging]),
        executable("LocalBenchmark", at: "Tests/Benchmarks/Local", ["LocalRuntime", "PluginMessages", "JSON", grdb]),
        library("PatientProviderFixture", at: "Tests/Fixtures/PatientProvider"),
        library("SQLStorageFixture", at: "Tests/Fixtures/SQLStorage", [grdb]),
        target("TestSupport", at: "Tests/Support", ["JSON", "PluginMessages", logging, subprocess]),
        target(
            "ServerSupport", at: "Tests/ServerSupport",
            ["JSON", httpTypes, hummingbird, logging, serviceLifecycle, unixSignals]),
        test("ConfinementTests", ["Confinement", "TestSupport"]),
        test(
            "PluginHostTests",
            ["Confinement", "PluginHost", "PluginMessages", "JSON", "TestSupport", "CLI", "Values", logging]),
        test(
            "MarketplaceTests",
            [
                "Marketplace", "PluginHost", "PluginMessages", "JSON", "ServerSupport", "TestSupport", hummingbird,
                logging,
            ]),
        test(
            "EndToEndTests",
            [
                "CLI", "CloudflareEmulator", "EmulatorClient", "Faults", "JSON", "LocalRuntime", "PlatformFixtures",
                "PluginMessages", "ServerSupport", "Storage", "TestSupport", "Values", asyncHTTPClient, httpTypes,
                hummingbird, logging,
                nioCore,
            ]),
        target(
            "CloudflareEmulator", at: "Tests/CloudflareEmulator/Server",
            [
                "JSON", "LocalRuntime", "PluginMessages", "ServerSupport", "Values", crypto, grdbSQLite, httpTypes,
                hummingbird, logging,
                nioCore, unixSignals, subprocess,
            ], resources: [.embedInCode("Workers/Inspection/inspect.ts")]),
        target("EmulatorClient", at: "Tests/CloudflareEmulator/Client", ["JSON", asyncHTTPClient, nioCore]),
        executable(
            "cloudflare-emulator", at: "Tests/CloudflareEmulator/Command",
            ["CloudflareEmulator", argumentParser, unixSignals]),
        test("CloudflareEmulatorTests", ["CloudflareEmulator", "EmulatorClient", "JSON", "TestSupport", "Values"]),
        test(
            "CLITests",
            [
                "CLI", "JSON", "Marketplace", "Platform", "PluginHost", "Storage", "TestSupport", "Values",
                argumentParser, asyncHTTPClient, nioCore, nioPosix,
            ]),
        test("JSONTests", ["JSON", "TestSupport"]),
        test("FormsTests", ["Forms", "JSON", "Values"]),
        test("ValuesTests", ["Values", "JSON", "TestSupport", grdbSQLite]),
        test("PrometheusTests", ["Prometheus", coreMetrics]),
        test(
            "StorageTests",
            ["JSON", "Platform", "PlatformFixtures", "PluginMessages", "Storage", "TestSupport", grdb]),
        target(
            "PlatformFixtures", at: "Tests/PlatformFixtures",
            [
                "Marketplace", "Platform", "PluginHost", "PluginMessages", "ServerSupport", "Storage", "JSON",
                "TestSupport",
                "CLI", coreMetrics, crypto, cryptoExtras, httpTypes, logging, hummingbird, nioCore,
            ]),
        test(
            "PlatformTests",
            [
                "PlatformFixtures", "Compiler", "Errors", "Marketplace", "Platform", "PluginHost", "PluginMessages",
                "Storage", "JSON", "TestSupport", "Values", crypto, cryptoExtras, logging,
            ]),
        test(
            "APITests",
            [
                "API", "Egress", "Errors", "Marketplace", "PlatformFixtures", "Platform", "PluginHost",
                "PluginMessages",
                "Prometheus", "ServerSupport",
                "Storage", "JSON", "TestSupport", "Values", asyncHTTPClient, crypto, cryptoExtras, httpTypes,
                hummingbird,
                logging, nioCore, nioPosix,
            ]),
        test(
            "CloudflareTests",
            [
                "CloudflareRuntime", "Forms", "PluginKit", "PluginMessages", "JSON", "TestSupport", "Values",
                "WorkerBackend",
            ]),
        test(
            "LocalTests",
            [
                "Confinement", "Egress", "LocalRuntime", "PluginMessages", "JSON", "TestSupport", "Values",
                "WorkerBackend",
                asyncHTTPClient, httpTypes, nioCore, nioPosix, grdb,
            ]),
        test("JavaScriptTests", ["JavaScript", "TestSupport"]),
        test(
            "WorkerBackendTests",
            ["WorkerBackend", "JavaScript", "NodeLibrary", "PluginMessages", "JSON", "TestSupport", "Values"]),
        test(
            "WorkerCompilerTests",
            ["WorkerCompiler", "WorkerBackend", "WorkerBundler", "PluginMessages", "JSON", "TestSupport"]),
        test("IRTests", ["IR", "JSON", "PluginMessages", "TestSupport"]),
        test("CorpusTests", ["Compiler", "IR", "WorkerBackend", "PluginMessages", "JSON", "TestSupport"]),
        test("CompilerTests", ["Compiler", "IR", "JSON", "PluginMessages", "TestSupport", "Values", "WorkerBackend"]),
        test(
            "NodesTests",
            [
                "Authoring", "Compiler", "IR", "JSON", "NodeLibrary", "Platform", "PluginHost", "PluginMessages",
                "TestSupport", "Values",
                "WorkerBackend",
            ]),
    ]
        + nodes.map(nodeLibrary),
    swiftLanguageModes: [.v6]
)
