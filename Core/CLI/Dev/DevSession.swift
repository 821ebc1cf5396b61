import Errors
import Foundation
import JSON

/// Checks, deploys and runs a document.
actor DevSession {
    private let api: RESTClient
    private let files: DevFiles
    private let connection: String
    private let installsNodes: Bool
    private var workflow: JSONValue?
    private var lastDocument: JSONValue?
    private var lastVariables: JSONValue?
    /// The path of a run that may not be over.
    private var run: String?

    init(api: RESTClient, files: DevFiles, connection: String, installsNodes: Bool) {
        (self.api, self.files, self.connection, self.installsNodes) = (api, files, connection, installsNodes)
    }

    /// - Returns: The exit status of `--once`.
    func run() async -> Int32 {
        let saved = ContinuousClock.now
        do {
            try await endLastRun()
            let file = try DocumentFile(path: files.document)
            let path = try await deploy(file)
            let status =
                file.value["kind"] == "script" ? try await call(path) : try await start(path)
            let elapsed = ContinuousClock.now - saved
            tell("\(elapsed.formatted(.units(allowed: [.milliseconds, .seconds], width: .narrow)))\n")
            return status
        } catch is CancellationError {
            return 0
        } catch {
            Terminal.tell(ClientErrorText(FileProblem(error) ?? error).text)
            return ClientStatus(error)?.rawValue ?? CommandStatus(error)?.rawValue ?? 1
        }
    }

    /// Makes a version, when the document has changed, and deploys it.
    /// - Returns: The workflow's path.
    private func deploy(_ file: DocumentFile) async throws -> String {
        let name = file.value.at("metadata.name")?.string ?? files.name
        let workflow = try await workflow(named: name, kind: file.value["kind"])
        let path = "/api/workflows/\(workflow.id)"
        let variables = try files.variables()
        guard file.value != lastDocument || variables != lastVariables else { return path }
        if let variables, variables != lastVariables {
            _ = try await api.call(.PATCH, path, [:], ["envVars": variables])
        }
        let version = try await version(of: file, path)
        _ = try await DeployStages(api: api, workflow: path)
            .deploy(connection: connection, version: version.id, stage: { _ in })
        tell("Version \(version["version"]?.int ?? 0) of \"\(name)\"")
        (lastDocument, lastVariables) = (file.value, variables)
        return path
    }

    private func version(of file: DocumentFile, _ path: String) async throws -> JSONValue {
        let upload = VersionUpload(api: api, workflow: path)
        do { return try await upload.post(file) } catch let error as ClientError where installsNodes {
            guard try await installNodes(of: file.value) else { throw error }
            return try await upload.post(file)
        }
    }

    /// Installs what the document uses and the registries have.
    /// - Returns: Whether anything was installed.
    private func installNodes(of document: JSONValue) async throws -> Bool {
        let types = Set((document["nodes"]?.array ?? []).compactMap { $0["type"]?.string })
        let offered = try await api.items("/api/marketplace").filter { $0["isInstalled"] == false }
        let missing = types.intersection(offered.map(\.id))
        for id in missing.sorted() {
            _ = try await api.post("/api/marketplace/install", ["nodeId": .string(id)])
            tell("Installed \(id)")
        }
        return !missing.isEmpty
    }

    private func workflow(named name: String, kind: JSONValue?) async throws -> JSONValue {
        if let workflow, workflow["name"]?.string == name { return workflow }
        let known = try await api.items("/api/workflows", ["q": name]).first { $0["name"]?.string == name }
        let found =
            if let known { known } else {
                try await api.post(
                    "/api/workflows", .object(JSONObject(present: ("name", .string(name)), ("kind", kind))))
            }
        workflow = found
        return found
    }

    /// - Returns: The exit status of the run.
    private func start(_ path: String) async throws -> Int32 {
        let body: JSONValue = ["connectionId": .string(connection), "params": try files.params()]
        let run = "\(path)/runs/\(try await api.post("\(path)/trigger", body).id)"
        self.run = run
        // The server is on this machine: asking it shows each step sooner than its stream does.
        let status = try await RunWatch(
            api: api, path: run, shortestPause: .milliseconds(15), usesStream: false
        ).follow()
        self.run = nil
        return status
    }

    /// Calls a function, and shows its response.
    private func call(_ path: String) async throws -> Int32 {
        let deployment = try await api.items("\(path)/deployments", ["status": "active"]).first
        let url = deployment?["url"]?.string ?? ""
        let response = try await RESTClient(base: url, identity: .nobody)
            .exchange(.POST, "", [:], try files.params().bytes)
        if let json = try? JSONValue(parsing: response.body) {
            Terminal.print(json: json.prettyText)
        } else {
            Terminal.print(String(decoding: response.body, as: UTF8.self))
        }
        fflush(nil)
        return 0
    }

    /// A run that waits would go on with code that is no longer there.
    private func endLastRun() async throws {
        guard let run else { return }
        self.run = nil
        do { _ = try await api.post("\(run)/terminate") } catch let refusal as RESTClient.Refusal {
            guard refusal.status == 409 else { throw refusal }
        }
    }

    private func tell(_ text: String) { Terminal.tell("— \(text)\n") }
}
