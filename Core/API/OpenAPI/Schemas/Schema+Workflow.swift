import JSON
import Platform
import PluginMessages

extension Schema {
    private static let workflowMembers: KeyValuePairs<String, Schema> = [
        "id": .id, "projectId": .id, "name": .name, "description": .description,
        "kind": .choice(of: Program.Kind.self).note("`script` is a function. It never changes."),
        "status": .choice(of: Workflow.Status.self),
        "triggerCode": .text.orNull.note("The user's own handlers.").example(.null),
        "dependencies": .map(of: .text).note("npm packages and version ranges.").example(["lodash": "^4.0.0"]),
        "deployConfig": .map().note("Settings of the provider. A deploy notes members that it does not use.").example(
            [:]),
        "activeVersionId": .id.orNull.note("What is deployed."),
        "createdAt": .time, "updatedAt": .time,
    ]

    /// As lists show it.
    static let workflowSummary = Schema.object(workflowMembers).named("WorkflowSummary")

    private static let workflowDetails = Schema.object(workflowMembers).adding(["envVars": .list(of: .workflowVariable)]
    )

    static let workflow = workflowDetails.named("Workflow")

    static let changedWorkflow = workflowDetails.adding([
        "warnings": .list(of: .text)
            .note("What may not be meant: settings that no provider has, names in trigger code that nothing defines.")
            .example([])
    ]).named("ChangedWorkflow")

    static let movedWorkflow = workflowDetails.adding([
        "warnings": .list(of: .text).note("What is different for it in its new project.")
    ]).named("MovedWorkflow")

    static let workflowOverview = workflowDetails.adding([
        "currentVersion": Schema.version.orNull.note("The one that was asked for, or the last one."),
        "versions": .list(of: .versionSummary).note("Newest first."),
        "activeDeployment": Schema.deployment.orNull,
        "deployments": .list(of: .deployment).note("What is deployed now: one a connection."),
    ]).named("WorkflowOverview")

    private static let workflowVariable = Schema.object([
        "name": .variableName, "value": .variableValue, "isSecret": .flag,
    ]).named("WorkflowVariable")

    static let newWorkflow = Schema.body(
        [
            "name": .name, "description": .description,
            "kind": .choice(of: Program.Kind.self).usually("workflow")
                .note("`script` makes a function: it has no runs and is called by HTTP."),
        ], required: ["name"]
    ).named("NewWorkflow")

    static let workflowChange = Schema.body([
        "name": .name, "description": .description,
        "envVars": Schema.list(of: .newVariable)
            .note("All of its variables: one that is not here goes. A masked secret stays as it is."),
        "triggerCode": Schema.text(FieldLimits.triggerCode)
            .note(
                "The body of `fetch(request, env, ctx)`, or functions annotated with `@fetch` and `@queue`. A workflow starts a "
                    + "run with `env.WORKFLOW.create`; a function calls `runGraph(env, event)`. It is checked when it is set. "
                    + "`null` or empty removes it."
            ).example(
                """
                const order = await request.json();
                const instance = await env.WORKFLOW.create({ params: { order } });
                return Response.json({ runId: instance.id }, { status: 202 });
                """),
        "dependencies": Schema.dependencies.note("npm packages and version ranges."),
        "deployConfig": Schema.map().note("`null` empties it.")
            .example(["route": ["pattern": "api.example.com/orders/*", "zoneName": "example.com"]]),
    ]).without(["kind"]).named("WorkflowChange")

    static let dependencies = Schema([
        "type": "object", "maxProperties": .int(FieldLimits.dependencyCount),
        "additionalProperties": ["type": "string", "minLength": 1],
    ]).example(["lodash": "^4.0.0"])

    static let move = Schema.body(["targetProjectId": .reference], required: ["targetProjectId"]).named("Move")
}
