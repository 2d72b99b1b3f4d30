package import CallFlow
import LocalFiles
package import SystemPackage

extension CompanionFiles {
    /// Bytes of one file at most.
    package static let largest = 32 << 20

    /// Reads what a configuration names, from the disk. Blocks.
    ///
    /// - Parameters:
    ///   - text: the configuration's.
    ///   - path: the configuration's.
    package init(for text: String, at path: FilePath) {
        self.init()
        let path = path.absolute
        // Included files can name others; nothing that those name can name more.
        for _ in 0..<4 {
            let requests = ConfigurationFile.requests(of: text, with: self)
            if requests.isEmpty { return }
            for request in requests {
                switch request {
                case .matches(let pattern): matches[pattern] = Self.matches(of: pattern, beside: path)
                case .content(let name): contents[name] = Self.content(of: path.beside(name))
                case .table(let name): contents[name] = Self.table(at: path.beside(name))
                }
            }
        }
    }

    private static func matches(of pattern: String, beside path: FilePath) -> [String] {
        if pattern.hasSuffix(scripts) { return texts(below: String(pattern.dropLast(scripts.count)), beside: path) }
        let whole = FilePath(pattern)
        guard let last = whole.lastComponent?.string else { return [] }
        let folder = path.beside(pattern).removingLastComponent()
        let names = ((try? folder.entries()) ?? []).map(\.string).filter { name in
            matches(name, pattern: last) && folder.appending(name) != path && !folder.appending(name).isFolder
        }
        let prefix = pattern.dropLast(last.count)
        return names.map { prefix + $0 }
    }

    /// The texts beside recordings, in the folder and those below, but not in folders of hidden names.
    private static func texts(below folder: String, beside path: FilePath, depth: Int = 0) -> [String] {
        guard depth < deepestTexts else { return [] }
        let names = ((try? path.beside(folder).entries()) ?? []).map(\.string).filter { !$0.hasPrefix(".") }
        return names.sorted().flatMap { name -> [String] in
            let file = "\(folder)/\(name)"
            guard name.lowercased().hasSuffix(".txt") else {
                return path.beside(file).isFolder ? texts(below: file, beside: path, depth: depth + 1) : []
            }
            let stem = String(name.dropLast(4)).lowercased()
            guard !documents.contains(stem), let size = FileStamp(of: path.beside(file))?.size, size <= largestText
            else {
                return []
            }
            return [file]
        }
    }

    private static let deepestTexts = 8
    /// Texts that are about recordings, by convention.
    private static let documents: Set = ["readme", "license", "licence", "copying", "changelog", "notes"]

    private static func table(at path: FilePath) -> Content {
        do throws(Errno) {
            return try LargeTables.rows(of: path).map { .rows($0) } ?? content(of: path)
        } catch {
            return unreadable(error, largest: LargeTables.largest)
        }
    }

    private static func content(of path: FilePath) -> Content {
        do throws(Errno) {
            guard let bytes = try SmallFile.read(path, upTo: largest) else { return .unreadable("it does not exist") }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                return .unreadable("it is not UTF-8 text")
            }
            return .text(text)
        } catch {
            return unreadable(error, largest: largest)
        }
    }

    private static func unreadable(_ error: Errno, largest: Int) -> Content {
        switch error {
        case .fileTooLarge: .unreadable("it is larger than \(largest >> 20) MiB")
        case .isDirectory: .unreadable("it is a folder")
        default: .unreadable(error.description)
        }
    }

    /// The paths of all files, and of those that could match patterns, on the disk.
    ///
    /// - Parameter path: the configuration's.
    package func paths(beside path: FilePath) -> [FilePath] { paths.map { path.absolute.beside($0) } }
}

extension FilePath {
    /// The path of a file that is named relative to the folder of this one.
    func beside(_ name: String) -> FilePath { removingLastComponent().pushing(FilePath(name)).lexicallyNormalized() }
}
