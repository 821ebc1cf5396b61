import ArgumentParser
import JSON

/// `millrace apply FOLDER`: a project as files say.
struct ApplyCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Applies the files of a folder to a project.",
        discussion: """
            The folder's millrace.yaml lists connections, variables without secrets, workflows with their documents, \
            and where they are deployed. The planned changes are shown first and confirmed on a terminal, unless --yes \
            is passed. Resources that the files do not list are kept, unless --prune is passed.

            With --check nothing is changed: exits with 2 when the project differs from its files.
            """)

    @OptionGroup var client: ClientOptions

    @Argument(help: "The folder.")
    var folder: String

    @Flag(help: "Only show the planned changes; exit with 2 if there are any.")
    var check = false

    @Flag(help: "Delete workflows and variables of the project that the files do not list.")
    var prune = false

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let files = try ProjectFiles(folder: folder)
        let project = try await project(files, api)
        var api = api
        api.project = project
        let planner = ProjectPlanner(api: api, files: files, project: project, prunes: prune)
        let plan = try await planner.plan()
        show(plan, output)
        try await check(plan, api)
        if check {
            guard plan.changes.isEmpty, plan.missing.isEmpty else { throw ExitCode(ClientStatus.difference.rawValue) }
            return
        }
        guard !plan.changes.isEmpty else { return }
        try confirmation.confirm("Apply these \(plan.changes.count) changes?")
        var execution = PlanExecution(api: api, project: project, plan: plan)
        try await execution.run(plan)
        // What a change makes stale: deployments that read a variable of the project.
        try await execution.run(try await planner.plan())
        if !output.isJSON { print("Applied \(execution.count) changes.") }
    }

    /// Every document that becomes a version, and the names of connections, before anything is changed.
    private func check(_ plan: ProjectPlan, _ api: RESTClient) async throws {
        var problems = plan.unknownConnections.map {
            "No connection is named \"\($0)\": create it, or name its provider under connections."
        }
        for case .createVersion(let workflow, let known) in plan.changes.map(\.action) {
            do {
                try await DocumentCheck(api: api).compile(
                    workflow.document, name: workflow.name, kind: known?["kind"] ?? workflow.document.value["kind"],
                    triggerCode: workflow.settings["triggerCode"] ?? known?["triggerCode"],
                    dependencies: workflow.settings["dependencies"] ?? known?["dependencies"])
            } catch let error as ClientError {
                problems += error.lines.isEmpty ? [error.description] : error.lines
            }
        }
        guard !problems.isEmpty else { return }
        throw ClientError(.rejected, "The files are not valid; nothing was changed.", lines: problems)
    }

    /// That of --project, of the files, or of the key.
    private func project(_ files: ProjectFiles, _ api: RESTClient) async throws -> String {
        if let project = api.project { return project }
        if let name = files.project { return try await api.find(.project, name).id }
        return try await api.get("/api/me")["projectId"]?.string ?? ""
    }

    private func show(_ plan: ProjectPlan, _ output: Output) {
        guard !output.isJSON else { return output.json(plan.json) }
        for change in plan.changes { print(change.line.printable) }
        for line in plan.missing { print("! \(line)".printable) }
        for line in plan.others { print("  \(line) is not in the files".printable) }
        if plan.changes.isEmpty && plan.missing.isEmpty { print("The project matches its files.") }
    }
}
