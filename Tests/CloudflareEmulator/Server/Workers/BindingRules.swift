import JSON

/// What becomes of the bindings of an upload.
struct BindingRules: Sendable {
    let account: Account
    let script: String
    /// Of the version that gets the bindings; `nil`: of the one that serves.
    var exports: ModuleExports?

    /// The bindings of a new version.
    /// - Parameters:
    ///   - keep: Types of bindings of the previous version that stay unless they are given anew.
    func resolve(
        _ given: [JSONValue], keep: Set<String> = [], previous: [JSONObject]
    ) throws -> [JSONObject] {
        var bindings: [JSONObject] = []
        for value in given {
            guard let binding = value.object, !binding.bindingName.isEmpty else {
                throw APIError.invalid("A binding has no name", code: 10052)
            }
            guard binding.bindingType == "inherit" else {
                try check(binding)
                bindings.append(binding)
                continue
            }
            let old = binding["old_name"]?.string ?? binding.bindingName
            guard var inherited = previous.first(where: { $0.bindingName == old }) else {
                throw APIError.invalid("The binding \(old) to inherit does not exist", code: 10056)
            }
            inherited["name"] = .string(binding.bindingName)
            bindings.append(inherited)
        }
        let names = Set(bindings.map(\.bindingName))
        guard names.count == bindings.count else {
            throw APIError.invalid("Two bindings have the same name", code: 10021)
        }
        return bindings + previous.filter { keep.contains($0.bindingType) && !names.contains($0.bindingName) }
    }

    /// What a binding refers to must exist.
    private func check(_ binding: JSONObject) throws {
        let name = binding.bindingName
        switch binding.bindingType {
        case "queue":
            let queue = binding["queue_name"]?.string ?? ""
            guard account.queues.contains(where: { $0.name == queue }) else {
                throw APIError.invalid("Queue \"\(queue)\" of the binding \(name) does not exist.", code: 11000)
            }
        case "service":
            let service = binding["service"]?.string ?? ""
            guard service == script || account.scripts[service] != nil else {
                throw APIError.invalid(
                    "Could not resolve service binding '\(name)'. Target script '\(service)' not found.", code: 10143)
            }
        case "kv_namespace":
            let id = binding["namespace_id"]?.string ?? ""
            guard account.namespaces.contains(where: { $0.id == id }) else {
                throw APIError.invalid("KV namespace '\(id)' not found.", code: 10041)
            }
        case "d1":
            let id = binding["id"]?.string ?? binding["database_id"]?.string ?? ""
            guard account.databases.contains(where: { $0.id == id }) else {
                throw APIError.invalid(
                    "D1 binding '\(name)' references database '\(id)' which was not found.", code: 10181)
            }
        case "r2_bucket":
            let bucket = binding["bucket_name"]?.string ?? ""
            guard
                account.buckets.contains(where: {
                    $0.name == bucket && $0.jurisdiction == binding["jurisdiction"]?.string
                })
            else {
                throw APIError.invalid("R2 bucket '\(bucket)' not found.", code: 10085)
            }
        case "vectorize":
            let index = binding["index_name"]?.string ?? ""
            guard account.indexes.contains(where: { $0.name == index }) else {
                throw APIError.invalid(
                    "Vectorize binding '\(name)' references index '\(index)' which was not found.", code: 10159)
            }
        case "secret_text", "plain_text":
            guard binding["text"]?.string != nil else {
                throw APIError.invalid("The binding \(name) has no text", code: 10021)
            }
        case "ratelimit":
            // "Rate limiting": https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/
            guard binding["namespace_id"]?.string.flatMap(Int.init) != nil, binding["simple"]?["limit"]?.int != nil,
                let period = binding["simple"]?["period"]?.int, [10, 60].contains(period)
            else {
                throw APIError.invalid(
                    "The rate limit \(name) needs a namespace_id, a limit and a period of 10 or 60", code: 10021)
            }
        case "secrets_store_secret":
            guard binding["store_id"]?.string?.isEmpty == false, binding["secret_name"]?.string?.isEmpty == false
            else { throw APIError.invalid("The secret \(name) needs a store_id and a secret_name", code: 10021) }
        case "durable_object_namespace":
            let script = binding["script_name"]?.string ?? script
            let active = account.scripts[script]?.active?.exports
            let exports = script == self.script ? exports ?? active : active
            guard let className = binding["class_name"]?.string,
                exports?.named.contains(where: { $0.name == className && $0.kind == "durable-object" }) == true
            else {
                throw APIError.invalid(
                    "Cannot create binding for class '\(binding["class_name"]?.string ?? "")' of script '\(script)' "
                        + "because it is not exported there.", code: 10061)
            }
        case "workflow":
            guard binding["workflow_name"]?.string?.isEmpty == false else {
                throw APIError.invalid("The binding \(name) has no workflow_name", code: 10021)
            }
        case "": throw APIError.invalid("The binding \(name) has no type", code: 10021)
        default: break
        }
    }
}
