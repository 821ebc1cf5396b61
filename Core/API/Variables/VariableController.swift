import Hummingbird
import Platform
import PluginMessages
import Storage

/// `/env-vars`: variables of the organization or, with `projectId`, of one project.
struct VariableController {
    let variables: Variables

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "env-vars", "List environment variables", notes: "Values of secrets are masked.",
                query: .namedPage + [Self.project], returns: .page(of: SharedVariable.shape), use: list),
            .post(
                "env-vars", .write, "Create an environment variable",
                notes:
                    "The variable belongs to the organization, or to the project that the body or the query names. "
                    + "Programs receive it with their next deploy.",
                query: [Self.project],
                body: CreateSharedVariable.self, returns: .created(SharedVariable.shape) { "/api/env-vars/\($0.id)" },
                errors: Self.errors,
                use: create),
            .get(
                "env-vars/:variableId", "Get an environment variable", notes: "The value of a secret is masked.",
                of: SharedVariable.shape, use: variables.get),
            .get(
                "env-vars/:variableId/uses", "List uses of an environment variable",
                notes:
                    "Returns the workflows whose code reads the variable, and their deployments that do not have its "
                    + "value yet.",
                returns: .ok(VariableUses.shape)
            ) { try await variables.uses($1.caller, of: $1.id("variableId")) },
            .patch(
                "env-vars/:variableId", "Change an environment variable", notes: Self.updateNotes,
                body: UpdateVariable.self, returns: .ok(SharedVariable.shape), errors: Self.errors, use: update),
            .delete(
                "env-vars/:variableId", "Delete an environment variable",
                notes:
                    "Deployed programs keep a variable until their next deploy, except for a secret: \(Self.secretNotes)",
                use: variables.delete),
        ]
    }

    private static let updateNotes =
        "Omitted members are unchanged. Programs receive a new value with their next deploy, except for a secret: "
        + secretNotes

    private static let secretNotes =
        "where the provider supports it (capability `updateSecrets`), deployments follow a secret at once, and runs that "
        + "wait when they continue, unless `deployConfig.keepSecrets` is true. `staleDeployments` of a workflow lists those "
        + "that have an old value."

    private static let project = Parameter(
        "projectId", "Id of a project; if omitted, the variables of the whole organization.")
    private static let errors: [ErrorSpec] = [.conflict("A variable with this name already exists.")]

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Page<SharedVariable> {
        try await variables.list(context.caller, of: request.project, request.namedPage)
    }

    @Sendable private func create(
        _ body: CreateSharedVariable, _ request: Request, _ context: APIContext
    ) async throws -> SharedVariable {
        try await variables.create(context.caller, in: request.chosenProject(orIn: body.projectId), body.variable)
    }

    @Sendable private func update(
        _ body: UpdateVariable, _ request: Request, _ context: APIContext
    ) async throws -> SharedVariable {
        try await variables.update(
            context.caller, context.id("variableId"),
            VariableChange(name: body.name, value: body.value, isSecret: body.isSecret))
    }
}
