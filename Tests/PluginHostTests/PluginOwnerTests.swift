import Foundation
import JSON
import PluginHost
import PluginMessages
import TestSupport
import Testing

@Suite("A package of two organizations", .serialized, .timeLimit(.minutes(5)))
struct PluginOwnerTests {
    private static let manifest =
        #"{\"id\":\"shared\",\"name\":\"Shared\",\"version\":\"1.0.0\",\"nodes\":[{\"id\":\"shared\",\"name\":\"Shared\",\"version\":\"1.0.0\",\"description\":\"\",\"category\":\"Test\",\"tags\":[],\"configSchema\":{},\"outputSchema\":{},\"providers\":[]}],\"nodeServices\":[{\"node\":\"shared\",\"version\":\"1.0.0\",\"services\":[\"validate\"]}]}"#

    private func validate(_ registry: ContributionRegistry, _ data: JSONObject = [:]) async -> PluginFailure? {
        guard let services = registry.services(of: "shared", version: "1.0.0") else {
            return PluginFailure(code: "missing", message: "")
        }
        do {
            _ = try await services.validate(data)
            return nil
        } catch { return error }
    }

    @Test("One that ends it again and again turns it off for itself, and for nobody else")
    func crash() async throws {
        let fixture = try PluginFixture()
        let data = try TemporaryFolder()
        let path = try await fixture.build("shared.c", as: "shared", defining: ["MANIFEST=\"\(Self.manifest)\""])
        let host = try fixture.host(dataDirectory: data.url.path, isolation: .process)
        let origin = PluginOrigin.package(node: "shared", version: "1.0.0")
        try host.publish(
            try await host.stage(
                PluginCandidate(path: path, origin: origin, isolation: .process), try await host.inspect(path)))
        let first = host.registry.limited(for: "first") { _, _ in true }
        let second = host.registry.limited(for: "second") { _, _ in true }
        #expect(await validate(first) == nil)
        try await eventually("it is turned off") { await validate(second, ["end": true])?.code == "plugin.off" }
        #expect(await validate(second)?.code == "plugin.off")
        #expect(await validate(first) == nil)
        let status = try #require(await host.statuses().first)
        let states = Dictionary(uniqueKeysWithValues: status.processes.map { ($0.organization ?? "", $0.state) })
        #expect(states == ["first": .running, "second": .off])
        // What one keeps is not the other's.
        #expect(FileManager.default.fileExists(atPath: data.url.path + "/@first/shared"))
        #expect(FileManager.default.fileExists(atPath: data.url.path + "/@second/shared"))
        try await host.restart("shared")
        #expect(await validate(second) == nil)
        await host.release(origin, of: "second")
        #expect(await host.statuses().first?.processes.map(\.organization) == ["first"])
        await host.shutdown()
    }

    @Test("One that an operator turned off is known with the reason")
    func disabled() async throws {
        let fixture = try PluginFixture()
        let path = try await fixture.build("shared.c", as: "shared", defining: ["MANIFEST=\"\(Self.manifest)\""])
        let host = try fixture.host(isolation: .process)
        await host.load([PluginCandidate(path: path, origin: .installation, isolation: .process)])
        host.turnOff("shared", because: "A reason.")
        #expect(host.registry.definition(type: "shared", version: "1.0.0") == nil)
        #expect(host.registry.disabled(node: "shared")?.reason == "A reason.")
        #expect(host.registry.disabled(node: "other") == nil)
        host.turnOn("shared")
        #expect(host.registry.disabled(node: "shared") == nil)
        await host.shutdown()
    }

    @Test("A storage is started again however often it ends")
    func storage() async throws {
        let fixture = try PluginFixture()
        let manifest =
            #"{\"id\":\"shared\",\"name\":\"Shared\",\"version\":\"1.0.0\",\"storages\":[{\"id\":\"shared\",\"name\":\"Shared\"}]}"#
        try await fixture.build("shared.c", as: "shared", defining: ["MANIFEST=\"\(manifest)\""])
        let host = try fixture.host(isolation: .process)
        await host.load()
        let plugin = try #require(host.plugins.first).connection
        var ends = 0
        try await eventually("the times that it has ended", equals: 7) {
            do throws(PluginFailure) {
                _ = try await plugin.call("end", ["end": true], deadline: .seconds(30)) { _, _ in }
            } catch {
                #expect(error.code != "plugin.off")
                if error.code == "plugin.crashed" { ends += 1 }
            }
            return ends
        }
        await host.shutdown()
    }
}
