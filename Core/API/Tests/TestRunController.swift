import Hummingbird
import JSON
import Platform

/// `POST …/test`: a run of a document before it is deployed.
struct TestRunController {
    let tests: TestRuns

    private static let notes = """
        Runs the draft of the workflow, its latest version if there is no draft, or the document of the request, with \
        the project's variables and credentials. With `nodeId`, the run ends after that node: what comes before it is \
        run, except nodes with a value in `pins`, whose value is used instead; arms that do not lead to the node are \
        not run, and a loop around it runs once. With `skipSleeps`, sleeps end at once. A function is run as a \
        workflow would be: `params` are the body of the request, its nodes are steps, and the output is its response. \
        The code is deployed for the test only: it has no address, no schedule and no trigger code, and deployments of \
        the workflow are unaffected. The run is listed only by `GET /api/runs?test=true`, is not counted in `GET \
        /api/stats`, and no webhook events are sent; it is removed an hour after its end, or a day after its start if \
        it has not ended.
        """

    var endpoints: [Endpoint<APIContext>] {
        [
            .post(
                "workflows/:workflowId/test", .deploy, "Test a workflow", notes: Self.notes, limit: .draft,
                body: TestWorkflow.self,
                returns: .created(StartedRun.shape) { "/api/workflows/\($0.run.workflow)/runs/\($0.run.id)" },
                errors: .plugin + [
                    .invalid(
                        "The document is not valid, a node of the request does not exist, variables are not set, the "
                            + "params "
                            + "are too large, or the provider cannot run functions as tests."),
                    .conflict(
                        "No connection runs tests, several do and the request has no `connectionId`, or "
                            + "\(TestRuns.mostUnended) test runs of the project have not ended."),
                ], use: start
            ).repeatable
        ]
    }

    @Sendable private func start(
        _ body: TestWorkflow, _ request: Request, _ context: APIContext
    ) async throws -> StartedRun {
        let params = body.params ?? [:]
        let (run, warnings) = try await tests.start(
            context.caller, context.workflow,
            NewTest(
                document: body.document.map(JSONValue.object), node: body.nodeId, pins: body.pins ?? [:],
                skipsSleeps: body.skipSleeps ?? false, params: params,
                connection: body.connectionId.map(ConnectionID.init)),
            request: context.identity)
        return StartedRun(run: run, warnings: warnings + RunController.warnings(of: params, named: "params"))
    }
}
