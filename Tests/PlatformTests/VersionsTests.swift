import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import Platform

@Suite(.timeLimit(.minutes(10))) struct VersionsTests {
    private func workflow(_ installation: Installation, kind: Program.Kind = .workflow) async throws -> WorkflowID {
        let new = NewWorkflow(name: "Test", kind: kind)
        return try await installation.platform.workflows.create(try await installation.owner(), new).workflow.id
    }

    @Test("A version keeps the document as it was, unknown members and spelling too")
    func document() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let id = try await workflow(installation)
            let (version, isNew) = try await installation.platform.versions.post(
                caller, to: id, ir: Installation.document())
            #expect(isNew)
            #expect(version.version.number == 1)
            #expect(version.version.target == "here")
            let again = try await installation.platform.versions.get(caller, of: id, version.version.id)
            #expect(again.ir.text == Installation.document().text)
            #expect(again.artifact.source == "// Test: first\n")
        }
    }

    @Test("The same document again is the same version; another one is the next")
    func unchanged() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let versions = installation.platform.versions
            let id = try await workflow(installation)
            let first = try await versions.post(caller, to: id, ir: Installation.document())
            let same = try await versions.post(caller, to: id, ir: Installation.document())
            #expect(!same.isNew)
            #expect(same.version.version.id == first.version.version.id)
            let other = try await versions.post(caller, to: id, ir: Installation.document(code: "return 2;"))
            #expect(other.version.version.number == 2)
            let back = try await versions.post(caller, to: id, ir: Installation.document())
            #expect(back.version.version.number == 3)
        }
    }

    @Test("Versions that are posted at the same time have numbers of their own")
    func concurrency() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let versions = installation.platform.versions
            let id = try await workflow(installation)
            let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        let ir = Installation.document(code: "return \(index);")
                        return try await versions.post(caller, to: id, ir: ir).version.version.number
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(numbers.sorted() == Array(1...20))
        }
    }

    @Test("A document with errors is refused with all of them, and nothing is kept")
    func rejected() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let id = try await workflow(installation)
            var ir = Installation.document(type: "nonsense").object ?? [:]
            ir["entryNodeId"] = "nobody"
            await #expect {
                try await installation.platform.versions.post(caller, to: id, ir: .object(ir))
            } throws: { error in
                guard let error = error as? PlatformError, error.is(.versionRejected) else { return false }
                let problems = error.details
                return problems.count >= 2 && problems.contains { $0.nodeId == "first" }
            }
            installation.provider.behave {
                $0.emitDiagnostics = [Diagnostic(code: "here.limit", message: "too many steps")]
            }
            await #expect {
                try await installation.platform.versions.post(caller, to: id, ir: Installation.document())
            } throws: { ($0 as? PlatformError)?.details.map(\.code) == ["here.limit"] }
            let kept = try await installation.platform.versions.list(caller, of: id, PageRequest())
            #expect(kept.elements.isEmpty)
        }
    }

    @Test("A document of the other kind is refused")
    func kind() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let id = try await workflow(installation, kind: .script)
            var document = Installation.document().object ?? [:]
            document["kind"] = "workflow"
            let ir = JSONValue.object(document)
            await #expect {
                try await installation.platform.versions.post(caller, to: id, ir: ir)
            } throws: { ($0 as? PlatformError)?.code == "version.rejected" }
        }
    }
}
