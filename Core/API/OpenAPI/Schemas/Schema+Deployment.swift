import JSON
import Platform
import PluginMessages

extension Schema {
    static let newDeployConfig = Schema.map().note("Settings as declared by the provider's `configSchema`.")
        .named("NewDeployConfig")

    static let deployConfig = Schema.object([
        "schema": .map().note("The provider's configuration fields, by name."),
        "config": .map().note("Settings for this connection."),
        "effective": .map().note("Settings that a deploy uses."),
    ]).named("DeployConfig")

    static let provider = Schema.object([
        "id": .text.example("local"), "name": .text.example("This machine"), "description": .text,
        "accepts": .list(of: .text).note("Targets that it accepts in addition to its own."),
        "credentialSchema": .map().note("The fields of a connection's `credentials`, by name."),
        "configSchema": .map().note("The fields of a deploy configuration, by name."),
        "capabilities": .list(of: .choice(of: ProviderCapability.self)),
    ]).named("Provider")

    /// The `data` of an event.
    static let deployEvent: Schema = {
        let stage = Schema(
            [
                "type": "object", "required": ["stage", "message", "progress"],
                "properties": [
                    "stage": ["type": "string", "examples": ["DEPLOYING"]], "message": ["type": "string"],
                    "progress": ["type": "integer", "minimum": 0, "maximum": 100],
                    "failedStage": ["type": "string"], "code": ["type": "string"], "details": ["type": "array"],
                ],
            ]
        ).named("DeployProgress")
        let failure = Schema.object([
            "id": .id, "workflowId": .id, "status": .choice(["failed"]), "failedStage": .text,
            "error": .object(["code": .text, "message": .text]), "details": .list(of: .detail),
        ]).named("DeployFailure")
        return Schema(
            ["anyOf": [.object(stage.json), .object(Deployment.shape.schema.json), .object(failure.json)]],
            with: [stage, Deployment.shape.schema, failure])
    }()
}
