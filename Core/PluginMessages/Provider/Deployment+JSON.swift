import JSON

extension EmitResult {
    public var json: JSONValue {
        .object(
            JSONObject(present: ("artifact", artifact?.json), ("diagnostics", .array(diagnostics.map(\.json)))))
    }

    public init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(
            artifact: try reader.optional("artifact", Artifact.init(json:)),
            diagnostics: try reader.list("diagnostics", Diagnostic.init(json:)))
    }
}

extension DeployRequest {
    public var json: JSONValue {
        .object(
            JSONObject(
                present: ("deploymentId", .string(deploymentId)), ("workflowId", .string(workflowId)),
                ("versionId", .string(versionId)), ("workflowName", .string(workflowName)),
                ("artifact", artifact.withoutInfos.json),
                (
                    "environment",
                    .array(
                        environment.map {
                            ["name": .string($0.name), "value": .string($0.value), "isSecret": .bool($0.isSecret)]
                        })
                ),
                (
                    "credentials",
                    [
                        "connectionId": .string(credentials.connectionId),
                        "values": .object(credentials.values),
                    ]
                ), ("config", .object(config)), ("previous", previous)))
    }

    public init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(
            deploymentId: try reader.string("deploymentId"), workflowId: try reader.string("workflowId"),
            versionId: try reader.string("versionId"), workflowName: try reader.string("workflowName"),
            artifact: try reader.member("artifact", Artifact.init(json:)),
            environment: try reader.value("environment").decode(),
            credentials: try reader.value("credentials").decode(), config: try reader.value("config").decode(),
            previous: reader.object["previous"])
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
