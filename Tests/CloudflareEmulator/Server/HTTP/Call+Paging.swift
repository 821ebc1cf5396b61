import JSON

extension Call {
    /// One page of a list that is paged by number.
    func page(_ elements: [JSONValue], size: Int = 20, limit: Int = 100) throws -> Answer {
        let number = try integer("page", in: 1...Int(Int32.max), otherwise: 1)
        let size = try integer("per_page", in: 1...limit, otherwise: size)
        let shown = Array(elements.dropFirst((number - 1) * size).prefix(size))
        return .list(
            .array(shown),
            info: [
                "page": .int(number), "per_page": .int(size), "count": .int(shown.count),
                "total_count": .int(elements.count), "total_pages": .int((elements.count + size - 1) / size),
            ])
    }

    /// The whole of a list whose pages the API does not number.
    func whole(_ elements: [JSONValue]) -> Answer {
        .list(
            .array(elements),
            info: [
                "page": 1, "per_page": .int(max(elements.count, 1)), "count": .int(elements.count),
                "total_count": .int(elements.count), "total_pages": 1,
            ])
    }
}
