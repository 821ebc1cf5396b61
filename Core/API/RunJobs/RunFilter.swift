import JSON
import Platform

/// A filter in a request.
struct RunFilter: Decodable, Sendable {
    let rows: RunJobFilter

    init(from decoder: any Decoder) throws { rows = RunJobFilter(json: try JSONObject(from: decoder)) }
}
