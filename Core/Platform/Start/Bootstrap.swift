import FoundationEssentials
import JSON
import PluginHost
import Storage

/// Makes an empty data directory usable: master key, organization, project, owner, connections and an API key.
///
/// Files come first and the database last, in one transaction with the mark that it is done. A start that was
/// interrupted anywhere is taken up by the next one, which uses the files that are there.
struct Bootstrap {
    let storage: any StorageDriver
    let registry: ContributionRegistry
    let directory: String
    let keys: MasterKeys

    /// Of the first owner, until they set their own.
    static let ownerEmail = "owner@localhost"

    private var masterKeyFile: String { KeyRotation.keyFile(in: directory) }
    private var apiKeyFile: String { "\(directory)/initial-api-key" }

    /// - Returns: What seals this installation's secrets and, at the first start, what it made.
    func run() async throws -> (secrets: SecretBox, first: FirstStart?) {
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try await storage.migrate()
        let rotation = KeyRotation(storage: storage, directory: directory)
        try await storage.isShared ? rotation.resumeAlone() : rotation.resume()
        if try await useKeys() { return (SecretBox(keys), nil) }
        // The API key comes first: a master key without it is of an installation whose database is missing.
        let known = try PrivateFile(path: apiKeyFile).read().flatMap(APIKeyText.init)
        let sealing = try MasterKey.load(from: masterKeyFile)
        guard known != nil || sealing == nil else { throw StartError.incomplete(directory) }
        let key = try known ?? newAPIKey()
        let master = try sealing ?? newMasterKey()
        do { try await install(master: master, key: key, secrets: SecretBox(master: master)) } catch let error
            as InstalledMeanwhile
        {
            // Another server of the database was first: what was made here opens nothing.
            for file in [masterKeyFile, apiKeyFile] { try FileManager.default.removeItem(atPath: file) }
            throw StartError.otherMasterKey(masterKeyFile, needed: error.keyID)
        }
        keys.begin(with: master)
        return (SecretBox(keys), FirstStart(apiKey: key, keyFile: apiKeyFile))
    }

    /// For a server beside the one that leads: nothing is changed.
    /// - Returns: What seals this installation's secrets.
    func join() async throws -> SecretBox {
        guard try await useKeys() else { throw StartError.incomplete(directory) }
        return SecretBox(keys)
    }

    /// - Returns: Whether there is an installation.
    private func useKeys() async throws -> Bool {
        guard let state = try await storage.read({ try KeyState(in: $0) }) else { return false }
        try keys.follow(state)
        return true
    }

    private struct InstalledMeanwhile: Error {
        let keyID: String
    }

    private func newMasterKey() throws -> MasterKey {
        let key = MasterKey()
        try key.store(at: masterKeyFile)
        return key
    }

    private func newAPIKey() throws -> APIKeyText {
        let key = APIKeyText.random()
        try PrivateFile(path: apiKeyFile).write(key.text)
        return key
    }

    private func install(master: MasterKey, key: APIKeyText, secrets: SecretBox) async throws {
        let now = Timestamp.now
        let organization = OrganizationRecord(
            id: .make(at: now), name: "My organization", slug: "my-organization", createdAt: now, updatedAt: now)
        let project = ProjectRecord(
            id: .make(at: now), organization: organization.id, name: "My project", slug: "my-project", description: "",
            createdAt: now, updatedAt: now)
        let owner = UserRecord(
            id: .make(at: now), email: Self.ownerEmail, name: "Owner", passwordHash: nil, createdAt: now,
            updatedAt: now)
        let caller = Caller(
            organization: organization.id, project: project.id, user: owner.id, scopes: Set(Scope.allCases))
        let connections = try registry.providers.compactMap { provider in
            try provider.definition.defaultConnection.map { name in
                try ConnectionRecord(
                    of: organization.id, provider: provider.definition.id, name: name, credentials: [:],
                    sealedBy: secrets)
            }
        }
        try await storage.transaction { database in
            if let first = try Table(InstallationRecord.self, in: database).current() {
                throw InstalledMeanwhile(keyID: first.keyID)
            }
            try Table(in: database).insert(organization)
            try Table(in: database).insert(project)
            try Table(in: database).insert(owner)
            try Table(in: database).insert(
                MembershipRecord(organization: organization.id, user: owner.id, role: "owner", createdAt: now))
            for connection in connections { try Table(in: database).insert(connection) }
            try Table(in: database).insert(
                APIKeyRecord(key, of: caller, name: "Initial key", scopes: caller.scopes, organizationWide: true))
            try Table(in: database).insert(InstallationRecord(keyID: master.id, createdAt: now))
        }
    }
}
