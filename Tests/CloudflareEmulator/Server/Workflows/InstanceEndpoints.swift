import Foundation
import Hummingbird
import JSON
import PluginMessages

/// Instances of workflows.
struct InstanceEndpoints: EndpointGroup {
    let store: Store
    let runs: WorkflowRuns

    var endpoints: [Endpoint] {
        let instances = "accounts/:account/workflows/:workflow/instances"
        return [
            Endpoint(.get, instances, .read("Workers Scripts"), list),
            Endpoint(.post, instances, .write("Workers Scripts"), create),
            Endpoint(.post, "\(instances)/batch", .write("Workers Scripts"), createBatch),
            Endpoint(.get, "\(instances)/:instance", .read("Workers Scripts"), get),
            Endpoint(.get, "\(instances)/:instance/step", .read("Workers Scripts"), step),
            Endpoint(.patch, "\(instances)/:instance/status", .write("Workers Scripts"), control),
            Endpoint(.post, "\(instances)/:instance/events/:event", .write("Workers Scripts"), send),
        ]
    }

    @Sendable func create(_ call: Call) async throws -> Answer {
        // A body is not required.
        let body = call.body.readableBytes == 0 ? [:] : try call.object()
        return .result(try await create(body, call))
    }

    @Sendable func createBatch(_ call: Call) async throws -> Answer {
        let bodies = try call.array().map { $0.object ?? [:] }
        guard bodies.count <= 100 else { throw APIError.invalid("A batch has at most 100 instances") }
        var created: [JSONValue] = []
        for body in bodies { created.append(try await create(body, call)) }
        return call.whole(created)
    }

    private func create(_ body: JSONObject, _ call: Call) async throws -> JSONValue {
        let id = body["instance_id"]?.string ?? .uuid()
        guard id.wholeMatch(of: /[a-zA-Z0-9_][a-zA-Z0-9_-]{0,99}/) != nil else {
            throw APIError.invalid("workflows.api.error.instance.invalid_id", code: 10401)
        }
        return try await runs.create(
            id, of: call.parameter("workflow"), params: Self.params(body["params"]), account: call.account)
    }

    /// The specification has a text, the vendor's own tools send values: a text that is JSON is what it says.
    private static func params(_ value: JSONValue?) -> JSONValue {
        guard case .string(let text) = value else { return value ?? [:] }
        return (try? JSONValue(parsing: text)) ?? .string(text)
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        let workflow = try await store.read(call.account) { try $0.workflow(call.parameter("workflow")) }
        let (first, last) = (try time("date_start", call), try time("date_end", call))
        var found = workflow.instances.filter { instance in
            (call.query("status") ?? instance.status) == instance.status
                && first.map { $0 <= instance.createdAt } ?? true && last.map { instance.createdAt <= $0 } ?? true
        }
        if call.query("direction") != "asc" { found.reverse() }
        return try call.page(found.map { $0.item(in: workflow) }, size: 50)
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        let instance = try await instance(call)
        let history = try await runs.history(of: instance, account: call.account)
        return .result(
            InstanceReport(instance: instance, history: history)
                .json(order: call.query("order"), isSimple: call.query("simple") == "true"))
    }

    /// One step, with the whole of its output.
    @Sendable func step(_ call: Call) async throws -> Answer {
        let history = try await runs.history(of: try await instance(call), account: call.account)
        guard let step = InstanceReport.step(call.query("name") ?? "", in: history) else {
            throw APIError(.notFound, 10400, "workflows.api.error.step.not_found")
        }
        return .result(InstanceReport.outcome(of: step))
    }

    @Sendable func control(_ call: Call) async throws -> Answer {
        let body = try call.object()
        guard let action = InstanceRequest.Action(rawValue: body["status"]?.string ?? "") else {
            throw APIError.invalid("status must be pause, resume, terminate or restart")
        }
        // No run has rollback handlers here: the runtime takes none from steps, so that to terminate is all there is to do.
        guard body["rollback"]?.bool != true || action == .terminate else {
            throw APIError.invalid("rollback is for terminate")
        }
        let instance = try await instance(call)
        do {
            let step = try await step(of: instance, body["from"], call.account)
            let history = try await runs.control(instance, action, from: step, account: call.account)
            let status = InstanceReport(instance: instance, history: history).status
            return .result(["status": .string(status), "timestamp": Moment.now.json])
        } catch let failure as PluginFailure where failure.code == "local.run.state" {
            throw APIError(.conflict, 10402, "workflows.api.error.instance.invalid_status: \(failure.message)")
        } catch let failure as PluginFailure where failure.code == "local.run.unknown" {
            // The runtime forgets versions that nothing runs any more.
            throw APIError.invalid("The emulator no longer has the version that the instance began with")
        }
    }

    /// The runtime counts steps of a name, of whatever type; the API those of a type, `do` unless it is named.
    private func step(
        of instance: WorkflowInstance, _ from: JSONValue?, _ account: String
    ) async throws -> StepReference? {
        guard let from, !from.isNull else { return nil }
        let kinds: [String: RunStep.Kind] = ["do": .do, "sleep": .sleep, "waitForEvent": .wait]
        guard let name = from["name"]?.string, let kind = kinds[from["type"]?.string ?? "do"] else {
            throw APIError.invalid("from must have the name of a step, and a type that steps have")
        }
        let named = try await runs.history(of: instance, account: account).steps.filter { $0.summary.name == name }
        let places = named.indices.filter { named[$0].summary.kind == kind }
        let count = from["count"]?.int ?? 1
        guard places.indices.contains(count - 1) else {
            throw APIError(.notFound, 10400, "workflows.api.error.step.not_found")
        }
        return StepReference(name: name, count: places[count - 1] + 1)
    }

    @Sendable func send(_ call: Call) async throws -> Answer {
        let instance = try await instance(call)
        let payload = call.body.readableBytes == 0 ? nil : try call.json()
        guard !["complete", "errored", "terminated"].contains(instance.status) else {
            throw APIError(.conflict, 10402, "workflows.api.error.instance.invalid_status: it is over")
        }
        try await runs.send(call.parameter("event"), payload, to: instance, account: call.account)
        return .result(["instanceId": .string(instance.id), "timestamp": Moment.now.json])
    }

    private func instance(_ call: Call) async throws -> WorkflowInstance {
        try await store.read(call.account) {
            try $0.workflow(call.parameter("workflow")).instance(call.parameter("instance"))
        }
    }

    private func time(_ name: String, _ call: Call) throws -> Moment? {
        guard let text = call.query(name) else { return nil }
        let styles = [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)]
        guard let date = styles.lazy.compactMap({ try? $0.parse(text) }).first else {
            throw APIError.invalid("\(name) is no time")
        }
        return Moment(milliseconds: Int(date.timeIntervalSince1970 * 1000))
    }
}
