/// The parameters of `provider.inspect`: what is wrong with a data folder of the provider's. The provider was not started, and
/// a server may be using the folder: nothing is written unless ``repairs`` is set, when no server does.
public struct InspectionRequest: Codable, Sendable {
    /// The path of the folder.
    public let folder: String
    /// Whether to repair what can be repaired without a loss.
    public let repairs: Bool
    /// Runs that the server lists as not ended.
    public let runs: [StatesRequest.DeploymentRuns]

    public init(folder: String, repairs: Bool, runs: [StatesRequest.DeploymentRuns]) {
        self.folder = folder
        self.repairs = repairs
        self.runs = runs
    }
}
