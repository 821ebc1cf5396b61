import JSON
import PluginMessages
import Values

/// Finds what a plan would be refused for, as far as that can be known before anything is changed.
struct ProjectPlanCheck {
    let api: RESTClient
    let files: ProjectFiles
    let plan: ProjectPlan

    /// - Throws: `ClientError` with a line for each problem.
    func run() async throws {
        var problems = unknownConnections()
        problems += try await connections()
        let services = ProjectServiceCheck(api: api, files: files, plan: plan)
        for workflow in files.workflows where plan.runsAnew(workflow.name) {
            problems += try await document(of: workflow, plan.known[workflow.name])
            problems += try await services.problems(of: workflow)
        }
        guard !problems.isEmpty else { return }
        throw ClientError(.rejected, "The files are not valid; nothing was changed.", lines: problems)
    }

    private func unknownConnections() -> [String] {
        let known = Array(plan.connections.keys) + files.connections.map(\.name)
        return plan.unknownConnections.map { name in
            "No connection is named \"\(name)\".\(NearestName.hint(for: name, among: known)) Create it, or name its provider "
                + "under connections."
        }
    }

    /// Those that are created have a provider that there is, and need no credentials, which files cannot have.
    private func connections() async throws -> [String] {
        var created: [(name: String, provider: String)] = []
        for case .createConnection(let name, let provider) in plan.changes.map(\.action) {
            created.append((name, provider))
        }
        guard !created.isEmpty else { return [] }
        let providers = try await api.items("/api/providers")
        return created.compactMap { name, provider in
            guard let known = providers.first(where: { $0.id == provider }) else {
                let names = providers.map(\.id)
                return "The connection \"\(name)\" has the unknown provider \"\(provider)\"."
                    + "\(NearestName.hint(for: provider, among: names)) Available: \(names.joined(separator: ", "))."
            }
            let needs = (known["credentialSchema"]?.object ?? [:]).contains { $0.value["required"] == true }
            guard needs else { return nil }
            return
                "The connection \"\(name)\" needs credentials, which are never in files: create it with millrace connections "
                + "create \(provider) --name \(JSONValue.string(name).text)."
        }
    }

    /// The document compiles, and what it reads is set where it is deployed.
    private func document(of workflow: ProjectFiles.Workflow, _ known: JSONValue?) async throws -> [String] {
        let isNew = plan.changes.contains { change in
            if case .createVersion(let changed, _) = change.action { changed.name == workflow.name } else { false }
        }
        // A version that exists is deployed as it was compiled.
        guard isNew else { return try await missing(in: known?["currentVersion"] ?? .null, workflow, known) }
        do {
            let compiled = try await DocumentCheck(api: api).compile(
                workflow.document, name: workflow.name, kind: known?["kind"] ?? workflow.document.value["kind"],
                triggerCode: workflow.settings["triggerCode"] ?? known?["triggerCode"],
                dependencies: workflow.settings["dependencies"] ?? known?["dependencies"],
                codeFile: workflow.triggerCode)
            return try await missing(in: compiled, workflow, known)
        } catch let error as ClientError {
            return error.lines.isEmpty ? [error.description] : error.lines
        }
    }

    /// - Parameter compiled: With the names of the variables that a deploy needs.
    private func missing(
        in compiled: JSONValue, _ workflow: ProjectFiles.Workflow, _ known: JSONValue?
    ) async throws -> [String] {
        let names = (compiled["requiredEnvironment"]?.array ?? []).compactMap(\.string)
        guard !workflow.connections.isEmpty, !names.isEmpty else { return [] }
        let credentials = try await missingCredentials(names.filter { $0.hasPrefix(CredentialUse.prefix) }, workflow)
        let own = (known?["envVars"]?.array ?? []).filter { $0["isSecret"] == true }.compactMap { $0["name"]?.string }
        let removed = Set(plan.changes.compactMap(\.removedVariable))
        let shared = plan.variables.subtracting(removed).union(files.variables.map(\.name))
        let set = shared.union(workflow.variables.map(\.name)).union(own)
        return names.filter { !set.contains($0) && !$0.hasPrefix(CredentialUse.prefix) }
            .map { unset($0, in: workflow, known, among: set) } + credentials
    }

    private func unset(
        _ name: String, in workflow: ProjectFiles.Workflow, _ known: JSONValue?, among set: Set<String>
    ) -> String {
        guard (files.secrets + workflow.secrets).contains(name) else {
            return "\(workflow.document.path): The variable \(name) is not set, and the document reads it."
                + "\(NearestName.hint(for: name, among: set)) Add it under variables or secrets."
        }
        let quoted = JSONValue.string(workflow.name).text
        let creation = known == nil ? "create the workflow with millrace workflows create \(quoted), then " : ""
        let command =
            workflow.secrets.contains(name)
            ? "\(creation)set it with millrace workflows edit \(quoted) --changes -"
            : "set it with millrace variables set \(name) --secret"
        return "\(workflow.document.path): The secret \(name) has no value, and the document reads it: \(command)."
    }

    private func missingCredentials(
        _ variables: [String], _ workflow: ProjectFiles.Workflow
    ) async throws -> [String] {
        guard !variables.isEmpty else { return [] }
        let names = try await api.items("/api/credentials").compactMap { $0["name"]?.string }
        return variables.filter { variable in !names.contains { CredentialUse.variable(of: $0) == variable } }
            .map { variable in
                let name = variable.dropFirst(CredentialUse.prefix.count).lowercased().replacing("_", with: "-")
                return "\(workflow.document.path): No credential is named \"\(name)\", and the document uses it."
                    + "\(NearestName.hint(for: name, among: names)) Create it with millrace credentials create."
            }
    }
}

extension ProjectPlan.Change {
    /// The name of the variable that the change deletes.
    fileprivate var removedVariable: String? {
        guard case .deleteVariable = action, text.hasPrefix("variable ") else { return nil }
        return String(text.dropFirst("variable ".count))
    }
}
