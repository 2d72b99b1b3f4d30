import LocalFiles
package import SharedState
package import SystemPackage

/// Versions of the configuration on the disk, a folder each, and a link `current` to the one in use.
///
/// A version is written whole before its folder has its name, and never changed, so a process that ends at any time leaves whole
/// versions alone. Does not protect against other programs that write there.
package struct VersionFolder: Sendable {
    private let path: FilePath

    /// The name of the configuration itself.
    package static let name = "announce.yaml"
    private static let link = "current"
    /// Versions that are kept beside the one in use.
    private static let most = 3

    package init(_ path: FilePath) { self.path = path }

    package func file(of number: Int64) -> FilePath { folder(of: number).appending(Self.name) }

    /// The version in use, through the link.
    var current: FilePath { path.appending(Self.link).appending(Self.name) }

    /// The number of the version in use; nil: there is none.
    var number: Int64? {
        path.appending(Self.link).linkTarget?.lastComponent.flatMap { Int64($0.string) }
    }

    private func folder(of number: Int64) -> FilePath { path.appending("\(number)") }

    /// Writes a version, unless it is there.
    package func write(_ content: VersionContent, as number: Int64) throws(Errno) {
        if try self.content(of: number) == content { return }
        try path.makeFolders(permissions: .ownerReadWriteExecute)
        let draft = path.appending(hiddenName())
        do throws(Errno) {
            try draft.makeFolder(permissions: .ownerReadWriteExecute)
            for (name, text) in [(Self.name, content.text)] + content.files.map({ ($0.key, $0.value) }) {
                let file = draft.pushing(FilePath(name))
                try file.removingLastComponent().makeFolders(permissions: .ownerReadWriteExecute)
                try SmallFile.write(text.utf8, to: file, mode: .owner)
            }
            // Of another database, whose versions have the same numbers.
            folder(of: number).removeAll()
            try draft.rename(to: folder(of: number))
        } catch {
            draft.removeAll()
            throw error
        }
        path.synchronizeFolder()
    }

    /// Has a version be the one in use, and removes those that are older.
    func use(_ number: Int64) throws(Errno) {
        try path.appending(Self.link).turnLink(to: FilePath("\(number)"))
        let others = ((try? path.entries()) ?? []).compactMap { Int64($0.string) }.filter { $0 < number }
        for old in others.sorted().dropLast(Self.most) { folder(of: old).removeAll() }
    }

    /// The texts of a version; nil if it is not there.
    func content(of number: Int64) throws(Errno) -> VersionContent? {
        guard let text = try Self.text(of: file(of: number)) else { return nil }
        var content = VersionContent(text: text)
        try add(folder(of: number), to: &content, below: "")
        content.files[Self.name] = nil
        return content
    }

    private func add(_ folder: FilePath, to content: inout VersionContent, below prefix: String) throws(Errno) {
        for name in try folder.entries() {
            let path = folder.appending(name)
            if path.isFolder {
                try add(path, to: &content, below: "\(prefix)\(name.string)/")
            } else {
                content.files[prefix + name.string] = try Self.text(of: path)
            }
        }
    }

    private static func text(of file: FilePath) throws(Errno) -> String? {
        try SmallFile.read(file, upTo: VersionContent.largest).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
