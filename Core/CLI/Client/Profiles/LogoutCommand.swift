import ArgumentParser

/// `millrace logout`: forgets a profile.
struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "Removes a profile, and ends its session.",
        discussion: "An API key stays valid: millrace api-keys delete revokes it.")

    @Option(ClientSettings.profile) var profile: String?

    func run() async throws {
        let reader = SettingReader()
        let store = try ProfileStore(reader)
        let name = try reader.value(ClientSettings.profile, profile) ?? store.current ?? ProfileStore.standardName
        guard let known = try store.profile(named: name) else { return }
        if let session = known.session { await end(session, known.url) }
        try ProfileStore.update(reader) { $0.remove(name) }
        Terminal.print("Removed the profile \"\(name)\" of \(known.url).")
    }

    /// The profile is removed even when the server cannot be asked.
    private func end(_ session: String, _ url: String) async {
        do {
            _ = try await RESTClient(base: url, identity: .session(session)).post("/api/auth/sign-out")
        } catch { Terminal.tell("The session was not ended: \(error)\n") }
    }
}
