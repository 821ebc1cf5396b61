import Crypto
import HTTPTypes
import Hummingbird
import Platform
import Values

extension Response {
    /// The response with a tag of its bytes (RFC 9110, section 8.8.3): weak, as it may be sent compressed or not.
    /// - Parameter state: Of the resource, for changes that depend on it.
    func withEntityTag(_ state: ResourceState? = nil) async throws -> Response {
        guard status == .ok, body.contentLength != nil else { return self }
        let whole = BodyCopy()
        try await body.write(whole.writer())
        let hash = whole.buffer.withUnsafeReadableBytes { bytes in
            var hash = SHA256()
            hash.update(bufferPointer: bytes)
            return hash.finalize()
        }.prefix(12)
        var response = self
        response.headers[.eTag] = "W/\"\(state.map { "\($0.text)-" } ?? "")\(Hex.text(hash))\""
        // Private cache; revalidate on every use.
        response.headers[.cacheControl] = "private, no-cache"
        response.body = ResponseBody(byteBuffer: whole.buffer)
        return response
    }

    /// 304 without a body if `If-None-Match` contains the response's tag.
    func notModified(for request: Request) -> Response {
        guard let known = request.headers[.ifNoneMatch], let tag = headers[.eTag] else { return self }
        let strong = tag.dropFirst(2)
        let isKnown = known.split(separator: ",").contains { listed in
            let value = listed.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
            return value.elementsEqual("*") || value.elementsEqual(tag) || value.elementsEqual(strong)
        }
        guard isKnown else { return self }
        var headers = headers
        headers[.contentType] = nil
        return Response(status: .notModified, headers: headers)
    }
}
