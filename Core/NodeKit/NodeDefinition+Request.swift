/// The action "Request" of a node: any request to the vendor's API with the node's own authorization.
extension NodeDefinition {
    /// The name of the action.
    public static let requestAction = "Request"

    /// The encoding of request bodies that a vendor expects.
    public enum RequestEncoding: String, Sendable { case json = "JSON", form, text }

    /// Adds the action "Request", whose template calls `rawRequest` of `@millrace/node`.
    ///
    /// Fields that were for all actions are then for all but this one, and the value gets the member `response`:
    /// `{status, headers, body}`. As this action has no other, no other member is there in every case.
    /// - Parameters:
    ///   - connection: The fields that this action needs, too, such as the address of an account.
    ///   - encoding: How a body is sent when the form does not say it.
    public func withRequest(
        connection: Set<String> = [], encoding: RequestEncoding = .json
    ) -> NodeDefinition {
        let actions = configSchema.first { $0.name == "action" }?.options?.map(\.value) ?? []
        let fields = configSchema.map { field in
            field.name == "action"
                ? field.offering(Self.requestAction)
                : connection.union(["baseUrl"]).contains(field.name) ? field : field.limited(to: actions)
        }
        return NodeDefinition(
            id: id, name: name, version: version, description: description, category: category, tags: tags,
            icon: icon, docsUrl: docsUrl, author: author, license: license,
            configSchema: fields + Self.requestFields(encoding),
            outputSchema: outputSchema.map(\.optional) + [
                .object("response", "Of a request: {status, headers, body}.")
            ],
            providers: providers, dependencies: dependencies, runtime: runtime, deprecated: deprecated,
            deprecationMessage: deprecationMessage, replacedBy: replacedBy)
    }

    private static func requestFields(_ encoding: RequestEncoding) -> [ConfigField] {
        let actions = [requestAction]
        return [
            .choice(
                "requestMethod", "Method", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"], for: actions,
                default: "GET"),
            .text("requestPath", "Path", "Below the API address; begins with /.", for: actions, required: true),
            .json("requestQuery", "Query", "An object.", for: actions),
            .json("requestBody", "Body", for: actions),
            .choice(
                "requestEncoding", "Body is sent as", ["JSON", "form", "text"], for: actions,
                default: encoding.rawValue),
        ]
    }
}

extension ConfigField {
    /// A switch that sends a write again after its response was lost, although the vendor has no idempotency key.
    /// - Parameter actions: The actions that write without a key.
    public static func retryWrites(for actions: [String]) -> ConfigField {
        .flag(
            "retryWrites", "Repeat writes",
            "Send again when no response arrives. The vendor may then execute it twice.",
            for: actions + [NodeDefinition.requestAction], default: false)
    }

    fileprivate func offering(_ action: String) -> ConfigField {
        var field = self
        field.options = (options ?? []) + [Option(action)]
        return field
    }

    fileprivate func limited(to actions: [String]) -> ConfigField {
        guard shownFor == nil, type != .secret else { return self }
        var field = self
        field.required = false
        field.shownFor = actions
        field.requiredFor = required ? actions : requiredFor
        return field
    }
}

extension OutputField {
    fileprivate var optional: OutputField {
        OutputField(
            name, type, description: description, nullable: true, properties: properties, items: items?.first)
    }
}
