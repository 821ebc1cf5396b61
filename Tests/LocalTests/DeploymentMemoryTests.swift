import TestSupport
import Testing
import Values

@testable import LocalRuntime

@Suite("Deployments in memory", .timeLimit(.minutes(2)))
struct DeploymentMemoryTests {
    @Test("What was read before a change is not kept after it")
    func changedMeanwhile() throws {
        let memory = DeploymentMemory()
        let old = try deployment(level: "old")
        let changes = memory.known("d").changes
        memory.forget()
        memory.keep(old, asOf: changes)
        #expect(memory.known("d").deployment == nil)
        memory.keep(old, asOf: memory.known("d").changes)
        #expect(memory.known("d").deployment?.environment == ["LEVEL": "old"])
    }

    @Test("The journal's deployment is the one that was saved, changed or deleted last")
    func journal() async throws {
        let folder = try TemporaryFolder()
        let journal = try Journal(folder: folder.url)
        defer { try? journal.close() }
        #expect(try await journal.deployment("d") == nil)
        for round in 0..<3 {
            try await journal.save(try deployment(level: "saved \(round)"), now: Timestamp(number: round))
            #expect(try await journal.deployment("d")?.environment == ["LEVEL": "saved \(round)"])
            _ = try await journal.change("d") { $0.environment["LEVEL"] = "changed \(round)" }
            #expect(try await journal.deployment("d")?.environment == ["LEVEL": "changed \(round)"])
        }
        try await journal.deleteDeployments(["d"])
        #expect(try await journal.deployment("d") == nil)
    }

    @Test("A change is seen by everyone who reads after it, however many read meanwhile")
    func readersBesides() async throws {
        let folder = try TemporaryFolder()
        let journal = try Journal(folder: folder.url)
        defer { try? journal.close() }
        try await journal.save(try deployment(level: "0"), now: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<200 { _ = try await journal.deployment("d") }
                }
            }
            for round in 1...50 {
                _ = try await journal.change("d") { $0.environment["LEVEL"] = "\(round)" }
                #expect(try await journal.deployment("d")?.environment["LEVEL"] == "\(round)")
            }
            try await group.waitForAll()
        }
    }

    private func deployment(level: String) throws -> LocalDeployment {
        try LocalDeployment(
            id: "d", service: "s",
            json: [
                "environment": ["LEVEL": .string(level)], "secrets": [], "bindings": [:], "usesNodeModules": false,
                "lineMap": [],
            ])
    }
}
