import Values

/// The masks of deployments, with secrets that their programs have got while they ran.
struct SecretMasks {
    /// Of one deployment; older ones are in its record.
    private static let mostLearned = 100
    /// Masks are made again where they are needed.
    private static let mostMade = 500

    /// By deployment.
    private var learned: [String: [String]] = [:]
    /// By deployment and revision.
    private var made: [String: [Int: SecretMask]] = [:]

    mutating func mask(of deployment: LocalDeployment) -> SecretMask {
        if let mask = made[deployment.id]?[deployment.revision] { return mask }
        if made.count >= Self.mostMade { made = [:] }
        let mask = deployment.mask(besides: learned[deployment.id] ?? [])
        made[deployment.id, default: [:]][deployment.revision] = mask
        return mask
    }

    /// - Returns: Whether any of the secrets is new.
    mutating func learn(_ secrets: [String], of deployment: String) -> Bool {
        let known = learned[deployment] ?? []
        let new = secrets.filter { !known.contains($0) }
        guard !new.isEmpty else { return false }
        learned[deployment] = (known + new).suffix(Self.mostLearned)
        made[deployment] = nil
        return true
    }

    mutating func forget(_ deployment: String) {
        learned[deployment] = nil
        made[deployment] = nil
    }
}
