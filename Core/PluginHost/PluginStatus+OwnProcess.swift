extension PluginStatus {
    /// The process that a plugin has for an organization.
    package struct OwnProcess: Sendable {
        /// Its id; `nil`: that of the installation.
        package let organization: String?
        package let state: State
        /// Why it is not running.
        package let reason: String?
        /// Bytes.
        package let memory: Int?

        init(_ process: ProcessPlugin, of organization: String?) async {
            self.organization = organization
            memory = await process.residentMemory
            switch await process.state {
            case .idle: (state, reason) = (.idle, nil)
            case .running: (state, reason) = (.running, nil)
            case .resting(let why): (state, reason) = (.restarting, why)
            case .off(let why): (state, reason) = (.off, why)
            case .removed: (state, reason) = (.off, nil)
            }
        }
    }
}
