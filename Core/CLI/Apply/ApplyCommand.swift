import ArgumentParser
import JSON

/// `millrace apply FOLDER`: a project as files say.
struct ApplyCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Applies the files of a folder to a project.",
        discussion: """
            The folder's millrace.yaml lists connections, variables without secrets, workflows with their documents, \
            and where they are deployed. The planned changes are shown first and confirmed on a terminal, unless --yes \
            is passed. Resources that the files do not list are kept, unless --prune is passed. What a removed deployment \
            or workflow ends is shown below it: runs, and workflows that call it.

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
        try await ProjectPlanCheck(api: api, files: files, plan: plan).run()
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
        if !output.isJSON { Terminal.print("Applied \(execution.count) changes.") }
    }

    /// That of --project, of the files, or of the key.
    private func project(_ files: ProjectFiles, _ api: RESTClient) async throws -> String {
        if let project = api.project { return project }
        if let name = files.project { return try await api.find(.project, name).id }
        return try await api.get("/api/me")["projectId"]?.string ?? ""
    }

    private func show(_ plan: ProjectPlan, _ output: Output) {
        guard !output.isJSON else { return output.json(plan.json) }
        for change in plan.changes {
            Terminal.print(change.line)
            if let ends = change.ends { Terminal.print("  \(ends)") }
        }
        for line in plan.missing { Terminal.print("! \(line)") }
        for line in plan.others { Terminal.print("  \(line) is not in the files") }
        if plan.changes.isEmpty && plan.missing.isEmpty { Terminal.print("The project matches its files.") }
    }
}
