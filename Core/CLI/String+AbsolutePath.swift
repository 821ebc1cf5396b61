import Foundation

extension String {
    /// A path as the program's own folder makes it absolute, without `.` and `..`. A relative URL alone would lose a `..` at
    /// its beginning.
    var absolutePath: String { URL(filePath: self).absoluteURL.standardized.path }
}
