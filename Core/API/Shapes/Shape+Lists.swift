import Storage

extension Shape {
    /// A page of a list, with the cursor of the next page.
    static func page<Element: Sendable>(of element: Shape<Element>) -> Shape where Value == Page<Element> {
        Shape(element.schema.name.map { "\($0)Page" }) {
            Member("data", .list(of: element), \.elements, "The elements of this page.")
            Member(
                "nextCursor", .text(.cursor), nullable: \.next?.text,
                "The `cursor` of the next page; `null` on the last page.")
        }
    }

    /// A list that is never divided into pages.
    static func wholeList<Element>(of element: Shape<Element>) -> Shape where Value == [Element] {
        Shape(element.schema.name.map { "\($0)List" }) {
            Member("data", .list(of: element), \.self, "All elements.")
            Member("nextCursor", .null, { _ in }, "Always `null`: the list is one page.")
        }
    }
}

extension Shape where Value == Void {
    static var null: Shape { Shape(Schema(["type": "null"])) { .null } }
}
