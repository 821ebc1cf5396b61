import JSON

/// Which Worker answers a request, by its host and path.
struct WorkerAddress: Sendable {
    let account: String
    let script: String
    let authority: String
    /// With the query.
    let path: String
}

extension Store {
    /// The Worker at an address: a custom domain, a route or a name under `workers.dev`.
    func worker(at authority: String, path: String) -> WorkerAddress? {
        let host = String(authority.prefix { $0 != ":" })
        for account in accounts {
            guard let script = account.script(at: host, path: String(path.prefix { $0 != "?" })) else { continue }
            return WorkerAddress(account: account.id, script: script, authority: authority, path: path)
        }
        return nil
    }

    /// A Worker by its name, at its address under `workers.dev`, whether that is enabled or not.
    func worker(named name: String, path: String) -> WorkerAddress? {
        for account in accounts where account.scripts[name] != nil {
            let host = "\(name).\(account.subdomain ?? "none").workers.dev"
            return WorkerAddress(account: account.id, script: name, authority: host, path: path)
        }
        return nil
    }
}

extension Account {
    fileprivate func script(at host: String, path: String) -> String? {
        // The most specific route wins, also one that leads to no Worker.
        let matching = routes.filter { $0.matches(host + path) || $0.matches("https://\(host)\(path)") }
        if let route = matching.max(by: { $0.pattern.count < $1.pattern.count }) { return route.script }
        if let domain = domains.first(where: { $0.hostname == host }) { return domain.service }
        guard let subdomain, host.hasSuffix(".\(subdomain).workers.dev") else { return nil }
        let name = String(host.dropLast(subdomain.count + ".workers.dev".count + 1))
        return scripts[name]?.subdomainIsEnabled == true ? name : nil
    }
}
