import JSON

/// What a draft is replaced by.
package struct NewDraft: Sendable {
    let document: JSONObject
    let base: VersionID?

    package init(document: JSONObject, base: VersionID?) {
        self.document = document
        self.base = base
    }
}
