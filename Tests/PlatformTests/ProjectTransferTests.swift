import JSON
import PlatformFixtures
import Storage
import Testing

@testable import Platform

@Suite("Imports", .timeLimit(.minutes(10)))
struct ProjectTransferTests {
    @Test("An import whose client leaves is ended all the same, and the server's end waits for it")
    func clientLeaves() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let file: JSONValue = [
                "format": "millrace.project", "formatVersion": 1, "project": ["name": "Kept"],
                "workflows": [["id": "a", "name": "A", "versions": [["number": 3, "ir": Installation.document()]]]],
            ]
            let (begun, release) = (Gate(), Gate())
            installation.provider.behave {
                $0.duringEmit = {
                    await begun.open()
                    await release.pass()
                }
            }
            let client = Task { try await installation.platform.transfer.import(caller, file) }
            await begun.pass()
            client.cancel()
            let end = Task { await installation.platform.drain() }
            await release.open()
            await end.value
            let projects = try await installation.platform.projects.list(caller, PageRequest()).elements
            #expect(projects.map(\.slug).contains("kept"))
        }
    }
}
