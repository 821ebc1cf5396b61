import JSON

/// What the cases of one file have in common.
struct CaseGroup {
    private let group: JSONObject

    init(_ group: JSONObject) { self.group = group }

    /// A case with what it leaves out: `params` and `headers` are merged, an address that is a path is below `base`.
    func complete(_ value: JSONValue) -> JSONValue {
        guard var test = value.object else { return value }
        for name in ["node", "version", "target", "env", "failure"] where test[name] == nil { test[name] = group[name] }
        test["params"] = merged(group["params"], test["params"])
        if let exchanges = test["http"]?.array { test["http"] = .array(exchanges.map(exchange)) }
        return .object(test)
    }

    private func exchange(_ value: JSONValue) -> JSONValue {
        guard var exchange = value.object, var request = exchange["request"]?.object else { return value }
        if let path = request["url"]?.string, path.hasPrefix("/") {
            request["url"] = .string((group["base"]?.string ?? "") + path)
        }
        request["headers"] = merged(group["headers"], request["headers"])
        exchange["request"] = .object(request)
        return .object(exchange)
    }

    private func merged(_ common: JSONValue?, _ own: JSONValue?) -> JSONValue {
        var all = common?.object ?? [:]
        for (name, value) in own?.object ?? [:] { all[name] = value }
        return .object(all)
    }
}
