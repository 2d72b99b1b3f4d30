import LocalFiles
import SystemPackage

/// An announcement in the store and what its conversion found out.
struct RenderedFile: Hashable, Sendable {
    let file: StoredFile
    let report: RenderReport
}

/// What the result of a conversion depends on.
struct RenderKey: Hashable, Sendable {
    /// SHA-256 of the recording's bytes.
    let content: String
    /// The recipe, as its description.
    let recipe: String
}

/// A recording that was converted outside the library, and its announcement, which is not in the store yet.
struct FinishedConversion: Sendable {
    let key: RenderKey
    /// The recording as the file system describes it, which stays the same when it is renamed.
    let stamp: FileStamp
    let result: RenderedFile
    /// The announcement's path.
    let path: FilePath
}
