import Foundation
import JSON
import Logging
import PluginHost
import PluginMessages
import Synchronization
import TestSupport
import Testing

@Suite("Remembering checked libraries", .timeLimit(.minutes(10)))
struct InspectionCacheTests {
    private let plugins: PluginFixture
    private let folder: TemporaryFolder

    init() throws {
        plugins = try PluginFixture()
        folder = try TemporaryFolder()
        // Of the cache's file it is only of interest whether it is the same one.
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: folder.write("#!/bin/sh\n", to: "millrace").path)
    }

    private let checker = CountingChecker()

    private var file: URL { folder.url.appending(path: "cache/millrace/plugins.json") }
    private var checks: Int { checker.count }

    @Test("A library is checked once, and loaded by the first call")
    func once() async throws {
        try await plugins.build("probe.c", as: "probe")
        for _ in 0..<3 {
            let host = try await load()
            let plugin = try #require(host.plugins.first)
            #expect(plugin.manifest.id == "probe")
            #expect(try await plugin.connection.call("probe.events", nil, deadline: .seconds(30)) { _, _ in } == 3)
            await host.shutdown()
        }
        #expect(checks == 1)
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let parent = file.deletingLastPathComponent().path
        #expect(try FileManager.default.attributesOfItem(atPath: parent)[.posixPermissions] as? Int == 0o700)
    }

    @Test("A library that has changed is checked again, and one beside it is not")
    func changed() async throws {
        try await plugins.build("probe.c", as: "probe")
        _ = try await load()
        let manifest = #"{\"id\":\"other\",\"name\":\"Other\",\"version\":\"1.0.0\"}"#
        try await plugins.build("probe.c", as: "other", defining: ["MANIFEST=\"\(manifest)\""])
        #expect(try await load().plugins.map(\.manifest.id) == ["other", "probe"])
        #expect(checks == 2)
        let newer = #"{\"id\":\"other\",\"name\":\"Other\",\"version\":\"2.0.0\"}"#
        try await plugins.build("probe.c", as: "other", defining: ["MANIFEST=\"\(newer)\""])
        #expect(try await load().plugins.map(\.manifest.version) == ["2.0.0", "1.0.0"])
        #expect(checks == 3)
        #expect(try await load().plugins.count == 2)
        #expect(checks == 3)
    }

    @Test("What is refused is not remembered")
    func refused() async throws {
        try await plugins.build("other-abi.c", as: "other")
        for _ in 0..<2 { #expect(try await load().registry.refusals.map(\.code) == ["plugin.abi"]) }
        #expect(checks == 2)
    }

    enum Damage: CaseIterable {
        case absent, empty, cut, otherJSON, readable, link, otherChecker, folder
    }

    @Test("A cache that is damaged, or that others can read or write, counts as empty", arguments: Damage.allCases)
    func damaged(damage: Damage) async throws {
        try await plugins.build("probe.c", as: "probe")
        _ = try await load()
        let bytes = try Data(contentsOf: file)
        func replace(_ data: Data) throws {
            try data.write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        }
        switch damage {
        case .absent: try FileManager.default.removeItem(at: file)
        case .empty: try replace(Data())
        case .cut: try replace(bytes.prefix(bytes.count / 2))
        case .otherJSON: try replace(Data(#"{"checker":7,"libraries":[]}"#.utf8))
        case .readable: try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
        case .link:
            let elsewhere = folder.url.appending(path: "elsewhere.json")
            try FileManager.default.moveItem(at: file, to: elsewhere)
            try FileManager.default.createSymbolicLink(at: file, withDestinationURL: elsewhere)
        case .otherChecker:
            let script = folder.url.appending(path: "millrace")
            let text = try String(contentsOf: script, encoding: .utf8)
            try folder.write(text + "\n", to: "millrace")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
        case .folder:
            try FileManager.default.removeItem(at: file)
            try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true)
        }
        let host = try await load()
        #expect(host.plugins.map(\.manifest.id) == ["probe"])
        #expect(checks == 2)
    }

    @Test(
        "A library that has changed since it was looked at fails when it is called, unless its manifest is the same",
        arguments: [nil, #"MANIFEST="{\"id\":\"probe\",\"name\":\"Probe\",\"version\":\"9.0.0\"}""#])
    func replaced(change: String?) async throws {
        try await plugins.build("probe.c", as: "probe")
        _ = try await load()
        let plugin = try #require(try await load().plugins.first)
        try await plugins.build("probe.c", as: "probe", defining: change.map { [$0] } ?? [])
        do {
            _ = try await plugin.connection.call("probe.events", nil, deadline: .seconds(30)) { _, _ in }
            #expect(change == nil)
        } catch { #expect(change != nil && error.code == "plugin.manifest") }
    }

    @Test(
        "A library or an executable that others can replace is never remembered",
        arguments: [0o777, 0o775, 0o757])
    func replaceable(mode: Int) async throws {
        let library = try await plugins.build("probe.c", as: "probe")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: library)
        for _ in 0..<2 { #expect(try await load().plugins.count == 1) }
        #expect(checks == 2)
        let executable = folder.url.appending(path: "millrace").path
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: executable)
        #expect(InspectionCache(path: file.path, executable: executable) == nil)
    }

    /// As one command after another does.
    private func load() async throws -> PluginHost {
        let executable = folder.url.appending(path: "millrace").path
        let cache = try #require(InspectionCache(path: file.path, executable: executable))
        let host = PluginHost(
            configuration: .init(
                locations: [PluginLocation(directory: plugins.folder.url.path)], dataDirectory: nil,
                settings: try PluginSettings(environment: [:]), hostVersion: "0.0.0", executable: executable,
                inspections: cache, checker: checker),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        await host.load()
        return host
    }
}

/// The real check, counted.
private final class CountingChecker: LibraryChecker {
    private let checks = Mutex(0)

    var count: Int { checks.withLock { $0 } }

    func check(_ paths: [String]) async -> [PluginInspection.Outcome] {
        checks.withLock { $0 += 1 }
        return await PluginChecker(executable: BuildProducts.millrace.path, patience: .seconds(60)).check(paths)
    }
}
