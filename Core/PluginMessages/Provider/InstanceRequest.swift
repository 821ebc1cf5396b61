/// The parameters of `provider.run`, `provider.steps` and `provider.logs`, and of `provider.control`, which has an action too.
public struct InstanceRequest: Codable, Sendable {
    public enum Action: String, Codable, Sendable { case pause, resume, terminate, restart }

    public let deployment: DeploymentHandle
    public let instanceId: String
    public let action: Action?
    /// Of a restart: the step to restart from; the results of the steps before it are kept.
    public let from: StepReference?
    /// Of a termination: whether the handlers run first by which steps undo what they did. `nil` is as `false`.
    public let rollback: Bool?
    /// Of `provider.steps`: which steps are needed; `nil`: all, without values.
    public let steps: StepSelection?

    public init(
        deployment: DeploymentHandle, instanceId: String, action: Action? = nil, from: StepReference? = nil,
        rollback: Bool? = nil, steps: StepSelection? = nil
    ) {
        self.deployment = deployment
        self.instanceId = instanceId
        self.action = action
        self.from = from
        self.rollback = rollback
        self.steps = steps
    }
}
