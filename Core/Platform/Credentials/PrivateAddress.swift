import Values

/// Which addresses the server asks for somebody: those of the internet, by their names.
enum PrivateAddress {
    static func isPublic(_ text: String) -> Bool {
        guard let url = try? WebURL(text), url.scheme == "https", !url.hasUser else { return false }
        let host = url.host
        // Literals of any family, and names without a domain, which only a private network resolves.
        guard host.contains("."), !host.contains(":"), host.last?.isNumber == false else { return false }
        return ![".localhost", ".local", ".internal", ".home.arpa"].contains { host.hasSuffix($0) }
    }
}
