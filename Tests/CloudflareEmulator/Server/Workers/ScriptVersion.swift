import JSON

/// The code of a Worker and what it is given.
struct ScriptVersion: Codable, Sendable {
    struct Module: Codable, Sendable {
        let name: String
        let contentType: String
    }

    let id: String
    let number: Int
    let createdAt: Moment
    /// Of the modules' content.
    let etag: String
    let mainModule: String
    let modules: [Module]
    /// The folder that the modules' content lies in.
    let folder: String
    var bindings: [JSONObject]
    /// `compatibility_date`, `compatibility_flags`, `limits`, `placement`, `annotations`.
    var settings: JSONObject
    let exports: ModuleExports
    var assets: StaticFiles?

    /// The same code with other settings.
    func copy(number: Int, bindings: [JSONObject]? = nil, settings: JSONObject? = nil) -> ScriptVersion {
        ScriptVersion(
            id: .uuid(), number: number, createdAt: .now, etag: etag, mainModule: mainModule, modules: modules,
            folder: folder, bindings: bindings ?? self.bindings, settings: settings ?? self.settings,
            exports: exports, assets: assets)
    }

    /// Bindings as they may be read: without secrets.
    var readableBindings: [JSONValue] { bindings.map { .object($0.withoutSecret) } }

    /// What describes the script that it serves.
    var summary: JSONObject {
        var summary = JSONObject(
            present: ("etag", .string(etag)), ("entry_point", .string(mainModule)),
            ("compatibility_date", settings["compatibility_date"]),
            ("compatibility_flags", settings["compatibility_flags"] ?? []),
            ("handlers", .array(exports.handlers.map(JSONValue.string))),
            ("named_handlers", .array(exports.named.map(\.json))))
        if let placement = settings["placement"]?.object, placement["mode"] != nil {
            summary["placement"] = .object(placement)
            summary["placement_mode"] = placement["mode"]
        }
        return summary
    }

    /// As the list of versions has it.
    var item: JSONObject {
        [
            "id": .string(id), "number": .int(number),
            "metadata": [
                "created_on": createdAt.json, "modified_on": createdAt.json, "source": "api",
                "author_email": "owner@example.com", "author_id": "0feeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
                "hasPreview": false,
            ],
        ]
    }

    var json: JSONValue {
        var object = item
        object["resources"] = [
            "bindings": .array(readableBindings),
            "script": [
                "etag": .string(etag), "handlers": .array(exports.handlers.map(JSONValue.string)),
                "named_handlers": .array(exports.named.map(\.json)), "last_deployed_from": "api",
            ],
            "script_runtime": .object(
                JSONObject(
                    present: ("compatibility_date", settings["compatibility_date"]),
                    ("compatibility_flags", settings["compatibility_flags"] ?? []),
                    ("limits", settings["limits"]), ("usage_model", "standard"))),
        ]
        return .object(object)
    }
}

extension JSONObject {
    var bindingName: String { self["name"]?.string ?? "" }
    var bindingType: String { self["type"]?.string ?? "" }
    var isSecretBinding: Bool { bindingType == "secret_text" || bindingType == "secret_key" }

    var withoutSecret: JSONObject {
        guard isSecretBinding else { return self }
        return JSONObject(filter { !["text", "key_base64", "key_jwk"].contains($0.key) }.map { ($0.key, $0.value) })
    }
}
