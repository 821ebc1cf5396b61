import JSON
import PluginMessages
import Storage

/// How a workflow is deployed to a connection: what the provider's schema says, then what the workflow says for all its
/// connections, then what is said for this one; the later wins, member by member.
package struct DeployConfig: Sendable {
    /// The provider's; a form is made of it.
    package let schema: [ConfigField]
    /// For this connection.
    package let own: JSONObject
    /// What a deploy gets.
    package let effective: JSONObject
    /// What a deploy says of the members of the workflow's configuration that the provider has no setting for, and of
    /// schedules.
    let notes: [String]

    /// The workflow's configuration may have members for other providers: they are nothing to this one.
    init(_ provider: ProviderDefinition, workflow: WorkflowRecord, own record: DeployConfigRecord?) throws {
        schema = provider.configSchema
        own = try record.map { try JSONValue(parsing: $0.config).decode() } ?? [:]
        let shared: JSONObject = try JSONValue(parsing: workflow.deployConfig).decode()
        var effective = JSONObject()
        for field in schema {
            effective[field.name] = own[field.name] ?? shared[field.name] ?? field.defaultValue
        }
        for (name, value) in own where effective[name] == nil { effective[name] = value }
        self.effective = effective
        let settings = UnusedSettings(providers: [provider])
        let unused = settings.members(of: shared).map { name in
            "deployConfig.\(name) is not used: the provider \"\(provider.id)\" has no such setting; "
                + settings.advice(name)
        }
        notes = unused + ScheduleNotes(schema).notes(of: effective)
    }

    /// - Throws: ``PlatformError/invalid(_:)`` when the provider's schema does not allow it.
    func checked() throws(PlatformError) -> JSONObject {
        let problems = SchemaCheck(schema, of: "deployConfig", noun: "setting of this provider").problems(of: effective)
        guard problems.isEmpty else { throw .invalid(problems) }
        return effective
    }
}
