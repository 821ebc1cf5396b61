import Foundation
import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// Workers: upload, list, read, delete.
struct ScriptEndpoints: EndpointGroup {
    let store: Store
    let uploads: ScriptReleases

    var endpoints: [Endpoint] {
        let script = "accounts/:account/workers/scripts/:script"
        return [
            Endpoint(.put, script, .write("Workers Scripts"), upload),
            Endpoint(.get, script, .read("Workers Scripts"), content),
            Endpoint(.delete, script, .write("Workers Scripts"), delete),
            Endpoint(.put, "\(script)/content", .write("Workers Scripts"), replaceContent),
            Endpoint(.get, "\(script)/content/v2", .read("Workers Scripts"), content),
            Endpoint(.get, "accounts/:account/workers/scripts", .read("Workers Scripts"), list),
            Endpoint(.get, "accounts/:account/workers/scripts-search", .read("Workers Scripts"), search),
        ]
    }

    @Sendable func upload(_ call: Call) async throws -> Answer {
        let name = call.parameter("script")
        let upload = try ScriptUpload(call)
        let (version, milliseconds) = try await uploads.version(of: upload, script: name)
        return try await store.update(call.account) { account in
            var script = account.scripts[name] ?? Script(name: name)
            let previous = script.active?.bindings ?? []
            let keep = (upload.metadata["keep_bindings"]?.array ?? []).compactMap(\.string)
            var version = version.copy(number: script.lastNumber + 1)
            script.durableObjects = try DurableObjectRules(exports: version.exports).resolve(
                upload.metadata["exports"]?.object ?? [:], provisioned: script.durableObjects ?? [])
            version.bindings = try BindingRules(account: account, script: name, exports: version.exports).resolve(
                upload.metadata["bindings"]?.array ?? [], keep: Set(keep), previous: previous)
            version.assets = try account.staticFiles(
                of: upload.metadata, script: name, previous: script.active?.assets)
            script.settings = upload.scriptSettings
            script.release(version, trigger: "upload")
            account.scripts[name] = script
            return .result(script.json(startupTime: milliseconds))
        }
    }

    /// New code under the settings that are.
    @Sendable func replaceContent(_ call: Call) async throws -> Answer {
        let name = call.parameter("script")
        let upload = try ScriptUpload(call)
        let (version, _) = try await uploads.version(of: upload, script: name)
        return try await store.update(call.account) { account in
            var script = try account.script(name)
            let active = script.active
            var version = version.copy(
                number: script.lastNumber + 1, bindings: active?.bindings, settings: active?.settings)
            version.assets = active?.assets
            script.release(version, trigger: "upload")
            account.scripts[name] = script
            return .result(script.json())
        }
    }

    /// The modules as they were uploaded.
    @Sendable func content(_ call: Call) async throws -> Answer {
        let name = call.parameter("script")
        guard let version = try await store.read(call.account, { try $0.script(name).active }) else {
            throw APIError.scriptNotFound(name)
        }
        let boundary = String.hexadecimalID()
        var body = ByteBuffer()
        for module in version.modules {
            let content = try Data(contentsOf: uploads.folder(of: version).appending(path: module.name))
            body.writeString(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(module.name)\"; "
                    + "filename=\"\(module.name)\"\r\nContent-Type: \(module.contentType)\r\n\r\n")
            body.writeBytes(content)
            body.writeString("\r\n")
        }
        body.writeString("--\(boundary)--\r\n")
        return .content(
            body, type: "multipart/form-data; boundary=\(boundary)",
            headers: [.eTag: version.etag, .entryPoint: version.mainModule])
    }

    @Sendable func delete(_ call: Call) async throws -> Answer {
        let name = call.parameter("script")
        let isForced = call.query("force") == "true"
        try await store.update(call.account) { account in
            _ = try account.script(name)
            if !isForced, account.queues.contains(where: { $0.consumers.contains { $0.script == name } }) {
                throw APIError.invalid(
                    "Cannot delete this Worker as it is a consumer for a Queue. Please remove it from the Queue's "
                        + "consumers first, then retry.", code: 10064)
            }
            if !isForced, let user = account.users(of: name).first {
                throw APIError.invalid(
                    "Cannot delete this Worker as it is referenced by \(user) (service binding).", code: 10064)
            }
            account.scripts[name] = nil
            account.routes.removeAll { $0.script == name }
            account.domains.removeAll { $0.service == name }
            for index in account.queues.indices { account.queues[index].consumers.removeAll { $0.script == name } }
        }
        return .result(nil)
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        .result(
            .array(
                try await store.read(call.account) { account in
                    account.scripts.values.sorted { $0.name < $1.name }.map { $0.json() }
                }))
    }

    @Sendable func search(_ call: Call) async throws -> Answer {
        let scripts = try await store.read(call.account) { $0.scripts.values.sorted { $0.name < $1.name } }
        let found = scripts.filter { script in
            call.query("name").map(script.name.contains) ?? true && (call.query("id") ?? script.tag) == script.tag
        }
        return try call.page(
            found.map { script in
                [
                    "id": .string(script.tag), "script_name": .string(script.name),
                    "service_name": .string(script.name), "created_on": script.createdAt.json,
                    "modified_on": script.modifiedAt.json, "environment_name": "production",
                    "environment_is_default": true,
                ]
            })
    }
}

extension HTTPField.Name {
    fileprivate static let entryPoint = HTTPField.Name("cf-entrypoint")!
}
