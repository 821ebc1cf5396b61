import JSON
import Platform
import PluginMessages

extension Workflow {
    /// As lists have it, without its trigger code, which may have 50,000 characters.
    static let shape = Shape<Workflow>("WorkflowSummary") {
        Member("id", .id, \.id, "Identifies the workflow.")
        Member("projectId", .id, \.project, "The project that the workflow belongs to.")
        Member("name", .text(.name), \.name, "The workflow's name; services at providers are named after it.")
        Member("description", .text(.description), \.description, "A description of the workflow.")
        Member("kind", .choice, \.kind, "`script` is a function. Cannot be changed.")
        Member("status", .choice, \.status, "`deployed` while a deployment is active on some connection.")
        Member("dependencies", .map(dependencySchema), \.dependencies, "npm packages and version ranges.")
        Member(
            "deployConfig", .map.example([:]), \.deployConfig,
            "Provider-specific deployment settings. A deploy reports unused members in its notes.")
        Member("activeVersionId", .id, nullable: \.activeVersion, "The deployed version.")
        Member(
            "draft", DraftSummary.shape, nullable: \.standing.draft,
            "The unsaved draft, without its document; `null` if there is none.")
        Member(
            "url", .text.example("https://order-notification.example.com"), nullable: \.standing.urls.first,
            "The URL of the newest active deployment that accepts HTTP requests; `null` if there is none.")
        Member(
            "urls", .list(of: .text).example(["https://order-notification.example.com"]), \.standing.urls,
            "The URLs of active deployments that accept HTTP requests, newest first; at most one for each connection.")
        Member(
            "nextRunAt", .time.example(.null), nullable: \.standing.nextRunAt,
            "When the schedule of an active deployment next starts a run; `null` without a schedule.")
        Member(
            "lastRun", WorkflowStanding.LastRun.shape, nullable: \.standing.lastRun,
            "The newest run; `null` without one.")
        Member("createdAt", .time, \.createdAt, "When the workflow was created.")
        Member("updatedAt", .time, \.updatedAt, "When its settings last changed or a version was created.")
    }

    private static let dependencySchema = Schema.map(of: .text).example(["lodash": "^4.0.0"])
}

extension WorkflowStanding.LastRun {
    fileprivate static let shape = Shape<WorkflowStanding.LastRun>("LastRun") {
        Member("id", .id, \.id, "Identifies the run.")
        Member("status", .choice.example("complete"), \.status, "As the run's own `status`.")
        Member("createdAt", .time, \.createdAt, "When the run was started.")
        Member("finishedAt", .time, nullable: \.finishedAt, "When the run ended; `null` while it has not.")
    }
}

extension WorkflowDetails {
    static let shape = Shape<WorkflowDetails>("Workflow") {
        Workflow.shape.members(of: \.workflow)
        Member(
            "triggerCode", .text.example(.null), nullable: \.workflow.triggerCode,
            "Custom request handlers; `null` without any. Lists omit it.")
        Member(
            "envVars", .list(of: Variable.shape), \.variables,
            "The workflow's own variables, which replace those of the project and the organization.")
        Member(
            "staleDeployments", .list(of: StaleDeployment.shape).example([]), \.stale,
            "Deployments that have old values of environment variables: active ones, and replaced ones whose runs "
                + "continue. Deploy again to replace them.")
    }

    static let changedShape = Shape<WorkflowDetails>("ChangedWorkflow") {
        shape.members(of: \.self)
        Member(
            "warnings", .list(of: .text).example([]), \.warnings,
            "Settings that no provider has, and names in trigger code that nothing defines.")
    }
}

extension StaleDeployment {
    static let shape = Shape<StaleDeployment>("StaleDeployment") {
        Member("deploymentId", .id, \.deployment.id, "The deployment.")
        Member("versionId", .id, nullable: \.deployment.version, "Its version; `null` once it was deleted.")
        Member("connectionId", .id, nullable: \.deployment.connection, "Its connection; `null` once it was deleted.")
        Member(
            "status", .choice.example("active"), \.deployment.status,
            "`superseded`: a later deployment replaced it, but some of its runs continue.")
        Member("variables", .list(of: variable), \.variables, "The variables whose values are old.")
    }

    private static let variable = Shape<StaleVariable> {
        Member("name", .text.example("API_TOKEN"), \.name, "The variable's name.")
        Member("change", .choice.example("changed"), \.change, "What happened to the variable since the deploy.")
    }
}

extension WorkflowOverview {
    static let shape = Shape<WorkflowOverview>("WorkflowOverview") {
        WorkflowDetails.shape.members(of: \.details)
        Member("currentVersion", VersionDetails.shape, nullable: \.version, "The requested version, or the latest.")
        Member("versions", .list(of: Version.shape), \.versions, "Newest first.")
        Member(
            "activeDeployment", Deployment.shape, nullable: \.deployments.first,
            "The newest of `deployments`; `null` if the workflow is not deployed.")
        Member("deployments", .list(of: Deployment.shape), \.deployments, "Active deployments, one per connection.")
    }
}
