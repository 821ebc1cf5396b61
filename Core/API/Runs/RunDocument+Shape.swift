import Platform

extension RunDocument {
    static let shape = Shape<RunDocument>("RunDocument") {
        Member("runId", .id, \.run, "Identifies the run.")
        Member("versionId", .id, nullable: \.version, "The version that runs; `null` for a test.")
        Member(
            "document", .map.example(["metadata": ["name": "Order notification", "version": 1], "nodes": []]),
            \.document, "The document, as it was saved or sent.")
    }
}
