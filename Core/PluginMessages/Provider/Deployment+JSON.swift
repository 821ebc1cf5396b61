import JSON

extension EmitResult: JSONMessage {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("artifact", artifact)
            writer.member("diagnostics", diagnostics)
        }
    }

    public init(json: JSONView) throws(JSONMismatch) { try self.init(json: json, lineMap: nil) }

    /// Reads a long line map in parts, many at once.
    public init(json text: JSONText) throws(JSONMismatch) {
        let lineMap = text.elements(at: .root, ["artifact", "lineMap"], LineMapping.init(json:))
        self = try text.read { view throws(JSONMismatch) in try EmitResult(json: view, lineMap: lineMap) }
    }

    /// - Parameter lineMap: What has been read of the artifact's already.
    private init(json: JSONView, lineMap: [LineMapping]?) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        self.init(
            artifact: try reader.optional("artifact") { json throws(JSONMismatch) in
                try Artifact(json: json, lineMap: lineMap)
            },
            diagnostics: try reader.list("diagnostics", Diagnostic.init(json:)))
    }
}

extension DeployRequest: JSONMessage {
    public func write(to writer: inout JSONWriter) {
        let environment: [JSONValue] = environment.map {
            ["name": .string($0.name), "value": .string($0.value), "isSecret": .bool($0.isSecret)]
        }
        let credentials: JSONValue = [
            "connectionId": .string(credentials.connectionId), "values": .object(credentials.values),
        ]
        writer.object { writer in
            writer.member("deploymentId", deploymentId)
            writer.member("workflowId", workflowId)
            writer.member("versionId", versionId)
            writer.member("workflowName", workflowName)
            writer.member("artifact", artifact.withoutInfos)
            writer.member("environment", environment)
            writer.member("credentials", credentials)
            writer.member("config", config)
            writer.member("previous", previous)
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        self.init(
            deploymentId: try reader.string("deploymentId"), workflowId: try reader.string("workflowId"),
            versionId: try reader.string("versionId"), workflowName: try reader.string("workflowName"),
            artifact: try reader.member("artifact", Artifact.init(json:)),
            environment: try reader.value("environment").value.decode(),
            credentials: try reader.value("credentials").value.decode(),
            config: try reader.value("config").value.decode(), previous: reader.found("previous")?.value)
    }
}

extension Artifact {
    /// A plugin built with an SDK that knows errors and warnings only could not read the others.
    fileprivate var withoutInfos: Artifact {
        guard warnings.contains(where: { $0.severity == .info }) else { return self }
        return Artifact(
            target: target, kind: kind, fileName: fileName, className: className, source: source,
            javaScript: javaScript, lineMap: lineMap, bindings: bindings, requiredEnvironment: requiredEnvironment,
            dependencies: dependencies, trigger: trigger, warnings: warnings.filter { $0.severity != .info },
            durableSteps: durableSteps)
    }
}
