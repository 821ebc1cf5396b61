import FoundationEssentials
import Glibc
import PlatformFixtures
import Storage
import TestSupport
import Testing

@testable import Platform

@Suite(.timeLimit(.minutes(10))) struct BootstrapTests {
    private func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test(
        "What root writes into the folder of another user is that user's",
        .enabled(if: TestMachine.runs(with: getuid() == 0)))
    func owner() async throws {
        let temporary = try TemporaryFolder()
        defer { withExtendedLifetime(temporary) {} }
        let folder = temporary.url.path
        #expect(chown(folder, 65_534, 65_534) == 0)
        for path in ["\(folder)/master.key", "\(folder)/made"] {
            try PrivateFile(path: path).write("text")
            try PrivateFile(path: path).write("again")
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.ownerAccountID] as? Int == 65_534)
        }
        try PrivateFile.create("\(folder)/empty")
        #expect(try FileManager.default.attributesOfItem(atPath: "\(folder)/empty")[.ownerAccountID] as? Int == 65_534)
    }

    @Test("The first start makes a key, an owner and the connections that need no credentials")
    func first() async throws {
        try await Installation.with { installation in
            let first = try #require(installation.platform.firstStart)
            let caller = try await installation.owner()
            #expect(caller.scopes == Set(Scope.allCases))
            let connections = try await installation.platform.connections.list(caller, PageRequest())
            #expect(connections.elements.map(\.provider) == ["here"])
            #expect(connections.elements.map(\.name) == ["This machine"])
            #expect(try PrivateFile(path: first.keyFile).read() == first.apiKey.text)
        }
    }

    @Test("The files of secrets are for their owner only", arguments: ["master.key", "initial-api-key"])
    func modes(file: String) async throws {
        try await Installation.with { installation in
            let mode = try mode(of: "\(installation.directory)/\(file)")
            #expect(mode == 0o600)
        }
    }

    @Test("A later start makes nothing, and what was sealed is opened")
    func second() async throws {
        try await Installation.with { installation in
            let again = try await Installation(in: installation.directory)
            #expect(again.platform.firstStart == nil)
            let key = try #require(installation.platform.firstStart?.apiKey)
            let caller = try await again.platform.keys.caller(token: key.text)
            let connections = try await again.platform.connections.list(caller, PageRequest())
            #expect(connections.elements.count == 1)
            let record = try await again.storage.read { try $0.connection(connections.elements[0].id, of: caller) }
            let master = try #require(try MasterKey.load(from: "\(installation.directory)/master.key"))
            #expect(try record.opened(by: SecretBox(master: master)).values.isEmpty)
        }
    }

    @Test("A first start that stopped before the database was written is taken up with the same key")
    func interrupted() async throws {
        let directory = Installation.newDirectory()
        let key = APIKeyText.random()
        let master = MasterKey()
        try master.store(at: "\(directory)/master.key")
        try PrivateFile(path: "\(directory)/initial-api-key").write(key.text)
        let installation = try await Installation(in: directory)
        defer { installation.remove() }
        #expect(installation.platform.firstStart?.apiKey == key)
        #expect(try MasterKey.load(from: "\(directory)/master.key")?.id == master.id)
        #expect(try await installation.owner().scopes == Set(Scope.allCases))
    }

    @Test(
        "A file that is no master key is named, whatever its bytes are",
        arguments: [[0xFF, 0xFE, 0x00], Array("key".utf8)])
    func malformedKey(content: [UInt8]) throws {
        let directory = Installation.newDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let file = "\(directory)/master.key"
        try Data(content).write(to: URL(filePath: file))
        let error = #expect(throws: StartError.self) { try MasterKey.load(from: file) }
        #expect(error.map { "\($0)" }?.contains(file) == true)
    }

    @Test("A database whose master key is gone or another is not opened")
    func otherKey() async throws {
        try await Installation.with { installation in
            let file = "\(installation.directory)/master.key"
            try FileManager.default.removeItem(atPath: file)
            await #expect {
                try await Installation(in: installation.directory)
            } throws: { ($0 as? StartError)?.code.rawValue == "start.masterKey.missing" }
            #expect(!FileManager.default.fileExists(atPath: file))
            try MasterKey().store(at: file)
            await #expect {
                try await Installation(in: installation.directory)
            } throws: { ($0 as? StartError)?.code.rawValue == "start.masterKey.other" }
            try PrivateFile(path: file).write("no key")
            await #expect {
                try await Installation(in: installation.directory)
            } throws: { ($0 as? StartError)?.code.rawValue == "start.masterKey.malformed" }
        }
    }

    @Test("Deploys that a stopped server left behind have failed at the next start")
    func interruptedDeploys() async throws {
        try await Installation.with { installation in
            let (workflow, connection) = try await installation.deployedWorkflow()
            let caller = try await installation.owner()
            let order = try await installation.platform.deployments.order(
                caller, workflow, version: nil, to: connection)
            try await installation.storage.transaction { try Table(in: $0).insert(DeploymentRecord(order)) }
            let again = try await Installation(in: installation.directory)
            let deployments = try await again.platform.deployments.list(caller, of: workflow, PageRequest())
            #expect(deployments.elements.map(\.status) == [.failed, .active])
            #expect(deployments.elements.first?.error?.code == "deploy.interrupted")
        }
    }
}
