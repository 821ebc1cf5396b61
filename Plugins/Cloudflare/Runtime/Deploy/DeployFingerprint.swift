import Crypto
import FoundationEssentials
import JSON
import Values

/// Tells whether two deploys would make the same. It is keyed with the API token, so that nobody who reads the database
/// can guess short secrets from it.
enum DeployFingerprint {
    static func make(_ upload: ScriptUpload, metadata: JSONObject, _ target: ServiceTarget, token: String) -> String {
        var mac = HMAC<SHA256>(key: SymmetricKey(data: SHA256.hash(data: Data(token.utf8))))
        func add(_ text: String) {
            // Lengths keep parts apart.
            mac.update(data: Data("\(text.utf8.count):".utf8))
            mac.update(data: Data(text.utf8))
        }
        add(upload.module)
        add(JSONValue.object(metadata).text)
        if let assets = upload.assets {
            for file in assets.files { add("\(file.path) \(file.hash)") }
            add(JSONValue.object(assets.routing).text)
        }
        add("\(target.workflow?.className ?? "")/\(target.workflow?.steps ?? 0)")
        if let workflow = target.workflow, workflow.concurrency != nil || workflow.retention != nil {
            let retention = workflow.retention
            add("\(workflow.concurrency ?? 0)/\(retention?.success ?? 0)/\(retention?.error ?? 0)")
        }
        return Hex.text(mac.finalize())
    }
}
