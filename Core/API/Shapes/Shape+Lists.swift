import Storage

extension Shape {
    /// A page of a list, with the cursor of the next page.
    static func page<Element: Sendable>(of element: Shape<Element>) -> Shape where Value == Page<Element> {
        Shape(element.schema.name.map { "\($0)Page" }) {
            Member("data", .list(of: element), \.elements)
            Member("nextCursor", .text(.cursor), nullable: \.next?.text)
        }
    }

    /// A list that is never divided into pages.
    static func wholeList<Element>(of element: Shape<Element>) -> Shape where Value == [Element] {
        Shape(element.schema.name.map { "\($0)List" }) {
            Member("data", .list(of: element), \.self)
            Member("nextCursor", .null, { _ in })
        }
    }
}

extension Shape where Value == Void {
    static var null: Shape { Shape(Schema(["type": "null"])) { .null } }
}
